package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Setting;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.risk.core.WorkingOrder;
import java.util.List;

/** Own orders must not trade with each other. */
public final class SelfMatchCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.SELF_MATCH;
  }

  @Override
  public boolean holdsReductions() {
    return true;
  }

  @Override
  public List<String> limits() {
    return List.of(Setting.SELF_MATCH_PREVENTION.key());
  }

  @Override
  public String rules() {
    return "FIA self-match prevention; FINRA 15-09";
  }

  @Override
  public CheckResult check(Order order) {
    if (order.byCommand() || !order.limits().on(Setting.SELF_MATCH_PREVENTION, true)) {
      return Bound.unset(code());
    }
    WorkingOrder match =
        order
            .account()
            .wouldMatch(
                order.instrument(),
                order.side(),
                order.type(),
                order.limitPrice(),
                order.replaces());
    return CheckResult.of(code(), match == null, match == null ? "" : match.intent().value());
  }
}

package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.limits.Setting;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** No position beside one that moves the same way. */
public final class CorrelationCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.CORRELATION;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(
        Setting.ENFORCE_CORRELATION_CHECK.key(),
        Limit.MAX_POSITION_CORRELATION.key(),
        Limit.CORRELATION_LOOKBACK_DAYS.key());
  }

  @Override
  public String rules() {
    return "RTS 6 15(4)";
  }

  @Override
  public CheckResult check(Order order) {
    if (!order.limits().on(Setting.ENFORCE_CORRELATION_CHECK, false)) {
      return Bound.unset(code());
    }
    Long highest =
        order
            .state()
            .highestCorrelation(
                order.account(),
                order.instrument(),
                Long.signum(order.stake().worst()),
                order.limits().correlationLookback());
    if (highest == null) {
      return CheckResult.of(code(), true, "no position with a known correlation");
    }
    return Bound.atMost(order, code(), highest, Limit.MAX_POSITION_CORRELATION);
  }
}

package io.tapedeck.risk.core.check;

import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** A disabled strategy may not grow positions. */
public final class StrategyEnabledCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.STRATEGY_DISABLED;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of();
  }

  @Override
  public String rules() {
    return "RTS 6 15(3)";
  }

  @Override
  public CheckResult check(Order order) {
    return CheckResult.of(
        code(), !order.account().disabled().contains(order.intent().strategy()), "");
  }
}

package io.tapedeck.risk.core.check;

import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;

/** Without limits nothing may grow. */
public final class LimitsKnownCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.LIMITS_MISSING;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public CheckResult check(Order order) {
    String missing = order.limits().missing();
    return CheckResult.of(code(), missing.isEmpty(), missing);
  }
}

package io.tapedeck.risk.core.check;

import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

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
  public List<String> limits() {
    return List.of();
  }

  @Override
  public String rules() {
    return "RTS 6 Art. 15; 15c3-5(c)(1)";
  }

  @Override
  public CheckResult check(Order order) {
    String missing = order.limits().missing();
    return CheckResult.of(code(), missing.isEmpty(), missing);
  }
}

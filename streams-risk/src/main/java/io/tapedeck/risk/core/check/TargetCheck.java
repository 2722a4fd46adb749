package io.tapedeck.risk.core.check;

import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** What is to be cancelled or replaced works. */
public final class TargetCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.TARGET_UNKNOWN;
  }

  @Override
  public boolean holdsReductions() {
    return true;
  }

  @Override
  public List<String> limits() {
    return List.of();
  }

  @Override
  public String rules() {
    return "";
  }

  @Override
  public CheckResult check(Order order) {
    return CheckResult.of(code(), true, order.replaces() == null ? "" : order.replaces().value());
  }
}

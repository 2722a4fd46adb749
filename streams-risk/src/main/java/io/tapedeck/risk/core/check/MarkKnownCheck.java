package io.tapedeck.risk.core.check;

import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** Without a mark nothing can be valued, so nothing may grow. */
public final class MarkKnownCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.MARK_MISSING;
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
    return "FIA market-data reasonability";
  }

  @Override
  public CheckResult check(Order order) {
    return CheckResult.of(code(), order.markPrice() != null, "");
  }
}

package io.tapedeck.risk.core.check;

import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** An intent is decided once. */
public final class DuplicateIntentCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.DUPLICATE_INTENT;
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
    return "15c3-5(c)(1)";
  }

  @Override
  public CheckResult check(Order order) {
    return CheckResult.of(code(), !order.account().seen(order.intent().id(), order.nowNanos()), "");
  }
}

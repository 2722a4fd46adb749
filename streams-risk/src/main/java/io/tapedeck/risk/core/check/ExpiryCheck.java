package io.tapedeck.risk.core.check;

import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** A late order on a stale signal is worse than none. */
public final class ExpiryCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.INTENT_EXPIRED;
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
    long born = order.intent().eventNanos();
    long age = Math.max(0, Math.subtractExact(order.nowNanos(), born));
    long life = Math.subtractExact(order.intent().expiresNanos(), born);
    // nanoseconds are billionths of a second, and so raw scale-9 seconds already
    return CheckResult.atMost(code(), age, life, "");
  }
}

package io.tapedeck.risk.core.check;

import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.risk.core.LimitNames;

/** An order is valued at a mark of now, in event time. */
public final class MarkAgeCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.MARK_STALE;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public CheckResult check(Order order) {
    Mark mark = order.mark();
    if (mark == null) {
      return CheckResult.of(code(), false, "no mark");
    }
    long age = Math.max(0, Math.subtractExact(order.nowNanos(), mark.eventNanos()));
    long limit = order.limits().required(LimitNames.MAX_MARK_AGE_SECONDS);
    return CheckResult.atMost(
        code(), age, limit, order.limits().origin(LimitNames.MAX_MARK_AGE_SECONDS));
  }
}

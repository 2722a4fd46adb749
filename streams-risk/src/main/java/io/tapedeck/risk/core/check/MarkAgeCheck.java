package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

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
  public List<String> limits() {
    return List.of(Limit.MAX_MARK_AGE_SECONDS.key());
  }

  @Override
  public String rules() {
    return "FIA market-data reasonability";
  }

  @Override
  public CheckResult check(Order order) {
    Mark mark = order.mark();
    if (mark == null) {
      return Bound.noMark(order, code(), Limit.MAX_MARK_AGE_SECONDS);
    }
    long age = Math.max(0, Math.subtractExact(order.nowNanos(), mark.eventNanos()));
    return Bound.atMost(order, code(), age, Limit.MAX_MARK_AGE_SECONDS);
  }
}

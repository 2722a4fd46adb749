package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** Bounds the orders approved in a day, this one included. */
public final class TradesPerDayCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.TRADES_PER_DAY;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MAX_TRADES_PER_DAY.key());
  }

  @Override
  public String rules() {
    return "RTS 6 15(1)(d)";
  }

  @Override
  public CheckResult check(Order order) {
    long more = order.replaces() == null ? 1 : 0;
    return Bound.atMost(
        order,
        code(),
        (order.account().tradesToday() + more) * FixedPoint.ONE,
        Limit.MAX_TRADES_PER_DAY);
  }
}

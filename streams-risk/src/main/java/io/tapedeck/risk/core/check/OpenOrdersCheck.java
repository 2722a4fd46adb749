package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** Bounds how many orders work at once. */
public final class OpenOrdersCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.OPEN_ORDERS;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MAX_OPEN_ORDERS.key());
  }

  @Override
  public String rules() {
    return "RTS 6 Art. 8";
  }

  @Override
  public CheckResult check(Order order) {
    long more = order.replaces() == null ? 1 : 0;
    return Bound.atMost(
        order,
        code(),
        (order.account().working().size() + more) * FixedPoint.ONE,
        Limit.MAX_OPEN_ORDERS);
  }
}

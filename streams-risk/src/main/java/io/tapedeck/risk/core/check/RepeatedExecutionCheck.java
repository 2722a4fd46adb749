package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** Too many equal orders in a window disable their strategy until a person enables it. */
public final class RepeatedExecutionCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.REPEATED_EXECUTION;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MAX_REPEATED_ORDERS.key(), Limit.REPEATED_ORDER_WINDOW_SECONDS.key());
  }

  @Override
  public String rules() {
    return "RTS 6 15(3); ACI Model Code";
  }

  @Override
  public CheckResult check(Order order) {
    if (order.replaces() != null) {
      return CheckResult.of(code(), true, "a replace");
    }
    return Bound.atMost(
        order, code(), (equalOrders(order) + 1) * FixedPoint.ONE, Limit.MAX_REPEATED_ORDERS);
  }

  private static long equalOrders(Order order) {
    return order
        .account()
        .equalOrders(
            order.intent().strategy(),
            order.instrument(),
            order.side(),
            order.quantity(),
            order.nowNanos(),
            order.limits().repeatWindowNanos());
  }
}

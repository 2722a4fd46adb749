package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** Refuses an order too small for the venue. */
public final class OrderSizeMinCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.ORDER_SIZE_MIN;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MIN_ORDER_SIZE.key());
  }

  @Override
  public String rules() {
    return "";
  }

  @Override
  public CheckResult check(Order order) {
    CheckResult result = Bound.atLeast(order, code(), order.quantity().raw(), Limit.MIN_ORDER_SIZE);
    return result.passed()
        ? result
        : result.noted(
            "Order too small: "
                + order.quantity()
                + " < "
                + FixedPoint.format(order.limits().value(Limit.MIN_ORDER_SIZE))
                + " "
                + result.note());
  }
}

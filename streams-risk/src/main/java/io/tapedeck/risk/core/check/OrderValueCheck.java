package io.tapedeck.risk.core.check;

import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.risk.core.LimitNames;

/** Refuses an uncommonly large order; market orders are valued at the mark. */
public final class OrderValueCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.ORDER_VALUE;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public CheckResult check(Order order) {
    Price price = order.valuationPrice();
    if (price == null) {
      return CheckResult.of(code(), false, "no mark");
    }
    return CheckResult.atMost(
        code(),
        price.times(order.quantity()).raw(),
        order.limits().required(LimitNames.MAX_ORDER_VALUE),
        order.limits().origin(LimitNames.MAX_ORDER_VALUE));
  }
}

package io.tapedeck.risk.core.check;

import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.risk.core.LimitNames;

/** Bounds the position that could result, working orders counted as filled. */
public final class PositionValueCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.POSITION_VALUE;
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
        price.times(order.worstPosition().abs()).raw(),
        order.limits().required(LimitNames.MAX_NOTIONAL_PER_POSITION),
        order.limits().origin(LimitNames.MAX_NOTIONAL_PER_POSITION));
  }
}

package io.tapedeck.risk.core.check;

import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.risk.core.LimitNames;

/** Bounds the part of the equity that one position could become. */
public final class ConcentrationCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.CONCENTRATION;
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
    Money equity = order.totals().equity();
    if (equity.signum() <= 0) {
      return CheckResult.of(code(), false, "no equity left");
    }
    long share = price.times(order.worstPosition().abs()).ratioTo(equity);
    return CheckResult.atMost(
        code(),
        FixedPoint.multiply(share, 100 * FixedPoint.ONE),
        order.limits().required(LimitNames.MAX_CONCENTRATION_PERCENT),
        order.limits().origin(LimitNames.MAX_CONCENTRATION_PERCENT));
  }
}

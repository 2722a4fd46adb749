package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.limits.Setting;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;

/** Limits that shrink while the market moves more than usual. */
final class Volatility {
  private Volatility() {}

  /** The limit times base volatility over current volatility, where that is less than 1. */
  static CheckResult scaled(Order order, CheckCode code, long observed, Limit limit) {
    if (!order.limits().on(Setting.ENABLE_VOLATILITY_SCALING, false)
        || !order.limits().has(Limit.BASE_VOLATILITY_PERCENT)
        || !order.limits().has(limit)) {
      return Bound.atMost(order, code, observed, limit);
    }
    Long range = order.state().rangePercent(order.instrument());
    long base = order.limits().value(Limit.BASE_VOLATILITY_PERCENT);
    if (range == null || range <= base) {
      return Bound.atMost(order, code, observed, limit);
    }
    long scaled = FixedPoint.multiply(order.limits().value(limit), FixedPoint.divide(base, range));
    return CheckResult.atMost(
        code,
        observed,
        scaled,
        order.limits().origin(limit) + " scaled at volatility " + FixedPoint.format(range) + "%");
  }
}

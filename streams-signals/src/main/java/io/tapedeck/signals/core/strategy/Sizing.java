package io.tapedeck.signals.core.strategy;

import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Side;

/**
 * From a score to a size: the only place where a {@code double} becomes money. The factor is cut to
 * millionths first, so that the last bits of a score never reach an order.
 */
final class Sizing {
  private static final double MILLIONTHS = 1e6;
  private static final long RAW_MILLIONTH = FixedPoint.ONE / 1_000_000;

  private Sizing() {}

  /** How far between threshold and the extreme (0 or 1) a score lies, from 0 to 1. */
  static double strength(double score, double threshold, double extreme) {
    double span = extreme - threshold;
    double share = span == 0 ? 0 : (score - threshold) / span;
    return Math.min(1, Math.max(0, share));
  }

  /** The notional times {@code 1 + scale × strength}. */
  static Money scaled(Money notional, double scale, double strength) {
    long millionths = (long) Math.floor((1 + scale * strength) * MILLIONTHS);
    return notional.scale(Math.multiplyExact(millionths, RAW_MILLIONTH));
  }

  /** The notional, less in the proportion of the base to the volatility where that is above it. */
  static Money calmed(Money notional, double baseBps, double volatilityBps) {
    if (!(baseBps > 0) || !(volatilityBps > baseBps)) {
      return notional;
    }
    long millionths = (long) Math.floor(baseBps / volatilityBps * MILLIONTHS);
    return notional.scale(Math.multiplyExact(millionths, RAW_MILLIONTH));
  }

  /** A price so many basis points of the mid away from it, on the step that is not nearer to it. */
  static long quote(double mid, double basisPoints, long step) {
    double wanted = mid * (1 + basisPoints / 10_000) / step;
    double steps = basisPoints < 0 ? Math.floor(wanted) : Math.ceil(wanted);
    return Math.multiplyExact((long) steps, step);
  }

  /**
   * Mid plus spread times tolerance to buy, mid less it to sell, on the step towards the mid.
   *
   * @param tolerance raw scale-9, of the spread
   */
  static Price protectedLimit(Side side, long bid, long ask, long tolerance, long step) {
    long away = FixedPoint.multiply(Math.subtractExact(ask, bid), tolerance);
    // the halved sum falls towards zero by half a billionth at most, which the step swallows
    long mid = Math.addExact(bid, ask) / 2;
    long wanted = side == Side.BUY ? Math.addExact(mid, away) : Math.subtractExact(mid, away);
    long down = Math.floorDiv(wanted, step) * step;
    return new Price(side == Side.BUY || down == wanted ? down : Math.addExact(down, step));
  }

  /** A share of a quantity in percent, rounded down to the step. */
  static Quantity share(Quantity quantity, double percent, long step) {
    double raw = quantity.raw() * Math.min(100, percent) / 100;
    long whole = (long) raw;
    return new Quantity(whole - whole % step);
  }

  /** What the notional buys at a price, rounded down to the step; may be zero. */
  static Quantity quantity(Money notional, Price price, long step) {
    long raw = FixedPoint.divide(notional.raw(), price.raw());
    return new Quantity(raw - raw % step);
  }
}

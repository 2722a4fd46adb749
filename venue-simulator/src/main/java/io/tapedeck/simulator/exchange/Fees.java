package io.tapedeck.simulator.exchange;

import io.tapedeck.domain.money.FixedPoint;

/**
 * Fee rates, as raw scale 9 fractions of the cost.
 *
 * @param maker for orders that rested
 * @param taker for orders that took
 */
public record Fees(long maker, long taker) {
  long of(long cost, boolean asMaker) {
    return FixedPoint.multiply(cost, asMaker ? maker : taker);
  }

  /** Cost and the larger fee. */
  long costAndFee(long cost) {
    return Math.addExact(cost, FixedPoint.multiply(cost, Math.max(maker, taker)));
  }
}

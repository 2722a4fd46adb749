package io.tapedeck.risk.core.check;

import io.tapedeck.domain.money.FixedPoint;

/** Parts of a whole. */
final class Percent {
  private Percent() {}

  /** Raw scale-9 percent; half to even in the ninth place of the ratio. */
  static long of(long part, long whole) {
    return FixedPoint.multiply(FixedPoint.divide(part, whole), 100 * FixedPoint.ONE);
  }
}

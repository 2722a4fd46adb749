package io.tapedeck.replay.stats;

/** The standard normal distribution. */
final class Normal {
  private static final double FAR = 8.5;

  private Normal() {}

  /**
   * Its cumulative distribution, by the Taylor series of G. Marsaglia, "Evaluating the Normal
   * Distribution", Journal of Statistical Software 11(4), 2004: accurate to the last digits.
   */
  static double cdf(double x) {
    if (Double.isNaN(x)) {
      return Double.NaN;
    }
    if (x < -FAR) {
      return 0;
    }
    if (x > FAR) {
      return 1;
    }
    double sum = x;
    double term = x;
    double square = x * x;
    double before = 0;
    for (int i = 3; sum != before; i += 2) {
      before = sum;
      term *= square / i;
      sum += term;
    }
    double density = StrictMath.exp(-square / 2) / Math.sqrt(2 * Math.PI);
    return Math.min(1, Math.max(0, 0.5 + sum * density));
  }
}

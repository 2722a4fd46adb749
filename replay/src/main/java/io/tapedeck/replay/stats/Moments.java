package io.tapedeck.replay.stats;

/**
 * Mean and central moments of a series, in two passes so that nothing cancels.
 *
 * @param count values
 * @param mean their mean
 * @param variance sample variance (n - 1); NaN below two values
 * @param skewness third standardised moment of the population; NaN without spread
 * @param kurtosis fourth standardised moment of the population (3 for the normal distribution)
 */
record Moments(int count, double mean, double variance, double skewness, double kurtosis) {
  static Moments of(double[] values) {
    int n = values.length;
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / n;
    double second = 0;
    double third = 0;
    double fourth = 0;
    for (double value : values) {
      double off = value - mean;
      double square = off * off;
      second += square;
      third += square * off;
      fourth += square * square;
    }
    double variance = n < 2 ? Double.NaN : second / (n - 1);
    double population = second / n;
    boolean spread = population > 0;
    double skewness = spread ? third / n / (population * Math.sqrt(population)) : Double.NaN;
    double kurtosis = spread ? fourth / n / (population * population) : Double.NaN;
    return new Moments(n, mean, variance, skewness, kurtosis);
  }

  double deviation() {
    return Math.sqrt(variance);
  }
}

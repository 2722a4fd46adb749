package io.tapedeck.replay.stats;

/**
 * What a series of equities says of the way it was earned. NaN where a figure has no meaning: too
 * few periods, or no spread.
 *
 * @param periods returns that there are
 * @param periodsPerYear by which figures are made yearly
 * @param totalReturn last equity over first, less one
 * @param annualReturn (1 + total return) ^ (periods per year / periods) - 1; NaN for less than a
 *     day
 * @param annualVolatility sample deviation of the returns × √(periods per year)
 * @param sharpe mean return ÷ sample deviation × √(periods per year); riskless rate zero
 * @param sortino mean return ÷ √(mean of squared negative returns) × √(periods per year)
 * @param calmar annual return ÷ deepest drawdown
 * @param maxDrawdown deepest fall below the highest equity before, as a share of that
 * @param skewness of the returns, population
 * @param kurtosis of the returns, population; 3 for the normal distribution
 * @param probabilisticSharpe probability that the true Sharpe ratio is above zero (Bailey, López de
 *     Prado 2012)
 */
public record Performance(
    int periods,
    double periodsPerYear,
    double totalReturn,
    double annualReturn,
    double annualVolatility,
    double sharpe,
    double sortino,
    double calmar,
    double maxDrawdown,
    double skewness,
    double kurtosis,
    double probabilisticSharpe) {
  private static final double DAYS = 365;

  /**
   * Of a series of equities, one at the begin and one at the end of each period.
   *
   * @param periodsPerYear such as 365 for days of a market that never closes, 252 for shares
   */
  public static Performance of(double[] equity, double periodsPerYear) {
    double[] returns = returns(equity);
    Moments moments = Moments.of(returns);
    double root = Math.sqrt(periodsPerYear);
    double first = equity.length == 0 ? Double.NaN : equity[0];
    double last = equity.length == 0 ? Double.NaN : equity[equity.length - 1];
    double total = first > 0 ? last / first - 1 : Double.NaN;
    boolean tooShort = returns.length < periodsPerYear / DAYS;
    double annual =
        tooShort || total <= -1
            ? Double.NaN
            : StrictMath.pow(1 + total, periodsPerYear / returns.length) - 1;
    double deepest = 0;
    for (double depth : Drawdowns.of(equity)) {
      deepest = Math.max(deepest, depth);
    }
    double ratio = ratio(moments.mean(), moments.deviation());
    return new Performance(
        returns.length,
        periodsPerYear,
        total,
        annual,
        moments.deviation() * root,
        ratio * root,
        ratio(moments.mean(), downside(returns)) * root,
        ratio(annual, deepest),
        deepest,
        moments.skewness(),
        moments.kurtosis(),
        probabilistic(ratio, moments));
  }

  /** Each equity over the one before, less one. */
  public static double[] returns(double[] equity) {
    double[] returns = new double[Math.max(0, equity.length - 1)];
    for (int i = 0; i < returns.length; i++) {
      returns[i] = equity[i] == 0 ? Double.NaN : equity[i + 1] / equity[i] - 1;
    }
    return returns;
  }

  private static double ratio(double over, double under) {
    return under > 0 ? over / under : Double.NaN;
  }

  private static double downside(double[] returns) {
    double sum = 0;
    for (double one : returns) {
      double below = Math.min(0, one);
      sum += below * below;
    }
    return returns.length == 0 ? Double.NaN : Math.sqrt(sum / returns.length);
  }

  /**
   * Φ(SR √(n − 1) ÷ √(1 − γ₃ SR + (γ₄ − 1) ÷ 4 SR²)), SR the ratio of one period, not made yearly.
   */
  private static double probabilistic(double ratio, Moments moments) {
    double under = 1 - moments.skewness() * ratio + (moments.kurtosis() - 1) / 4 * ratio * ratio;
    return moments.count() < 2 || !(under > 0)
        ? Double.NaN
        : Normal.cdf(ratio * Math.sqrt(moments.count() - 1.0) / Math.sqrt(under));
  }
}

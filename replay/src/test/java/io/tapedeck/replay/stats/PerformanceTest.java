package io.tapedeck.replay.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.apache.commons.math3.stat.descriptive.moment.SemiVariance;
import org.junit.jupiter.api.Test;

/** Held against Apache Commons Math, which had no part in the code. */
class PerformanceTest {
  private static final double YEAR = 365;

  private static double[] equity(long seed, int periods) {
    Random random = new Random(seed);
    double[] equity = new double[periods + 1];
    equity[0] = 10_000;
    for (int i = 1; i <= periods; i++) {
      // skewed and fat-tailed, so that every moment matters
      double shock = random.nextGaussian() + 0.2 * Math.pow(random.nextGaussian(), 3);
      equity[i] = equity[i - 1] * (1 + 0.0005 + 0.01 * shock * (shock < 0 ? 1.3 : 1));
      equity[i] = Math.max(equity[i], 1);
    }
    return equity;
  }

  @Property(tries = 200)
  void momentsAndRatiosAreThoseOfTheLibrary(
      @ForAll long seed, @ForAll @IntRange(min = 10, max = 2_000) int periods) {
    double[] equity = equity(seed, periods);
    double[] returns = new double[periods];
    for (int i = 0; i < periods; i++) {
      returns[i] = (equity[i + 1] - equity[i]) / equity[i];
    }
    DescriptiveStatistics library = new DescriptiveStatistics(returns);
    double n = periods;

    Performance found = Performance.of(equity, YEAR);

    double sharpe = library.getMean() / library.getStandardDeviation();
    assertThat(found.sharpe()).isCloseTo(sharpe * Math.sqrt(YEAR), close(sharpe * 20));
    assertThat(found.annualVolatility())
        .isCloseTo(library.getStandardDeviation() * Math.sqrt(YEAR), within(1e-9));
    double below = new SemiVariance(false, SemiVariance.Direction.DOWNSIDE).evaluate(returns, 0.0);
    if (below == 0) {
      assertThat(found.sortino()).as("no period lost: undefined").isNaN();
    } else {
      assertThat(found.sortino())
          .isCloseTo(library.getMean() / Math.sqrt(below) * Math.sqrt(YEAR), close(20));
    }
    // the library's skewness and kurtosis are corrected for small samples; undone here
    double skewness = library.getSkewness() * (n - 2) / Math.sqrt(n * (n - 1));
    double excess = ((n - 2) * (n - 3) / (n - 1) * library.getKurtosis() - 6) / (n + 1);
    assertThat(found.skewness()).isCloseTo(skewness, within(1e-6));
    assertThat(found.kurtosis()).isCloseTo(excess + 3, within(1e-6));
    double under = 1 - skewness * sharpe + (excess + 2) / 4 * sharpe * sharpe;
    assertThat(found.probabilisticSharpe())
        .isCloseTo(
            new NormalDistribution().cumulativeProbability(sharpe * Math.sqrt((n - 1) / under)),
            within(1e-9));
  }

  @Example
  void sortinoIsUndefinedWhereNoPeriodLost() {
    momentsAndRatiosAreThoseOfTheLibrary(1_644_064, 10);
  }

  private static org.assertj.core.data.Offset<Double> close(double scale) {
    return within(1e-9 * Math.max(1, Math.abs(scale)));
  }

  @Property(tries = 200)
  void deepestDrawdownIsTheWorstOfAllPairs(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int periods) {
    double[] equity = equity(seed, periods);
    double worst = 0;
    for (int i = 0; i < equity.length; i++) {
      for (int j = i; j < equity.length; j++) {
        worst = Math.max(worst, 1 - equity[j] / equity[i]);
      }
    }

    Performance found = Performance.of(equity, YEAR);

    assertThat(found.maxDrawdown()).isCloseTo(worst, within(1e-12));
    assertThat(Arrays.stream(Drawdowns.of(equity)).max().orElse(0)).isEqualTo(found.maxDrawdown());
    var falls = Drawdowns.worst(equity, 1);
    assertThat(falls.isEmpty() ? 0 : falls.get(0).depth()).isCloseTo(worst, within(1e-12));
  }

  @Property(tries = 500)
  void normalIsTheLibrarys(@ForAll double x) {
    NormalDistribution library = new NormalDistribution();
    assertThat(Normal.cdf(x % 10)).isCloseTo(library.cumulativeProbability(x % 10), within(1e-14));
  }

  /** 100 → 110 → 99 → 120: drawdown 11 ÷ 110 = 10 %, return 20 %, Calmar on three days. */
  @Test
  void workedOutByHand() {
    Performance found = Performance.of(new double[] {100, 110, 99, 120}, YEAR);

    assertThat(found.totalReturn()).isCloseTo(0.2, within(1e-12));
    assertThat(found.maxDrawdown()).isCloseTo(0.1, within(1e-12));
    assertThat(found.annualReturn()).isCloseTo(Math.pow(1.2, YEAR / 3) - 1, within(1.0));
    assertThat(found.calmar()).isCloseTo(found.annualReturn() / 0.1, within(1.0));
    // returns 0.1, -0.1, 21/99: mean 0.0707, squared negative returns 0.01
    assertThat(found.sortino())
        .isCloseTo(
            (0.1 - 0.1 + 21 / 99.0) / 3 / Math.sqrt(0.01 / 3) * Math.sqrt(YEAR), within(1e-9));
    assertThat(Drawdowns.worst(new double[] {100, 110, 99, 120}, 5))
        .containsExactly(new Drawdowns.Drawdown(1, 2, 3, 11 / 110.0));
  }

  @Test
  void whatHasNoMeaningIsNoNumber() {
    Performance flat = Performance.of(new double[] {100, 100, 100}, YEAR);
    assertThat(flat.sharpe()).isNaN();
    assertThat(flat.calmar()).isNaN();
    assertThat(flat.maxDrawdown()).isZero();
    assertThat(Performance.of(new double[] {}, YEAR).totalReturn()).isNaN();
    assertThat(Performance.of(new double[] {100}, YEAR).probabilisticSharpe()).isNaN();
  }
}

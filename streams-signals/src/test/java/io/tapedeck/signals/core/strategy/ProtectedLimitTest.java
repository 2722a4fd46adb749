package io.tapedeck.signals.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.order.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The limit of an order that asks for protection: mid + spread × max_slippage_tolerance. */
class ProtectedLimitTest {
  private static final long ONE = 1_000_000_000L;

  @Test
  @Tag("A52")
  void buysAtMostAndSellsAtLeastSoFarFromTheMid() {
    // mid 100, spread 2, tolerance 0.75: 101.5 and 98.5
    long half = 3 * ONE / 4;
    assertThat(Sizing.protectedLimit(Side.BUY, 99 * ONE, 101 * ONE, half, 1))
        .isEqualTo(Price.of("101.5"));
    assertThat(Sizing.protectedLimit(Side.SELL, 99 * ONE, 101 * ONE, half, 1))
        .isEqualTo(Price.of("98.5"));
    assertThat(Sizing.protectedLimit(Side.BUY, 99 * ONE, 101 * ONE, half, ONE))
        .as("on the step towards the mid")
        .isEqualTo(Price.of("101"));
    assertThat(Sizing.protectedLimit(Side.SELL, 99 * ONE, 101 * ONE, half, ONE))
        .isEqualTo(Price.of("99"));
  }

  @Property
  @Tag("A52")
  void isOnTheStepAndNeverWorseThanTheFormula(
      @ForAll @LongRange(min = 1, max = 1_000_000_000_000_000L) long bid,
      @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long spread,
      @ForAll @LongRange(min = 0, max = 5_000_000_000L) long tolerance,
      @ForAll @IntRange(min = 1, max = 1_000_000) int step) {
    BigDecimal mid = BigDecimal.valueOf(2 * bid + spread).divide(BigDecimal.valueOf(2));
    BigDecimal away =
        BigDecimal.valueOf(spread)
            .multiply(BigDecimal.valueOf(tolerance))
            .divide(BigDecimal.valueOf(ONE), 1, RoundingMode.HALF_EVEN);
    BigDecimal most = BigDecimal.ONE; // halves rounded on the way
    long buy = Sizing.protectedLimit(Side.BUY, bid, bid + spread, tolerance, step).raw();
    long sell = Sizing.protectedLimit(Side.SELL, bid, bid + spread, tolerance, step).raw();
    assertThat(buy % step).isZero();
    assertThat(sell % step).isZero();
    assertThat(BigDecimal.valueOf(buy)).isLessThanOrEqualTo(mid.add(away).add(most));
    assertThat(BigDecimal.valueOf(sell)).isGreaterThanOrEqualTo(mid.subtract(away).subtract(most));
    assertThat(mid.add(away).subtract(BigDecimal.valueOf(buy)))
        .isLessThan(BigDecimal.valueOf(step).add(most));
  }
}

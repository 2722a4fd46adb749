package io.tapedeck.domain.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.tape.Coordinates;
import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class MarkPropertyTest {
  private static final Price LAST = Price.of("7");

  @Property(tries = 5000)
  void midIsHalfToEvenInTheNinthPlace(
      @ForAll @LongRange(min = -(1L << 62), max = (1L << 62) - 1) long bid,
      @ForAll @LongRange(min = -(1L << 62), max = (1L << 62) - 1) long ask) {
    check(bid, ask);
  }

  @Property(tries = 2000)
  void midIsRightAroundZero(
      @ForAll @LongRange(min = -9, max = 9) long bid,
      @ForAll @LongRange(min = -9, max = 9) long ask) {
    check(bid, ask);
  }

  private static void check(long bid, long ask) {
    BigDecimal mid =
        BigDecimal.valueOf(bid, 9)
            .add(BigDecimal.valueOf(ask, 9))
            .divide(BigDecimal.valueOf(2), 9, RoundingMode.HALF_EVEN);

    assertThat(mark(new Price(bid), new Price(ask), LAST).price())
        .isEqualTo(new Price(mid.unscaledValue().longValueExact()));
  }

  @Example
  void fallsBackToTheLastTradeAndThenToNothing() {
    assertThat(mark(null, LAST, Price.of("5")).price()).isEqualTo(Price.of("5"));
    assertThat(mark(LAST, null, Price.of("5")).price()).isEqualTo(Price.of("5"));
    assertThat(mark(LAST, null, null).price()).isNull();
    assertThat(mark(null, null, null).price()).isNull();
  }

  @Example
  void overflowThrowsAndNeverWraps() {
    Price most = new Price(Long.MAX_VALUE);
    assertThatThrownBy(() -> mark(most, most, null).price())
        .isInstanceOf(ArithmeticException.class);
  }

  private static Mark mark(Price bid, Price ask, Price last) {
    return new Mark(
        new InstrumentId("KRAKEN:BTC/USDT"), bid, ask, last, 1, 1, new Coordinates("t", 0, 0));
  }
}

package io.tapedeck.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.function.LongBinaryOperator;
import java.util.function.LongSupplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** BigDecimal is the oracle of every operation. */
class FixedPointPropertyTest {
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);

  /** Of any magnitude: uniform longs would overflow in nearly every product. */
  @Provide
  Arbitrary<Long> raws() {
    return Arbitraries.oneOf(
        Arbitraries.longs(),
        Arbitraries.longs().between(-1_000_000_000_000L, 1_000_000_000_000L),
        Arbitraries.longs().between(-2_000_000_000L, 2_000_000_000L),
        Arbitraries.longs().between(-20, 20),
        Arbitraries.of(
            Long.MIN_VALUE,
            Long.MIN_VALUE + 1,
            Long.MAX_VALUE,
            Long.MAX_VALUE - 1,
            FixedPoint.ONE,
            -FixedPoint.ONE,
            FixedPoint.ONE / 2,
            -FixedPoint.ONE / 2,
            3_037_000_500L));
  }

  @Property(tries = 5000)
  void formatsAsBigDecimalAndParsesBackToTheSame(@ForAll("raws") long raw) {
    String text = FixedPoint.format(raw);

    assertThat(text).isEqualTo(plain(BigDecimal.valueOf(raw, 9)));
    assertThat(FixedPoint.parse(text)).isEqualTo(raw);
    assertThat(FixedPoint.parse(BigDecimal.valueOf(raw, 9).toPlainString())).isEqualTo(raw);
    assertThat(FixedPoint.ofDecimal(FixedPoint.toDecimal(raw))).isEqualTo(raw);
  }

  @Property(tries = 5000)
  void parsesExponentsToTheSameValue(
      @ForAll("raws") long raw, @ForAll("exponents") int shift, @ForAll boolean upper) {
    String text =
        BigDecimal.valueOf(raw, 9).scaleByPowerOfTen(-shift).toPlainString()
            + (upper ? "E" : "e")
            + shift;

    assertThat(FixedPoint.parse(text)).as(text).isEqualTo(raw);
  }

  @Provide
  Arbitrary<Integer> exponents() {
    return Arbitraries.integers().between(-25, 25);
  }

  @Property(tries = 5000)
  void parsesWhatBigDecimalParsesOrSaysWhyNot(
      @ForAll("mantissas") BigDecimal value, @ForAll("exponents") int exponent) {
    String text = value.toPlainString() + "e" + exponent;
    BigDecimal exact = new BigDecimal(text).stripTrailingZeros();

    if (exact.scale() > 9) {
      assertThatThrownBy(() -> FixedPoint.parse(text)).isInstanceOf(NumberFormatException.class);
      assertThatThrownBy(() -> FixedPoint.parse(exact.toPlainString()))
          .isInstanceOfAny(NumberFormatException.class, ArithmeticException.class);
    } else {
      same(exact, () -> FixedPoint.parse(text));
      same(exact, () -> FixedPoint.parse(exact.toPlainString()));
    }
  }

  @Provide
  Arbitrary<BigDecimal> mantissas() {
    return Arbitraries.bigDecimals()
        .between(new BigDecimal("-100000000000000"), new BigDecimal("100000000000000"))
        .ofScale(12);
  }

  @Property(tries = 20_000)
  void multipliesHalfToEvenInTheNinthPlaceAndNeverWraps(
      @ForAll("raws") long a, @ForAll("raws") long b) {
    BigDecimal exact = BigDecimal.valueOf(a, 9).multiply(BigDecimal.valueOf(b, 9));

    same(exact.setScale(9, RoundingMode.HALF_EVEN), () -> FixedPoint.multiply(a, b));
  }

  @Property(tries = 20_000)
  void dividesHalfToEvenInTheNinthPlaceAndNeverWraps(
      @ForAll("raws") long a, @ForAll("raws") long b) {
    if (b == 0) {
      assertThatThrownBy(() -> FixedPoint.divide(a, b)).isInstanceOf(ArithmeticException.class);
      return;
    }
    BigDecimal exact =
        BigDecimal.valueOf(a, 9).divide(BigDecimal.valueOf(b, 9), 9, RoundingMode.HALF_EVEN);

    same(exact, () -> FixedPoint.divide(a, b));
  }

  @Property(tries = 50_000)
  void sharesAreRoundedOnce(
      @ForAll("raws") long value, @ForAll("raws") long part, @ForAll("raws") long whole) {
    if (whole != 0) {
      same(
          BigDecimal.valueOf(value, 9)
              .multiply(BigDecimal.valueOf(part, 9))
              .divide(BigDecimal.valueOf(whole, 9), 9, RoundingMode.HALF_EVEN),
          () -> FixedPoint.proportion(value, part, whole));
    }
  }

  @Property(tries = 5000)
  void roundsTiesToEven(@ForAll("ties") long odd) {
    // odd × 0.5 lies exactly between two billionths
    same(
        new BigDecimal(BigInteger.valueOf(odd), 9)
            .multiply(new BigDecimal("0.5"))
            .setScale(9, RoundingMode.HALF_EVEN),
        () -> FixedPoint.multiply(odd, FixedPoint.ONE / 2));
    assertThat(FixedPoint.multiply(odd, FixedPoint.ONE / 2) & 1).isZero();
    assertThat(FixedPoint.divide(odd, 2 * FixedPoint.ONE) & 1).isZero();
  }

  @Provide
  Arbitrary<Long> ties() {
    return Arbitraries.longs().between(-4_000_000_000_000L, 4_000_000_000_000L).map(n -> n | 1);
  }

  @Property(tries = 5000)
  void sumsAndDifferencesAreExactOrThrow(@ForAll("raws") long a, @ForAll("raws") long b) {
    BigDecimal left = BigDecimal.valueOf(a, 9);
    BigDecimal right = BigDecimal.valueOf(b, 9);

    exact(left.add(right), a, b, (x, y) -> new Money(x).plus(new Money(y)).raw());
    exact(left.add(right), a, b, (x, y) -> new Price(x).plus(new Price(y)).raw());
    exact(left.add(right), a, b, (x, y) -> new Quantity(x).plus(new Quantity(y)).raw());
    exact(left.subtract(right), a, b, (x, y) -> new Money(x).minus(new Money(y)).raw());
    exact(left.subtract(right), a, b, (x, y) -> new Price(x).minus(new Price(y)).raw());
    exact(left.subtract(right), a, b, (x, y) -> new Quantity(x).minus(new Quantity(y)).raw());
    exact(left.negate(), a, b, (x, y) -> new Money(x).negate().raw());
    exact(left.abs(), a, b, (x, y) -> new Price(x).abs().raw());
    exact(left.abs(), a, b, (x, y) -> new Quantity(x).abs().raw());
  }

  @Property(tries = 2000)
  void ordersAsBigDecimal(@ForAll("raws") long a, @ForAll("raws") long b) {
    int order = BigDecimal.valueOf(a, 9).compareTo(BigDecimal.valueOf(b, 9));

    assertThat(new Money(a).compareTo(new Money(b))).isEqualTo(order);
    assertThat(new Price(a).compareTo(new Price(b))).isEqualTo(order);
    assertThat(new Quantity(a).compareTo(new Quantity(b))).isEqualTo(order);
    assertThat(new Money(a).max(new Money(b)).raw()).isEqualTo(Math.max(a, b));
    assertThat(new Quantity(a).min(new Quantity(b)).raw()).isEqualTo(Math.min(a, b));
    assertThat(new Money(a).signum()).isEqualTo(BigDecimal.valueOf(a, 9).signum());
  }

  @Property(tries = 5000)
  void refusesNonZeroDigitsBeyondTheNinthPlace(@ForAll("raws") long raw, @ForAll("tails") int t) {
    String text = BigDecimal.valueOf(raw, 9).toPlainString();

    assertThat(FixedPoint.parse(text + "000")).isEqualTo(raw);
    assertThatThrownBy(() -> FixedPoint.parse(text + "00" + t))
        .isInstanceOf(NumberFormatException.class);
  }

  @Provide
  Arbitrary<Integer> tails() {
    return Arbitraries.integers().between(1, 9);
  }

  @Example
  void refusesWhatIsNoDecimal() {
    for (String text :
        new String[] {
          "",
          "-",
          "+",
          ".",
          "-.",
          "1.2.3",
          "1,2",
          " 1",
          "1 ",
          "0x1",
          "NaN",
          "Infinity",
          "e5",
          "1e",
          "1e+",
          "1e1.5",
          "1e1e1",
          "--1",
          "1-",
          "１",
          "1e１",
          ".e1",
          "1e99999999999999999999"
        }) {
      assertThatThrownBy(() -> FixedPoint.parse(text))
          .as("'" + text + "'")
          .isInstanceOf(NumberFormatException.class);
    }
  }

  @Example
  void hugeExponentsAreRefusedAtOnce() {
    // a venue's JSON may hold any of these; BigDecimal would write out a billion digits
    assertThatThrownBy(() -> FixedPoint.parse("1e999999999"))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> FixedPoint.parse("1e-999999999"))
        .isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> FixedPoint.ofDecimal(new BigDecimal("-7e999999999")))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> FixedPoint.ofDecimal(new BigDecimal("7e-999999999")))
        .isInstanceOf(ArithmeticException.class);
    assertThat(FixedPoint.parse("0e999999999")).isZero();
    assertThat(FixedPoint.ofDecimal(new BigDecimal("0e-999999999"))).isZero();
  }

  private static void exact(BigDecimal expected, long a, long b, LongBinaryOperator actual) {
    same(expected, () -> actual.applyAsLong(a, b));
  }

  private static void same(BigDecimal expected, LongSupplier actual) {
    BigInteger unscaled = expected.setScale(9, RoundingMode.UNNECESSARY).unscaledValue();
    if (unscaled.compareTo(MAX) > 0 || unscaled.compareTo(MIN) < 0) {
      assertThatThrownBy(actual::getAsLong).isInstanceOf(ArithmeticException.class);
    } else {
      assertThat(actual.getAsLong()).isEqualTo(unscaled.longValueExact());
    }
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}

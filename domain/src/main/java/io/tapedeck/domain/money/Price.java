package io.tapedeck.domain.money;

/**
 * What one unit of an instrument costs, in its quote currency.
 *
 * <p>Immutable, scale 9, see {@link FixedPoint} for range and rounding. Overflow throws {@link
 * ArithmeticException}.
 *
 * @param raw billionths
 */
public record Price(long raw) implements Comparable<Price> {
  /** Zero. */
  public static final Price ZERO = new Price(0);

  /** Parses a decimal, see {@link FixedPoint#parse}. */
  public static Price of(CharSequence decimal) {
    return new Price(FixedPoint.parse(decimal));
  }

  /** Exact sum. */
  public Price plus(Price other) {
    return new Price(Math.addExact(raw, other.raw));
  }

  /** Exact difference. */
  public Price minus(Price other) {
    return new Price(Math.subtractExact(raw, other.raw));
  }

  /** The same magnitude, other sign. */
  public Price negate() {
    return new Price(Math.negateExact(raw));
  }

  /** The magnitude. */
  public Price abs() {
    return raw < 0 ? negate() : this;
  }

  /** -1, 0 or 1. */
  public int signum() {
    return Long.signum(raw);
  }

  /** True if equal to zero. */
  public boolean isZero() {
    return raw == 0;
  }

  /** Price × quantity = money; half to even in the ninth place. */
  public Money times(Quantity quantity) {
    return new Money(FixedPoint.multiply(raw, quantity.raw()));
  }

  /** Price × plain factor = price (1.0 is {@link FixedPoint#ONE}). */
  public Price scale(long factorRaw) {
    return new Price(FixedPoint.multiply(raw, factorRaw));
  }

  @Override
  public int compareTo(Price other) {
    return Long.compare(raw, other.raw);
  }

  /** Plain decimal text without trailing zeros. */
  @Override
  public String toString() {
    return FixedPoint.format(raw);
  }
}

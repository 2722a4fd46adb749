package io.tapedeck.domain.money;

/**
 * An amount in one currency; which one, its context says.
 *
 * <p>Immutable, scale 9, see {@link FixedPoint} for range and rounding. Overflow throws {@link
 * ArithmeticException}.
 *
 * @param raw billionths
 */
public record Money(long raw) implements Comparable<Money> {
  /** Zero. */
  public static final Money ZERO = new Money(0);

  /** Parses a decimal, see {@link FixedPoint#parse}. */
  public static Money of(CharSequence decimal) {
    return new Money(FixedPoint.parse(decimal));
  }

  /** Exact sum. */
  public Money plus(Money other) {
    return new Money(Math.addExact(raw, other.raw));
  }

  /** Exact difference. */
  public Money minus(Money other) {
    return new Money(Math.subtractExact(raw, other.raw));
  }

  /** The same magnitude, other sign. */
  public Money negate() {
    return new Money(Math.negateExact(raw));
  }

  /** The magnitude. */
  public Money abs() {
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

  /** Money ÷ quantity = price, half to even in the ninth place. */
  public Price per(Quantity quantity) {
    return new Price(FixedPoint.divide(raw, quantity.raw()));
  }

  /** Money × plain factor = money (1.0 is {@link FixedPoint#ONE}). */
  public Money scale(long factorRaw) {
    return new Money(FixedPoint.multiply(raw, factorRaw));
  }

  /** Money ÷ money = plain ratio, raw scale 9. */
  public long ratioTo(Money other) {
    return FixedPoint.divide(raw, other.raw);
  }

  /** The larger of two. */
  public Money max(Money other) {
    return raw >= other.raw ? this : other;
  }

  @Override
  public int compareTo(Money other) {
    return Long.compare(raw, other.raw);
  }

  /** Plain decimal text without trailing zeros. */
  @Override
  public String toString() {
    return FixedPoint.format(raw);
  }
}

package io.tapedeck.domain.money;

/**
 * How much of an instrument, in units of its base asset (shares, coins); negative is short or sold.
 *
 * <p>Immutable, scale 9, see {@link FixedPoint} for range and rounding. Overflow throws {@link
 * ArithmeticException}.
 *
 * @param raw billionths
 */
public record Quantity(long raw) implements Comparable<Quantity> {
  /** Zero. */
  public static final Quantity ZERO = new Quantity(0);

  /** Parses a decimal, see {@link FixedPoint#parse}. */
  public static Quantity of(CharSequence decimal) {
    return new Quantity(FixedPoint.parse(decimal));
  }

  /** Exact sum. */
  public Quantity plus(Quantity other) {
    return new Quantity(Math.addExact(raw, other.raw));
  }

  /** Exact difference. */
  public Quantity minus(Quantity other) {
    return new Quantity(Math.subtractExact(raw, other.raw));
  }

  /** The same magnitude, other sign. */
  public Quantity negate() {
    return new Quantity(Math.negateExact(raw));
  }

  /** The magnitude. */
  public Quantity abs() {
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

  /** Quantity × price = money; half to even in the ninth place. */
  public Money times(Price price) {
    return price.times(this);
  }

  /** Quantity × plain factor = quantity (1.0 is {@link FixedPoint#ONE}). */
  public Quantity scale(long factorRaw) {
    return new Quantity(FixedPoint.multiply(raw, factorRaw));
  }

  /** The smaller of two. */
  public Quantity min(Quantity other) {
    return raw <= other.raw ? this : other;
  }

  @Override
  public int compareTo(Quantity other) {
    return Long.compare(raw, other.raw);
  }

  /** Plain decimal text without trailing zeros. */
  @Override
  public String toString() {
    return FixedPoint.format(raw);
  }
}

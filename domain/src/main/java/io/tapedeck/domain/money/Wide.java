package io.tapedeck.domain.money;

/**
 * {@code a × b ÷ c} through a 128-bit product, rounded once, half to even; allocates nothing. The
 * division is Knuth's algorithm D on 32-bit digits, as in H. S. Warren, Hacker's Delight, 9-4.
 */
final class Wide {
  private static final long LOW = 0xFFFF_FFFFL;

  private Wide() {}

  /**
   * The quotient.
   *
   * @throws ArithmeticException if {@code c} is zero or the result is out of range
   */
  static long multiplyDivide(long a, long b, long c) {
    if (c == 0) {
      throw new ArithmeticException("division by zero");
    }
    boolean negative = (a ^ b ^ c) < 0;
    long high = unsignedHigh(magnitude(a), magnitude(b));
    long low = a * b;
    // the low half of the product of magnitudes
    low = (a < 0) ^ (b < 0) ? -low : low;
    long divisor = magnitude(c);
    if (Long.compareUnsigned(high, divisor) >= 0) {
      throw outOfRange(a, b, c);
    }
    long quotient;
    long remainder;
    if (high == 0) {
      quotient = Long.divideUnsigned(low, divisor);
      remainder = low - quotient * divisor;
    } else {
      int shift = Long.numberOfLeadingZeros(divisor);
      long v = divisor << shift;
      long upper = shift == 0 ? high : (high << shift) | (low >>> (64 - shift));
      long lower = low << shift;
      long digit1 = digit(upper, lower >>> 32, v);
      long rest = (upper << 32 | lower >>> 32) - digit1 * v;
      long digit0 = digit(rest, lower & LOW, v);
      quotient = digit1 << 32 | digit0;
      remainder = ((rest << 32 | lower & LOW) - digit0 * v) >>> shift;
    }
    return signed(roundHalfEven(quotient, remainder, divisor, a, b, c), negative, a, b, c);
  }

  /** One 32-bit digit of the quotient of a normalised division. */
  private static long digit(long upper, long next, long divisor) {
    long v1 = divisor >>> 32;
    long v0 = divisor & LOW;
    long digit = Long.divideUnsigned(upper, v1);
    long rest = upper - digit * v1;
    while (Long.compareUnsigned(digit, LOW) > 0
        || Long.compareUnsigned(digit * v0, rest << 32 | next) > 0) {
      digit--;
      rest += v1;
      if (Long.compareUnsigned(rest, LOW) > 0) {
        break;
      }
    }
    return digit;
  }

  private static long roundHalfEven(
      long quotient, long remainder, long divisor, long a, long b, long c) {
    // twice the remainder against the divisor, without overflow
    int half = Long.compareUnsigned(remainder, divisor - remainder);
    if (half > 0 || (half == 0 && (quotient & 1) != 0)) {
      if (quotient == -1L) {
        throw outOfRange(a, b, c);
      }
      return quotient + 1;
    }
    return quotient;
  }

  private static long signed(long quotient, boolean negative, long a, long b, long c) {
    if (quotient < 0 && !(negative && quotient == Long.MIN_VALUE)) {
      throw outOfRange(a, b, c);
    }
    return negative ? -quotient : quotient;
  }

  /** Magnitude as an unsigned number: that of the smallest long is itself. */
  private static long magnitude(long value) {
    return value < 0 ? -value : value;
  }

  private static long unsignedHigh(long a, long b) {
    // Math.multiplyHigh takes both as signed
    return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
  }

  private static ArithmeticException outOfRange(long a, long b, long c) {
    return new ArithmeticException(
        "not a 64-bit decimal of scale "
            + FixedPoint.SCALE
            + ": "
            + FixedPoint.toDecimal(a)
            + " × "
            + b
            + " ÷ "
            + c);
  }
}

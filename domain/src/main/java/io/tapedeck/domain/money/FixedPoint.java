package io.tapedeck.domain.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * Arithmetic on decimals held as a {@code long} count of billionths (scale 9).
 *
 * <p>Range ±9,223,372,036.854775807. Every operation is exact or throws {@link
 * ArithmeticException}; only {@link #multiply} and {@link #divide} round, half to even, in the
 * ninth decimal place. This is the allocation-free layer below {@link Price}, {@link Quantity} and
 * {@link Money}, for code on the tick path that keeps its numbers in primitives.
 */
public final class FixedPoint {
  /** Decimal places. */
  public static final int SCALE = 9;

  /** The raw value of 1. */
  public static final long ONE = 1_000_000_000L;

  private static final Pattern WITH_EXPONENT =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)[eE][+-]?[0-9]{1,9}");

  /** Digits before the point of the largest value. */
  private static final int WHOLE_DIGITS = 10;

  private FixedPoint() {}

  /**
   * Parses a plain or exponent decimal such as {@code -12.5} or {@code 1e-8}.
   *
   * @throws NumberFormatException if the text is no decimal, or has non-zero digits beyond the
   *     ninth decimal place (nothing is rounded in silence)
   * @throws ArithmeticException if the value is out of range
   */
  public static long parse(CharSequence text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if ((text.charAt(i) | 0x20) == 'e') {
        return parseWithExponent(text.toString());
      }
    }
    int at = 0;
    boolean negative = false;
    if (length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+')) {
      negative = text.charAt(0) == '-';
      at = 1;
    }
    long whole = 0;
    int digits = 0;
    int places = -1;
    for (; at < length; at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        digits++;
        if (places >= 0) {
          if (places == SCALE) {
            if (c != '0') {
              throw new NumberFormatException("more than " + SCALE + " decimal places: " + text);
            }
            continue;
          }
          places++;
        }
        whole = Math.subtractExact(Math.multiplyExact(whole, 10L), c - '0');
      } else if (c == '.' && places < 0) {
        places = 0;
      } else {
        throw new NumberFormatException("not a decimal: " + text);
      }
    }
    if (digits == 0) {
      throw new NumberFormatException("not a decimal: '" + text + "'");
    }
    for (int i = Math.max(places, 0); i < SCALE; i++) {
      whole = Math.multiplyExact(whole, 10L);
    }
    return negative ? whole : Math.negateExact(whole);
  }

  private static long parseWithExponent(String text) {
    if (!WITH_EXPONENT.matcher(text).matches()) {
      throw new NumberFormatException("not a decimal: " + text);
    }
    BigDecimal value = new BigDecimal(text);
    if (value.signum() != 0 && value.stripTrailingZeros().scale() > SCALE) {
      throw new NumberFormatException("more than " + SCALE + " decimal places: " + text);
    }
    return ofDecimal(value);
  }

  /**
   * The raw value of a decimal.
   *
   * @throws ArithmeticException if it has non-zero digits beyond the ninth place or is out of range
   */
  public static long ofDecimal(BigDecimal value) {
    if (value.signum() == 0) {
      return 0;
    }
    // decided by size alone: written out, 1e999999999 would take a billion digits
    long wholeDigits = (long) value.precision() - value.scale();
    if (wholeDigits > WHOLE_DIGITS || wholeDigits <= -SCALE) {
      throw new ArithmeticException("not a 64-bit decimal of scale " + SCALE + ": " + value);
    }
    try {
      return value.setScale(SCALE, RoundingMode.UNNECESSARY).unscaledValue().longValueExact();
    } catch (ArithmeticException e) {
      throw new ArithmeticException("not a 64-bit decimal of scale " + SCALE + ": " + value);
    }
  }

  /** The decimal of a raw value, scale 9. */
  public static BigDecimal toDecimal(long raw) {
    return BigDecimal.valueOf(raw, SCALE);
  }

  /** Plain decimal text without trailing zeros, {@code 0} for zero. */
  public static String format(long raw) {
    return append(new StringBuilder(24), raw).toString();
  }

  /** Appends {@link #format} to a builder and returns it. */
  public static StringBuilder append(StringBuilder out, long raw) {
    if (raw == Long.MIN_VALUE) {
      return out.append(toDecimal(raw).toPlainString());
    }
    if (raw < 0) {
      out.append('-');
    }
    long magnitude = Math.abs(raw);
    out.append(magnitude / ONE);
    long fraction = magnitude % ONE;
    if (fraction != 0) {
      out.append('.');
      for (long unit = ONE / 10; fraction != 0; unit /= 10) {
        out.append((char) ('0' + fraction / unit));
        fraction %= unit;
      }
    }
    return out;
  }

  /**
   * {@code a × b}, half to even in the ninth place.
   *
   * @throws ArithmeticException if the result is out of range
   */
  public static long multiply(long a, long b) {
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    return high == low >> 63 ? divideHalfEven(low, ONE) : Wide.multiplyDivide(a, b, ONE);
  }

  /**
   * {@code a ÷ b}, half to even in the ninth place.
   *
   * @throws ArithmeticException if {@code b} is zero or the result is out of range
   */
  public static long divide(long a, long b) {
    if (b == 0) {
      throw new ArithmeticException("division by zero");
    }
    long high = Math.multiplyHigh(a, ONE);
    long low = a * ONE;
    return high == low >> 63 && low != Long.MIN_VALUE && b != Long.MIN_VALUE
        ? divideHalfEven(low, b)
        : Wide.multiplyDivide(a, ONE, b);
  }

  /**
   * {@code value × part ÷ whole}, rounded once, half to even in the ninth place; for shares of an
   * amount, where a ratio of nine places would be too coarse.
   *
   * @throws ArithmeticException if {@code whole} is zero or the result is out of range
   */
  public static long proportion(long value, long part, long whole) {
    return Wide.multiplyDivide(value, part, whole);
  }

  private static long divideHalfEven(long dividend, long divisor) {
    long quotient = dividend / divisor;
    long remainder = dividend % divisor;
    if (remainder == 0) {
      return quotient;
    }
    // |remainder| > |divisor| / 2, without overflow
    long twice = Math.abs(remainder);
    long rest = Math.abs(divisor) - twice;
    boolean up = twice > rest || (twice == rest && (quotient & 1) != 0);
    return up ? quotient + ((dividend ^ divisor) < 0 ? -1 : 1) : quotient;
  }
}

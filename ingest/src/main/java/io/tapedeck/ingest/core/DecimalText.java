package io.tapedeck.ingest.core;

import io.tapedeck.domain.money.FixedPoint;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Turns the bytes of a JSON number into a raw scale-9 value. The number's grammar was checked
 * before. Not thread-safe.
 */
final class DecimalText {
  private static final int FAST_DIGITS = 18;
  private static final int LONGEST_NUMBER = 64;
  private static final int LARGEST_EXPONENT = 30;
  private static final long[] POWERS = new long[FixedPoint.SCALE + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private int scale;

  /** Decimal places written in the number last read, after its exponent was applied. */
  int scale() {
    return scale;
  }

  /** The value to the last digit; refuses what nine decimals cannot hold. */
  long exact(byte[] in, int from, int to) {
    int at = from;
    boolean negative = in[at] == '-';
    if (negative) {
      at++;
    }
    long value = 0;
    int first = at;
    while (at < to && digit(in[at])) {
      value = value * 10 + (in[at++] - '0');
    }
    int digits = at - first;
    scale = 0;
    if (at < to && in[at] == '.') {
      int point = ++at;
      while (at < to && digit(in[at])) {
        if (at - point < FixedPoint.SCALE) {
          value = value * 10 + (in[at] - '0');
        } else if (in[at] != '0') {
          // an exponent may still bring it back
          return slow(in, from, to, false);
        }
        at++;
      }
      scale = at - point;
    }
    int kept = Math.min(scale, FixedPoint.SCALE);
    if (at < to || digits + kept > FAST_DIGITS) {
      return slow(in, from, to, false);
    }
    long power = POWERS[FixedPoint.SCALE - kept];
    long signed = negative ? -value : value;
    long raw = signed * power;
    if (Math.multiplyHigh(signed, power) != raw >> 63) {
      throw new FrameRefusedException("number out of range");
    }
    return raw;
  }

  /** The value, rounded half to even in the ninth place: for averages and sums only. */
  long rounded(byte[] in, int from, int to) {
    return slow(in, from, to, true);
  }

  private long slow(byte[] in, int from, int to, boolean round) {
    if (to - from > LONGEST_NUMBER) {
      throw new FrameRefusedException("number of " + (to - from) + " characters");
    }
    BigDecimal value =
        new BigDecimal(bounded(new String(in, from, to - from, StandardCharsets.US_ASCII)));
    scale = Math.max(0, value.scale());
    BigDecimal nine;
    if (round) {
      nine = value.setScale(FixedPoint.SCALE, RoundingMode.HALF_EVEN);
    } else {
      try {
        nine = value.setScale(FixedPoint.SCALE);
      } catch (ArithmeticException e) {
        throw new FrameRefusedException("more than " + FixedPoint.SCALE + " decimal places");
      }
    }
    try {
      return nine.unscaledValue().longValueExact();
    } catch (ArithmeticException e) {
      throw new FrameRefusedException("number out of range");
    }
  }

  /** Refuses an exponent by its size, before anyone builds a number of that many digits. */
  private static String bounded(String number) {
    int e = Math.max(number.indexOf('e'), number.indexOf('E'));
    if (e >= 0) {
      String digits = number.substring(e + 1).replaceFirst("^[+-]?0*", "");
      if (digits.length() > 2 || !digits.isEmpty() && Integer.parseInt(digits) > LARGEST_EXPONENT) {
        throw new FrameRefusedException("too large an exponent");
      }
    }
    return number;
  }

  private static boolean digit(byte b) {
    return b >= '0' && b <= '9';
  }
}

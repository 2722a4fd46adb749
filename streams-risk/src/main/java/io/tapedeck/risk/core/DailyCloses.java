package io.tapedeck.risk.core;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.money.FixedPoint;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Closing prices of the last trading days of an instrument, and their correlation with another's.
 * Whole numbers throughout, so that every machine gets the same figure.
 */
final class DailyCloses {
  /** Returns kept. */
  static final int KEPT = Limit.MOST_LOOKBACK_DAYS;

  /** Fewest returns that say anything. */
  static final int LEAST = Limit.LEAST_LOOKBACK_DAYS;

  private static final int SIZE = KEPT + 1;

  /** Returns are in millionths: squares of a thousandfold move still fit. */
  private static final long RETURN_UNIT = 1_000_000;

  private static final long LARGEST = 1_000 * RETURN_UNIT;

  // oldest first
  private final long[] days = new long[SIZE];
  private final long[] closes = new long[SIZE];
  private int count;

  void close(long day, long price) {
    if (count > 0 && days[count - 1] >= day) {
      return;
    }
    if (count == SIZE) {
      System.arraycopy(days, 1, days, 0, SIZE - 1);
      System.arraycopy(closes, 1, closes, 0, SIZE - 1);
      count--;
    }
    days[count] = day;
    closes[count] = price;
    count++;
  }

  /**
   * Pearson's correlation of the returns over the days that both have, raw scale-9, rounded towards
   * zero.
   *
   * @param lookback most returns to use, the newest
   * @return null if fewer than {@link #LEAST} are common or one of them never moved
   */
  static @Nullable Long correlation(DailyCloses one, DailyCloses other, int lookback) {
    long[] xs = new long[KEPT];
    long[] ys = new long[KEPT];
    int n = 0;
    int i = one.count - 1;
    int j = other.count - 1;
    while (i > 0 && j > 0 && n < Math.min(lookback, KEPT)) {
      if (one.days[i] != other.days[j]) {
        if (one.days[i] > other.days[j]) {
          i--;
        } else {
          j--;
        }
      } else if (one.days[i - 1] == other.days[j - 1]) {
        xs[n] = one.move(i--);
        ys[n++] = other.move(j--);
      } else {
        i--;
        j--;
      }
    }
    return n < LEAST ? null : pearson(xs, ys, n);
  }

  private long move(int at) {
    BigInteger change =
        BigInteger.valueOf(closes[at])
            .subtract(BigInteger.valueOf(closes[at - 1]))
            .multiply(BigInteger.valueOf(RETURN_UNIT))
            .divide(BigInteger.valueOf(closes[at - 1]));
    return Math.max(-LARGEST, change.min(BigInteger.valueOf(LARGEST)).longValueExact());
  }

  private static @Nullable Long pearson(long[] xs, long[] ys, int n) {
    BigInteger sx = BigInteger.ZERO;
    BigInteger sy = BigInteger.ZERO;
    BigInteger sxx = BigInteger.ZERO;
    BigInteger syy = BigInteger.ZERO;
    BigInteger sxy = BigInteger.ZERO;
    for (int i = 0; i < n; i++) {
      BigInteger x = BigInteger.valueOf(xs[i]);
      BigInteger y = BigInteger.valueOf(ys[i]);
      sx = sx.add(x);
      sy = sy.add(y);
      sxx = sxx.add(x.multiply(x));
      syy = syy.add(y.multiply(y));
      sxy = sxy.add(x.multiply(y));
    }
    BigInteger count = BigInteger.valueOf(n);
    BigInteger varX = count.multiply(sxx).subtract(sx.multiply(sx));
    BigInteger varY = count.multiply(syy).subtract(sy.multiply(sy));
    if (varX.signum() == 0 || varY.signum() == 0) {
      return null;
    }
    BigInteger root = varX.multiply(varY).sqrt().max(BigInteger.ONE);
    long raw =
        count
            .multiply(sxy)
            .subtract(sx.multiply(sy))
            .multiply(BigInteger.valueOf(FixedPoint.ONE))
            .divide(root)
            .longValueExact();
    return Math.max(-FixedPoint.ONE, Math.min(FixedPoint.ONE, raw));
  }

  byte[] write() {
    ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + count * 2 * Long.BYTES);
    out.putInt(count);
    for (int i = 0; i < count; i++) {
      out.putLong(days[i]).putLong(closes[i]);
    }
    return out.array();
  }

  static DailyCloses read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    DailyCloses closes = new DailyCloses();
    closes.count = in.getInt();
    for (int i = 0; i < closes.count; i++) {
      closes.days[i] = in.getLong();
      closes.closes[i] = in.getLong();
    }
    return closes;
  }
}

package io.tapedeck.risk.core;

import io.tapedeck.domain.money.FixedPoint;
import java.nio.ByteBuffer;

/**
 * One-minute bars of the marks that were journalled of an instrument, for the rolling reference and
 * the volatility. Minutes without a mark have no bar. A pure function of the marks.
 *
 * <p>The reference is the mean of the closes of the complete bars kept; the average true range
 * (Wilder 1978, as a plain mean) is over the last 14 complete bars.
 */
final class PriceBars {
  /** Bars of the average true range. */
  static final int PERIOD = 14;

  private static final int KEPT = PERIOD + 1;
  private static final long BAR_NANOS = 60_000_000_000L;

  /** Size of {@link #write}'s layout. */
  static final int BYTES = Integer.BYTES + 4 * Long.BYTES + KEPT * 3 * Long.BYTES;

  // complete bars, oldest first
  private final long[] highs = new long[KEPT];
  private final long[] lows = new long[KEPT];
  private final long[] closes = new long[KEPT];
  private int complete;

  private long minute = Long.MIN_VALUE;
  private long high;
  private long low;
  private long close;

  void observe(long eventNanos, long price) {
    long at = Math.floorDiv(eventNanos, BAR_NANOS);
    if (at > minute) {
      if (minute != Long.MIN_VALUE) {
        complete();
      }
      minute = at;
      high = price;
      low = price;
    }
    high = Math.max(high, price);
    low = Math.min(low, price);
    close = price;
  }

  private void complete() {
    if (complete == KEPT) {
      System.arraycopy(highs, 1, highs, 0, KEPT - 1);
      System.arraycopy(lows, 1, lows, 0, KEPT - 1);
      System.arraycopy(closes, 1, closes, 0, KEPT - 1);
      complete--;
    }
    highs[complete] = high;
    lows[complete] = low;
    closes[complete] = close;
    complete++;
  }

  /** True if there is a complete bar. */
  boolean hasReference() {
    return complete > 0;
  }

  /** Mean of the closes kept, raw scale-9, rounded down. */
  long reference() {
    long sum = 0;
    for (int i = 0; i < complete; i++) {
      sum = Math.addExact(sum, closes[i]);
    }
    return Math.floorDiv(sum, complete);
  }

  /** True if there are enough complete bars for the average true range. */
  boolean hasRange() {
    return complete == KEPT;
  }

  /** Average true range in percent of the last complete close, raw scale-9. */
  long rangePercent() {
    long sum = 0;
    for (int i = 1; i < KEPT; i++) {
      long range =
          Math.max(
              Math.subtractExact(highs[i], lows[i]),
              Math.max(
                  Math.abs(Math.subtractExact(highs[i], closes[i - 1])),
                  Math.abs(Math.subtractExact(lows[i], closes[i - 1]))));
      sum = Math.addExact(sum, range);
    }
    return FixedPoint.multiply(
        FixedPoint.divide(sum / PERIOD, closes[KEPT - 1]), 100 * FixedPoint.ONE);
  }

  byte[] write() {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    out.putInt(complete).putLong(minute).putLong(high).putLong(low).putLong(close);
    for (int i = 0; i < KEPT; i++) {
      out.putLong(highs[i]).putLong(lows[i]).putLong(closes[i]);
    }
    return out.array();
  }

  static PriceBars read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    PriceBars bars = new PriceBars();
    bars.complete = in.getInt();
    bars.minute = in.getLong();
    bars.high = in.getLong();
    bars.low = in.getLong();
    bars.close = in.getLong();
    for (int i = 0; i < KEPT; i++) {
      bars.highs[i] = in.getLong();
      bars.lows[i] = in.getLong();
      bars.closes[i] = in.getLong();
    }
    return bars;
  }
}

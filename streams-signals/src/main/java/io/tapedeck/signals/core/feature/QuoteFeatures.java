package io.tapedeck.signals.core.feature;

import java.nio.ByteBuffer;

/**
 * What the best bid and offer say: the last quote, means of the mid over three horizons, realised
 * variance. All decay runs on the time of quotes, the latest seen; a quote whose time steps back
 * takes no time.
 */
final class QuoteFeatures {
  static final int BYTES = 12 * Long.BYTES;

  static final double FAST_SECONDS = 1;
  static final double MEDIUM_SECONDS = 10;
  static final double SLOW_SECONDS = 60;
  static final double VARIANCE_SECONDS = 10;

  private static final double BPS = 10_000;

  private long clockNanos = Long.MIN_VALUE;
  private long count;
  private long bid;
  private long bidSize;
  private long ask;
  private long askSize;
  private double mid;
  private double fast;
  private double medium;
  private double slow;
  private double variance;
  private long lastStepNanos;

  /** A quote; one without both prices is no market and changes nothing. */
  void on(long eventNanos, long bidPrice, long newBidSize, long askPrice, long newAskSize) {
    lastStepNanos = 0;
    if (bidPrice <= 0 || askPrice <= 0) {
      return;
    }
    bid = bidPrice;
    bidSize = newBidSize;
    ask = askPrice;
    askSize = newAskSize;
    double newMid = (bidPrice + (double) askPrice) / 2;
    if (count == 0) {
      fast = newMid;
      medium = newMid;
      slow = newMid;
      clockNanos = eventNanos;
    } else {
      if (eventNanos > clockNanos) {
        lastStepNanos = eventNanos - clockNanos;
        clockNanos = eventNanos;
        // the old mid held during the step
        fast = mid + (fast - mid) * Decay.kept(FAST_SECONDS, lastStepNanos);
        medium = mid + (medium - mid) * Decay.kept(MEDIUM_SECONDS, lastStepNanos);
        slow = mid + (slow - mid) * Decay.kept(SLOW_SECONDS, lastStepNanos);
        variance *= Decay.kept(VARIANCE_SECONDS, lastStepNanos);
      }
      double step = (newMid - mid) / mid;
      variance += step * step;
    }
    mid = newMid;
    count++;
  }

  long count() {
    return count;
  }

  long bid() {
    return bid;
  }

  long ask() {
    return ask;
  }

  /** Time that the last quote took, 0 if it stepped back. */
  long lastStepNanos() {
    return lastStepNanos;
  }

  /** Raw scale-9 mid; 0 before the first quote. */
  double mid() {
    return mid;
  }

  double spread() {
    return ask - (double) bid;
  }

  double spreadBps() {
    return count == 0 ? 0 : spread() / mid * BPS;
  }

  double imbalance() {
    double both = (double) bidSize + askSize;
    return both > 0 ? (bidSize - (double) askSize) / both : 0;
  }

  /** The mid weighted by the opposite sizes; the mid where there are none. */
  double microprice() {
    double both = (double) bidSize + askSize;
    return both > 0 ? bid + (ask - (double) bid) * (bidSize / both) : mid;
  }

  double micropriceBps() {
    return count == 0 ? 0 : (microprice() - mid) / mid * BPS;
  }

  double fastMean() {
    return fast;
  }

  double mediumMean() {
    return medium;
  }

  double slowMean() {
    return slow;
  }

  double fastReturnBps() {
    return count == 0 ? 0 : (mid - fast) / fast * BPS;
  }

  double mediumReturnBps() {
    return count == 0 ? 0 : (mid - medium) / medium * BPS;
  }

  double slowReturnBps() {
    return count == 0 ? 0 : (mid - slow) / slow * BPS;
  }

  /** Standard deviation of the mid's relative change over one second. */
  double volatilityBps() {
    return Math.sqrt(variance / VARIANCE_SECONDS) * BPS;
  }

  void write(ByteBuffer out) {
    out.putLong(clockNanos).putLong(count).putLong(bid).putLong(bidSize).putLong(ask);
    out.putLong(askSize).putDouble(mid).putDouble(fast).putDouble(medium).putDouble(slow);
    out.putDouble(variance).putLong(lastStepNanos);
  }

  void read(ByteBuffer in) {
    clockNanos = in.getLong();
    count = in.getLong();
    bid = in.getLong();
    bidSize = in.getLong();
    ask = in.getLong();
    askSize = in.getLong();
    mid = in.getDouble();
    fast = in.getDouble();
    medium = in.getDouble();
    slow = in.getDouble();
    variance = in.getDouble();
    lastStepNanos = in.getLong();
  }
}

package io.tapedeck.signals.core.feature;

import io.tapedeck.domain.market.AggressorSide;
import java.nio.ByteBuffer;

/**
 * What trades say: recent volume by aggressor, trades per second, the last price. Trades add to
 * sums; time takes from them. Time is that of quotes, because venues stamp the two kinds by
 * different clocks; only where there are no quotes the trades' own.
 */
final class TradeFeatures {
  static final int BYTES = 10 * Long.BYTES;

  static final double FAST_SECONDS = 1;
  static final double SLOW_SECONDS = 10;
  static final double VWAP_SECONDS = 60;

  private static final double RAW = 1e9;

  private long clockNanos = Long.MIN_VALUE;
  private long count;
  private long lastPrice;
  private double fastSigned;
  private double fastTotal;
  private double slowSigned;
  private double slowTotal;
  private double slowTrades;
  private double turnover;
  private double volume;

  /** A trade. */
  void on(long eventNanos, boolean ownTime, long price, long size, AggressorSide aggressor) {
    if (ownTime && count > 0 && eventNanos > clockNanos) {
      elapse(eventNanos - clockNanos);
    }
    clockNanos = Math.max(clockNanos, eventNanos);
    double sign = aggressor == AggressorSide.BUY ? 1 : aggressor == AggressorSide.SELL ? -1 : 0;
    fastSigned += sign * size;
    fastTotal += size;
    slowSigned += sign * size;
    slowTotal += size;
    slowTrades += 1;
    turnover += price / RAW * (size / RAW);
    volume += size / RAW;
    lastPrice = price;
    count++;
  }

  /** Time passes. */
  void elapse(long nanos) {
    if (count == 0 || nanos <= 0) {
      return;
    }
    double fastKept = Decay.kept(FAST_SECONDS, nanos);
    double slowKept = Decay.kept(SLOW_SECONDS, nanos);
    fastSigned *= fastKept;
    fastTotal *= fastKept;
    slowSigned *= slowKept;
    slowTotal *= slowKept;
    slowTrades *= slowKept;
    double vwapKept = Decay.kept(VWAP_SECONDS, nanos);
    turnover *= vwapKept;
    volume *= vwapKept;
  }

  double fastImbalance() {
    return fastTotal > 0 ? fastSigned / fastTotal : 0;
  }

  double slowImbalance() {
    return slowTotal > 0 ? slowSigned / slowTotal : 0;
  }

  /** Trades per second. */
  double intensity() {
    return slowTrades / SLOW_SECONDS;
  }

  /** Mean price by volume, in the quote currency; 0 before the first trade with a size. */
  double vwap() {
    return volume > 0 ? turnover / volume : 0;
  }

  long count() {
    return count;
  }

  /** Raw scale-9 price, 0 before the first trade. */
  long lastPrice() {
    return lastPrice;
  }

  void write(ByteBuffer out) {
    out.putLong(clockNanos).putLong(count).putLong(lastPrice).putDouble(fastSigned);
    out.putDouble(fastTotal).putDouble(slowSigned).putDouble(slowTotal).putDouble(slowTrades);
    out.putDouble(turnover).putDouble(volume);
  }

  void read(ByteBuffer in) {
    clockNanos = in.getLong();
    count = in.getLong();
    lastPrice = in.getLong();
    fastSigned = in.getDouble();
    fastTotal = in.getDouble();
    slowSigned = in.getDouble();
    slowTotal = in.getDouble();
    slowTrades = in.getDouble();
    turnover = in.getDouble();
    volume = in.getDouble();
  }
}

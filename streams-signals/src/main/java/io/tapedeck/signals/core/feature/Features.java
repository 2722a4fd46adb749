package io.tapedeck.signals.core.feature;

import io.tapedeck.domain.market.AggressorSide;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The running state behind one instrument's features, fed tick by tick with primitives. Mutable,
 * bounded, for one thread; allocates nothing per tick. A function of the ticks so far and nothing
 * else; the same on every JVM, and exactly continued from its bytes.
 */
public final class Features {
  /** Size of the fixed layout of what ticks say; each bar series has its own. */
  public static final int BYTES = QuoteFeatures.BYTES + TradeFeatures.BYTES + Long.BYTES;

  /** Quotes before the first value of a feature of ticks. */
  public static final int WARM_UP_QUOTES = 20;

  private static final long DAY_NANOS = 86_400_000_000_000L;

  private final QuoteFeatures quotes = new QuoteFeatures();
  private final TradeFeatures trades = new TradeFeatures();
  private final BarSeries[] series;
  private long clockNanos = Long.MIN_VALUE;

  Features(List<BarSpec> bars) {
    series = bars.stream().map(BarSeries::new).toArray(BarSeries[]::new);
  }

  /** A best bid and offer; prices and sizes are raw scale-9 values. */
  public void onQuote(long eventNanos, long bid, long bidSize, long ask, long askSize) {
    clockNanos = Math.max(clockNanos, eventNanos);
    quotes.on(eventNanos, bid, bidSize, ask, askSize);
    trades.elapse(quotes.lastStepNanos());
  }

  /** A trade; price and size are raw scale-9 values. One without a price changes nothing. */
  public void onTrade(long eventNanos, long price, long size, AggressorSide aggressor) {
    clockNanos = Math.max(clockNanos, eventNanos);
    if (price <= 0 || size < 0) {
      return;
    }
    trades.on(eventNanos, quotes.count() == 0, price, size, aggressor);
    for (BarSeries bars : series) {
      bars.onTrade(trades.count(), eventNanos, price, size);
    }
  }

  /** True once enough quotes were seen for the features of ticks to mean something. */
  public boolean warm() {
    return quotes.count() >= WARM_UP_QUOTES;
  }

  /** Best bid, raw scale 9; 0 before the first quote. */
  public long bid() {
    return quotes.bid();
  }

  /** Best offer, raw scale 9; 0 before the first quote. */
  public long ask() {
    return quotes.ask();
  }

  /** Mid of the last quote in raw scale-9 units; 0 before the first quote. */
  public double mid() {
    return quotes.mid();
  }

  /** See {@link TickFeature#VOLATILITY_BPS}. */
  public double volatilityBps() {
    return quotes.volatilityBps();
  }

  double timeOfDay() {
    return clockNanos == Long.MIN_VALUE
        ? 0
        : Math.floorMod(clockNanos, DAY_NANOS) / (double) DAY_NANOS;
  }

  QuoteFeatures quotes() {
    return quotes;
  }

  TradeFeatures trades() {
    return trades;
  }

  /** How many bar series there are. */
  public int seriesCount() {
    return series.length;
  }

  /** A bar series. */
  public BarSeries series(int index) {
    return series[index];
  }

  /**
   * Continues a series, after {@link #read}, from a layout that {@link BarSeries#write} wrote; one
   * that missed trades, because the config did without it for a while, begins anew.
   */
  public void readSeries(int index, ByteBuffer in) {
    BarSeries stored = new BarSeries(series[index].spec());
    stored.read(in);
    if (stored.trades() == trades.count()) {
      series[index] = stored;
    }
  }

  /** Writes the fixed layout. */
  public void write(ByteBuffer out) {
    quotes.write(out);
    trades.write(out);
    out.putLong(clockNanos);
  }

  /** Continues from a layout that {@link #write} wrote. */
  public void read(ByteBuffer in) {
    quotes.read(in);
    trades.read(in);
    clockNanos = in.getLong();
  }
}

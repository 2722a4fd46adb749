package io.tapedeck.signals.core;

import io.tapedeck.domain.market.AggressorSide;
import java.nio.ByteBuffer;

/**
 * The running state behind one instrument's features, fed tick by tick with primitives. Mutable,
 * bounded, for one thread; allocates nothing per tick. A function of the ticks so far and nothing
 * else; the same on every JVM, and exactly continued from its bytes.
 */
public final class Features {
  /** Size of the fixed layout. */
  public static final int BYTES = QuoteFeatures.BYTES + TradeFeatures.BYTES;

  /** Quotes before the first score. */
  public static final int WARM_UP_QUOTES = 20;

  private final QuoteFeatures quotes = new QuoteFeatures();
  private final TradeFeatures trades = new TradeFeatures();

  /** A best bid and offer; prices and sizes are raw scale-9 values. */
  public void onQuote(long eventNanos, long bid, long bidSize, long ask, long askSize) {
    quotes.on(eventNanos, bid, bidSize, ask, askSize);
    trades.elapse(quotes.lastStepNanos());
  }

  /** A trade; price and size are raw scale-9 values. */
  public void onTrade(long eventNanos, long price, long size, AggressorSide aggressor) {
    trades.on(eventNanos, quotes.count() == 0, price, size, aggressor);
  }

  /** True once enough was seen for the values to mean something. */
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

  QuoteFeatures quotes() {
    return quotes;
  }

  TradeFeatures trades() {
    return trades;
  }

  /** Writes the fixed layout. */
  public void write(ByteBuffer out) {
    quotes.write(out);
    trades.write(out);
  }

  /** Continues from a layout that {@link #write} wrote. */
  public void read(ByteBuffer in) {
    quotes.read(in);
    trades.read(in);
  }
}

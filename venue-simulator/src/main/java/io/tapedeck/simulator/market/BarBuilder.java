package io.tapedeck.simulator.market;

import org.jspecify.annotations.Nullable;

/** Adds trades up to bars of one length. Not thread-safe. */
public final class BarBuilder {
  private final long lengthNs;
  private long beginNs = Long.MIN_VALUE;
  private long open;
  private long high;
  private long low;
  private long close;
  private long volume;
  private long trades;
  private double turnover;

  /** Bars of so many nanoseconds, counted from the epoch. */
  public BarBuilder(long lengthNs) {
    this.lengthNs = lengthNs;
  }

  /**
   * Takes a trade; the bar that it ends, or null. A trade of a past bar counts in the present one.
   */
  public @Nullable Bar add(long eventNs, long price, long size, long count, double value) {
    long begin = Math.floorDiv(eventNs, lengthNs) * lengthNs;
    Bar ended = null;
    if (begin > beginNs) {
      ended = bar();
      beginNs = begin;
      open = price;
      high = price;
      low = price;
      volume = 0;
      trades = 0;
      turnover = 0;
    }
    high = Math.max(high, price);
    low = Math.min(low, price);
    close = price;
    volume = Math.addExact(volume, size);
    trades += count;
    turnover += value;
    return ended;
  }

  /** Takes a whole bar of a shorter length; the bar that it ends, or null. */
  public @Nullable Bar add(Bar bar) {
    double value = (double) bar.average() * bar.volume() / 1e9;
    Bar ended = add(bar.beginNs(), bar.open(), bar.volume(), bar.trades(), value);
    high = Math.max(high, bar.high());
    low = Math.min(low, bar.low());
    close = bar.close();
    return ended;
  }

  /** The bar so far, or null before the first trade. */
  public @Nullable Bar bar() {
    if (beginNs == Long.MIN_VALUE) {
      return null;
    }
    long average = volume == 0 ? close : (long) (turnover / volume * 1e9);
    return new Bar(beginNs, open, high, low, close, volume, trades, average);
  }
}

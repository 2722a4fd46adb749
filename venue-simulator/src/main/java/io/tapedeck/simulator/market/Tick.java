package io.tapedeck.simulator.market;

/**
 * One row of a market: a quote with up to {@link #DEPTH} levels a side, or a trade.
 *
 * <p>Mutable and reused by its reader, one thread at a time; prices and sizes are raw scale 9.
 */
public final class Tick {
  /** Most levels a side that a source may show. */
  public static final int DEPTH = 10;

  /** What a row is. */
  public enum Kind {
    /** The book's visible levels. */
    QUOTE,
    /** A public trade. */
    TRADE
  }

  /** Who crossed the spread. */
  public enum Aggressor {
    /** The buyer. */
    BUY,
    /** The seller. */
    SELL
  }

  Kind kind = Kind.QUOTE;
  int instrument;
  long eventNs;
  final Levels bids = new Levels();
  final Levels asks = new Levels();
  long price;
  long size;
  Aggressor aggressor = Aggressor.BUY;
  long tradeId;

  /** Quote or trade. */
  public Kind kind() {
    return kind;
  }

  /** Index into the source's instruments. */
  public int instrument() {
    return instrument;
  }

  /** Nanoseconds since the epoch that go on the message. */
  public long eventNs() {
    return eventNs;
  }

  /** Buyers' levels, best first; empty for a trade. */
  public Levels bids() {
    return bids;
  }

  /** Sellers' levels, best first; empty for a trade. */
  public Levels asks() {
    return asks;
  }

  /** Trade price. */
  public long price() {
    return price;
  }

  /** Trade size. */
  public long size() {
    return size;
  }

  /** Trade aggressor. */
  public Aggressor aggressor() {
    return aggressor;
  }

  /** The venue's trade number. */
  public long tradeId() {
    return tradeId;
  }
}

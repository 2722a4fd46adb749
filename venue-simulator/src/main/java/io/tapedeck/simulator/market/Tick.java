package io.tapedeck.simulator.market;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
    TRADE,
    /** Something rare, see {@link #notice()}. */
    NOTICE
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
  @Nullable Notice notice;

  /** A tick that says something rare. */
  public static Tick notice(int instrument, long eventNs, Notice notice) {
    Tick tick = new Tick();
    tick.kind = Kind.NOTICE;
    tick.instrument = instrument;
    tick.eventNs = eventNs;
    tick.notice = notice;
    return tick;
  }

  /** What it is. */
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

  /** What a {@link Kind#NOTICE} says. */
  public Notice notice() {
    return Objects.requireNonNull(notice, "only a NOTICE has one");
  }
}

package io.tapedeck.replay.tick;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import org.jspecify.annotations.Nullable;

/**
 * One tick, reused by its reader so that nothing is allocated for quotes and trades. Prices and
 * sizes are raw scale-9 values, times nanoseconds since the epoch. For one thread.
 */
public final class TapeTick {
  /** What a tick is. */
  public enum Kind {
    QUOTE,
    TRADE,
    /** Anything else; see {@link TapeTick#event}. */
    OTHER
  }

  Kind kind = Kind.OTHER;
  int instrument;
  long offset;
  long eventNanos;
  long receivedNanos;
  long venueId;
  long first;
  long firstSize;
  long second;
  long secondSize;
  AggressorSide aggressor = AggressorSide.UNKNOWN;
  @Nullable MarketEvent event;

  /** Says whose it is and where it lies; for sources. */
  public void at(int ofInstrument, long atOffset) {
    instrument = ofInstrument;
    offset = atOffset;
  }

  /** Becomes a quote; for sources. */
  public void quote(
      long event, long received, long venue, long bid, long bidSize, long ask, long askSize) {
    kind = Kind.QUOTE;
    times(event, received, venue);
    first = bid;
    firstSize = bidSize;
    second = ask;
    secondSize = askSize;
  }

  /** Becomes a trade; for sources. */
  public void trade(
      long event, long received, long venue, long price, long size, AggressorSide side) {
    kind = Kind.TRADE;
    times(event, received, venue);
    first = price;
    firstSize = size;
    aggressor = side;
  }

  /** Becomes anything else; for sources. */
  public void other(MarketEvent other) {
    kind = Kind.OTHER;
    times(other.eventNanos(), other.receivedNanos(), other.venueId());
    event = other;
  }

  private void times(long atEvent, long received, long venue) {
    eventNanos = atEvent;
    receivedNanos = received;
    venueId = venue;
    first = 0;
    firstSize = 0;
    second = 0;
    secondSize = 0;
    aggressor = AggressorSide.UNKNOWN;
    event = null;
  }

  /** Becomes equal to another. */
  public void copyFrom(TapeTick other) {
    kind = other.kind;
    instrument = other.instrument;
    offset = other.offset;
    eventNanos = other.eventNanos;
    receivedNanos = other.receivedNanos;
    venueId = other.venueId;
    first = other.first;
    firstSize = other.firstSize;
    second = other.second;
    secondSize = other.secondSize;
    aggressor = other.aggressor;
    event = other.event;
  }

  /** What it is. */
  public Kind kind() {
    return kind;
  }

  /** Index of its instrument; see {@link TickSource#lanes}. */
  public int instrument() {
    return instrument;
  }

  /** Its offset in its partition, or its row in a file, from 0. */
  public long offset() {
    return offset;
  }

  /** The venue's time. */
  public long eventNanos() {
    return eventNanos;
  }

  /** The receiver's time. */
  public long receivedNanos() {
    return receivedNanos;
  }

  /** The venue's id, or {@link MarketEvent#NO_VENUE_ID}. */
  public long venueId() {
    return venueId;
  }

  /** Of a quote. */
  public long bid() {
    return first;
  }

  /** Of a quote. */
  public long bidSize() {
    return firstSize;
  }

  /** Of a quote. */
  public long ask() {
    return second;
  }

  /** Of a quote. */
  public long askSize() {
    return secondSize;
  }

  /** Of a trade. */
  public long price() {
    return first;
  }

  /** Of a trade. */
  public long size() {
    return firstSize;
  }

  /** Of a trade. */
  public AggressorSide aggressor() {
    return aggressor;
  }

  /** Of anything else. */
  public MarketEvent event() {
    if (event == null) {
      throw new IllegalStateException("a " + kind + " has no event");
    }
    return event;
  }
}

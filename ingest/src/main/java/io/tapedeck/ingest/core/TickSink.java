package io.tapedeck.ingest.core;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;

/**
 * Takes what a venue said, in its order. Prices and sizes are raw scale-9 values, times nanoseconds
 * since the epoch, instruments {@code VENUE:SYMBOL}. Called by one thread.
 */
public interface TickSink {
  /** A best bid and offer. */
  void quote(
      String instrument,
      long eventNanos,
      long receivedNanos,
      long venueId,
      long bidPrice,
      long bidSize,
      long askPrice,
      long askSize);

  /** A trade. */
  void trade(
      String instrument,
      long eventNanos,
      long receivedNanos,
      long venueId,
      long price,
      long size,
      AggressorSide aggressor);

  /** Anything else. */
  void event(MarketEvent event);

  /**
   * A frame or row of which nothing was used.
   *
   * @param source {@code socket:NAME} or {@code file:NAME}
   * @param number frame or line within it
   */
  void refused(String source, long number, byte[] bytes, String reason);
}

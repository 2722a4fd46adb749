package io.tapedeck.domain.market;

/**
 * Receives decoded market events as primitives, so that the tick path allocates nothing. Prices and
 * sizes are raw scale-9 values, see {@link io.tapedeck.domain.money.FixedPoint}; times are
 * nanoseconds since the epoch.
 */
public interface MarketEventHandler {
  /** A best bid and offer. */
  void onQuote(
      long eventNanos,
      long receivedNanos,
      long venueId,
      long bidPrice,
      long bidSize,
      long askPrice,
      long askSize);

  /** A trade. */
  void onTrade(
      long eventNanos,
      long receivedNanos,
      long venueId,
      long price,
      long size,
      AggressorSide aggressor);

  /** Any other event (book, trading status, feed status): rare enough for objects. */
  void onOther(MarketEvent event);
}

package io.tapedeck.schemas.codec;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEventHandler;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;

/** Builds a record from what a handler is told. */
final class Collected implements MarketEventHandler {
  private final InstrumentId instrument;
  MarketEvent event;

  Collected(MarketEvent expected) {
    this.instrument = expected.instrument();
  }

  @Override
  public void onQuote(
      long eventNanos,
      long receivedNanos,
      long venueId,
      long bidPrice,
      long bidSize,
      long askPrice,
      long askSize) {
    event =
        new MarketEvent.Quote(
            instrument,
            eventNanos,
            receivedNanos,
            venueId,
            new Price(bidPrice),
            new Quantity(bidSize),
            new Price(askPrice),
            new Quantity(askSize));
  }

  @Override
  public void onTrade(
      long eventNanos,
      long receivedNanos,
      long venueId,
      long price,
      long size,
      AggressorSide aggressor) {
    event =
        new MarketEvent.Trade(
            instrument,
            eventNanos,
            receivedNanos,
            venueId,
            new Price(price),
            new Quantity(size),
            aggressor);
  }

  @Override
  public void onOther(MarketEvent other) {
    event = other;
  }
}

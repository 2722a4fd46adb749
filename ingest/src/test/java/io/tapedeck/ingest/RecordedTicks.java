package io.tapedeck.ingest;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.FeedStatusChange;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.ingest.core.TickSink;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a protocol or parser says, as domain events. */
public final class RecordedTicks implements TickSink {
  public final List<MarketEvent> events = new ArrayList<>();
  public final List<String> refused = new ArrayList<>();

  /** The events of one kind, in their order. */
  public <T extends MarketEvent> List<T> all(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The statuses of the feed, in their order. */
  public List<FeedStatus> statuses() {
    return all(FeedStatusChange.class).stream().map(FeedStatusChange::status).toList();
  }

  /** Names of the kinds, and of the statuses of the feed, in their order. */
  public List<String> kinds() {
    return events.stream()
        .map(
            e ->
                e instanceof FeedStatusChange change
                    ? change.status().name()
                    : e.getClass().getSimpleName())
        .toList();
  }

  @Override
  public void quote(
      String instrument,
      long eventNanos,
      long receivedNanos,
      long venueId,
      long bidPrice,
      long bidSize,
      long askPrice,
      long askSize) {
    events.add(
        new MarketEvent.Quote(
            new InstrumentId(instrument),
            eventNanos,
            receivedNanos,
            venueId,
            new Price(bidPrice),
            new Quantity(bidSize),
            new Price(askPrice),
            new Quantity(askSize)));
  }

  @Override
  public void trade(
      String instrument,
      long eventNanos,
      long receivedNanos,
      long venueId,
      long price,
      long size,
      AggressorSide aggressor) {
    events.add(
        new MarketEvent.Trade(
            new InstrumentId(instrument),
            eventNanos,
            receivedNanos,
            venueId,
            new Price(price),
            new Quantity(size),
            aggressor));
  }

  @Override
  public void event(MarketEvent event) {
    events.add(event);
  }

  @Override
  public void refused(String source, long number, byte[] bytes, String reason) {
    refused.add(reason);
  }
}

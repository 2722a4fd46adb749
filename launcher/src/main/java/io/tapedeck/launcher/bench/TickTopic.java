package io.tapedeck.launcher.bench;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.replay.tick.TapeTick;
import io.tapedeck.replay.tick.TickSource;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.RecordFormat;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts ticks of any source on the ticks' topic, keyed by instrument as ingest keys them. */
final class TickTopic {
  private TickTopic() {}

  /** Returns when all are acknowledged. */
  static void fill(Platform platform, TickSource source) {
    String topic = platform.topic(Topics.MARKET_TICKS);
    RecordFormat<MarketEvent> format = platform.formats().of(Topics.MARKET_TICKS);
    try (Producer<byte[], byte[]> producer =
        platform.kafka().producer("bench-ticks", PlainThroughput.PRODUCER)) {
      TapeTick tick = new TapeTick();
      while (source.next(tick)) {
        InstrumentId instrument = source.lanes().get(tick.instrument()).instrument();
        byte[] key = instrument.value().getBytes(StandardCharsets.UTF_8);
        var unused =
            producer.send(new ProducerRecord<>(topic, key, format.encode(event(tick, instrument))));
      }
    }
  }

  private static MarketEvent event(TapeTick tick, InstrumentId instrument) {
    return switch (tick.kind()) {
      case QUOTE ->
          new MarketEvent.Quote(
              instrument,
              tick.eventNanos(),
              tick.receivedNanos(),
              tick.venueId(),
              new Price(tick.bid()),
              new Quantity(tick.bidSize()),
              new Price(tick.ask()),
              new Quantity(tick.askSize()));
      case TRADE ->
          new MarketEvent.Trade(
              instrument,
              tick.eventNanos(),
              tick.receivedNanos(),
              tick.venueId(),
              new Price(tick.price()),
              new Quantity(tick.size()),
              tick.aggressor());
      case OTHER -> tick.event();
    };
  }
}

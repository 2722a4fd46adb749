package io.tapedeck.launcher.bench;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.launcher.bench.PlainThroughput.BenchTick;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.RecordFormat;
import io.tapedeck.simulator.market.SyntheticMarket;
import io.tapedeck.simulator.market.Tick;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * A synthetic market as the records that a tape would hold, encoded beforehand: the bench measures
 * the pipeline, not the making of a market. Marks follow ticks as ingest's do, each after the tick
 * that it names is acknowledged.
 */
final class EncodedTape {
  /** One mark for so many ticks of an instrument: ten a second at a thousand ticks a second. */
  private static final int TICKS_A_MARK = 100;

  private final Platform platform;
  private final List<BenchTick> ticks = new ArrayList<>();
  private final Map<Integer, MarketEvent.Quote> markedAt = new HashMap<>();

  private EncodedTape(Platform platform) {
    this.platform = platform;
  }

  /**
   * Encodes a market.
   *
   * @param laterNanos added to every time, to set it apart from other markets
   */
  static EncodedTape of(
      Platform platform, List<String> symbols, long seed, long count, long laterNanos) {
    EncodedTape tape = new EncodedTape(platform);
    RecordFormat<MarketEvent> format = platform.formats().of(Topics.MARKET_TICKS);
    try (SyntheticMarket market = new SyntheticMarket(symbols, seed, count)) {
      int[] quotes = new int[market.instruments().size()];
      Tick tick = new Tick();
      while (market.next(tick)) {
        InstrumentId instrument =
            InstrumentId.of("KRAKEN", market.instruments().get(tick.instrument()).symbol());
        MarketEvent event = event(tick, instrument, tick.eventNs() + laterNanos);
        if (event instanceof MarketEvent.Quote quote
            && quotes[tick.instrument()]++ % TICKS_A_MARK == 0) {
          tape.markedAt.put(tape.ticks.size(), quote);
        }
        tape.ticks.add(new BenchTick(instrument.value(), format.encode(event)));
      }
    }
    return tape;
  }

  private static MarketEvent event(Tick tick, InstrumentId instrument, long nanos) {
    if (tick.kind() == Tick.Kind.QUOTE) {
      return new MarketEvent.Quote(
          instrument,
          nanos,
          nanos,
          MarketEvent.NO_VENUE_ID,
          new Price(tick.bids().price(0)),
          new Quantity(tick.bids().size(0)),
          new Price(tick.asks().price(0)),
          new Quantity(tick.asks().size(0)));
    }
    return new MarketEvent.Trade(
        instrument,
        nanos,
        nanos,
        tick.tradeId(),
        new Price(tick.price()),
        new Quantity(tick.size()),
        tick.aggressor() == Tick.Aggressor.BUY ? AggressorSide.BUY : AggressorSide.SELL);
  }

  List<BenchTick> ticks() {
    return ticks;
  }

  /** Produces all of it and returns when all is acknowledged. */
  void produce() {
    String topic = platform.topic(Topics.MARKET_TICKS);
    RecordFormat<Mark> format = platform.formats().of(Topics.MARKET_MARKS);
    // the marks' producer is closed last: acknowledgements of ticks still send marks
    try (Producer<byte[], byte[]> marks =
            platform.kafka().producer("bench-marks", Map.of("linger.ms", 5));
        Producer<byte[], byte[]> producer =
            platform.kafka().producer("bench-tape", PlainThroughput.PRODUCER)) {
      for (int i = 0; i < ticks.size(); i++) {
        BenchTick tick = ticks.get(i);
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(topic, tick.key(), tick.value());
        MarketEvent.Quote quote = markedAt.get(i);
        if (quote == null) {
          var unused = producer.send(record);
        } else {
          var unused =
              producer.send(
                  record,
                  (at, failure) -> {
                    if (failure == null) {
                      mark(marks, format, quote, at);
                    }
                  });
        }
      }
    }
  }

  private void mark(
      Producer<byte[], byte[]> marks,
      RecordFormat<Mark> format,
      MarketEvent.Quote quote,
      RecordMetadata at) {
    Mark mark =
        new Mark(
            quote.instrument(),
            quote.bidPrice(),
            quote.askPrice(),
            null,
            quote.eventNanos(),
            quote.receivedNanos(),
            new Coordinates(at.topic(), at.partition(), at.offset()));
    byte[] key = quote.instrument().value().getBytes(StandardCharsets.UTF_8);
    var unused =
        marks.send(
            new ProducerRecord<>(platform.topic(Topics.MARKET_MARKS), key, format.encode(mark)));
  }
}

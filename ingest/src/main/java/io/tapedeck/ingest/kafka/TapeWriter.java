package io.tapedeck.ingest.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.FeedStatusChange;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.domain.tape.DeadLetter;
import io.tapedeck.ingest.core.TickSink;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.AvroWriter;
import io.tapedeck.schemas.codec.MarketEventCodec;
import io.tapedeck.schemas.serde.ConfluentFormat;
import io.tapedeck.schemas.serde.RecordFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes ticks on the tape in the order given, each instrument on the partition of its key. Blocks
 * while the broker does not take more. Used by one thread; a tick that cannot be written fails the
 * service, since a tape with a hole in it would lie.
 */
public final class TapeWriter implements TickSink {
  private static final String SERVICE = "ingest";

  private final MeterRegistry meters;
  private final EdgeClock clock;
  private final String ticksTopic;
  private final String deadLettersTopic;
  private final MarketEventCodec codec = new MarketEventCodec();
  private final ConfluentFormat<MarketEvent> format;
  private final RecordFormat<DeadLetter> deadLetters;
  private final boolean once;
  private final Marks marks;
  private final Consumer<Throwable> failures;
  private final Callback onlyFailure;
  private final Map<String, TapeInstrument> instruments = new HashMap<>();
  private final Counter ticks;
  private final Counter duplicates;
  private final Counter letters;
  private @Nullable Producer<byte[], byte[]> producer;

  TapeWriter(Platform platform, boolean once, Marks marks, Consumer<Throwable> failures) {
    this.meters = platform.meters();
    this.clock = platform.clock();
    this.ticksTopic = platform.topic(Topics.MARKET_TICKS);
    this.deadLettersTopic = platform.topic(Topics.INGEST_DEAD_LETTERS);
    this.format = platform.formats().confluent(Topics.MARKET_TICKS);
    this.deadLetters = platform.formats().of(Topics.INGEST_DEAD_LETTERS);
    this.once = once;
    this.marks = marks;
    this.failures = failures;
    this.onlyFailure =
        (metadata, failure) -> {
          if (failure != null) {
            failures.accept(failure);
          }
        };
    this.ticks = meters.counter("market_data_ticks_received_total");
    this.duplicates = meters.counter("market_data_duplicates_total");
    this.letters = meters.counter("market_data_dead_letters_total");
  }

  void open(Producer<byte[], byte[]> opened) {
    format.prepare();
    producer = opened;
  }

  /** The highest trade id that the tape already holds. */
  void known(String instrument, long tradeId) {
    instrument(instrument).highestTradeId = tradeId;
  }

  private TapeInstrument instrument(String id) {
    TapeInstrument known = instruments.get(id);
    if (known == null) {
      InstrumentId instrument = new InstrumentId(id);
      known =
          new TapeInstrument(
              instrument,
              meters.counter("market_data_messages_by_symbol", "symbol", instrument.symbol()));
      instruments.put(id, known);
      marks.add(known);
    }
    return known;
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
    TapeInstrument of = instrument(instrument);
    of.bid = bidPrice;
    of.ask = askPrice;
    AvroWriter out = format.begin();
    codec.writeQuote(
        out, instrument, eventNanos, receivedNanos, venueId, bidPrice, bidSize, askPrice, askSize);
    tick(of, out, eventNanos, receivedNanos);
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
    TapeInstrument of = instrument(instrument);
    if (once && venueId != MarketEvent.NO_VENUE_ID) {
      if (venueId <= of.highestTradeId) {
        duplicates.increment();
        return;
      }
      of.highestTradeId = venueId;
    }
    of.last = price;
    AvroWriter out = format.begin();
    codec.writeTrade(out, instrument, eventNanos, receivedNanos, venueId, price, size, aggressor);
    tick(of, out, eventNanos, receivedNanos);
  }

  private void tick(TapeInstrument of, AvroWriter out, long eventNanos, long receivedNanos) {
    ticks.increment();
    of.messages.increment();
    send(of, out.toBytes(), new AckedTick(of, eventNanos, receivedNanos, marks, failures));
  }

  @Override
  public void event(MarketEvent event) {
    TapeInstrument of = instrument(event.instrument().value());
    of.messages.increment();
    if (event instanceof FeedStatusChange change && change.status() == FeedStatus.LOST) {
      of.forgetQuote();
    }
    send(of, format.encode(event), onlyFailure);
  }

  private void send(TapeInstrument of, byte[] value, Callback callback) {
    send(new ProducerRecord<>(ticksTopic, of.key, value), callback);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback has the answer
  private void send(ProducerRecord<byte[], byte[]> record, Callback callback) {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      throw new IllegalStateException("the tape is not open");
    }
    open.send(record, callback);
  }

  @Override
  public void refused(String source, long number, byte[] bytes, String reason) {
    letters.increment();
    DeadLetter letter =
        new DeadLetter(
            new Coordinates(source, 0, number), SERVICE, reason, null, bytes, clock.epochNanos());
    send(new ProducerRecord<>(deadLettersTopic, null, deadLetters.encode(letter)), onlyFailure);
  }
}

package io.tapedeck.ingest.kafka;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.money.Price;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Writes what no socket brought on the tape: each record with the row it came from, none that is
 * there already. Used by one thread; after a failure every call throws.
 */
public final class HistoryTape implements TickSink, AutoCloseable {
  private static final String SERVICE = "ingest";
  private static final long NONE = Long.MIN_VALUE;

  /** What the broker takes with ease; a row of megabytes is known by its beginning. */
  private static final int LARGEST_LETTER = 256 * 1024;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** The newest prices of an instrument, and where on the tape they stand. */
  private static final class Latest {
    final InstrumentId id;
    final byte[] key;
    long bid = NONE;
    long ask = NONE;
    long last = NONE;
    long markedNanos;

    volatile @Nullable Tick acked;
    @Nullable Tick marked;

    Latest(String instrument) {
      this.id = new InstrumentId(instrument);
      this.key = instrument.getBytes(StandardCharsets.UTF_8);
    }
  }

  private record Tick(
      long bid, long ask, long last, long eventNanos, long receivedNanos, Coordinates at) {}

  private final String ticksTopic;
  private final String marksTopic;
  private final String deadLettersTopic;
  private final MarketEventCodec codec = new MarketEventCodec();
  private final ConfluentFormat<MarketEvent> format;
  private final RecordFormat<Mark> markFormat;
  private final RecordFormat<DeadLetter> deadLetters;
  private final EdgeClock clock;
  private final long marksNanos;
  private final SourceOnTape there;
  private final byte[] source;
  private final Producer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Map<String, Latest> instruments = new HashMap<>();
  private long row;
  private String place = "";
  private long written;
  private long already;

  /**
   * Opens it.
   *
   * @param source the name of what is read
   * @param there what of it is on the tape
   * @param marksInterval shortest time between two marks of an instrument; null for none, as fits
   *     ticks older than those on the tape
   */
  public HistoryTape(
      Platform platform, byte[] source, SourceOnTape there, @Nullable Duration marksInterval) {
    this.ticksTopic = platform.topic(Topics.MARKET_TICKS);
    this.marksTopic = platform.topic(Topics.MARKET_MARKS);
    this.deadLettersTopic = platform.topic(Topics.INGEST_DEAD_LETTERS);
    this.format = platform.formats().confluent(Topics.MARKET_TICKS);
    this.markFormat = platform.formats().of(Topics.MARKET_MARKS);
    this.deadLetters = platform.formats().of(Topics.INGEST_DEAD_LETTERS);
    this.clock = platform.clock();
    this.marksNanos = marksInterval == null ? Long.MAX_VALUE : marksInterval.toNanos();
    this.there = there;
    this.source = source.clone();
    format.prepare();
    this.producer =
        platform
            .kafka()
            .producer(
                "tapedeck-history",
                Map.of(
                    ProducerConfig.LINGER_MS_CONFIG,
                    5,
                    ProducerConfig.MAX_BLOCK_MS_CONFIG,
                    Long.MAX_VALUE,
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                    Integer.MAX_VALUE));
  }

  /** What is written from now on is of this row. */
  public void at(long newRow, String newPlace) {
    row = newRow;
    place = newPlace;
  }

  /** Records written. */
  public long written() {
    return written;
  }

  /** Rows that were on the tape already. */
  public long already() {
    return already;
  }

  /** Whether the present row of an instrument is still to be written; counts it if not. */
  private boolean missing(String instrument) {
    if (there.holds(instrument, row)) {
      already++;
      return false;
    }
    return true;
  }

  private Latest latest(String instrument) {
    return instruments.computeIfAbsent(instrument, Latest::new);
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
    Latest of = latest(instrument);
    of.bid = bidPrice;
    of.ask = askPrice;
    if (missing(instrument)) {
      AvroWriter out = format.begin();
      codec.writeQuote(
          out,
          instrument,
          eventNanos,
          receivedNanos,
          venueId,
          bidPrice,
          bidSize,
          askPrice,
          askSize);
      tick(of, out.toBytes(), eventNanos, receivedNanos);
    }
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
    Latest of = latest(instrument);
    of.last = price;
    if (missing(instrument)) {
      AvroWriter out = format.begin();
      codec.writeTrade(out, instrument, eventNanos, receivedNanos, venueId, price, size, aggressor);
      tick(of, out.toBytes(), eventNanos, receivedNanos);
    }
  }

  private void tick(Latest of, byte[] value, long eventNanos, long receivedNanos) {
    long bid = of.bid;
    long ask = of.ask;
    long last = of.last;
    send(
        new ProducerRecord<>(ticksTopic, of.key, value),
        metadata -> {
          Coordinates at = new Coordinates(ticksTopic, metadata.partition(), metadata.offset());
          of.acked = new Tick(bid, ask, last, eventNanos, receivedNanos, at);
        });
    written++;
    long now = clock.monotonicNanos();
    if (marksNanos != Long.MAX_VALUE && now - of.markedNanos >= marksNanos) {
      of.markedNanos = now;
      mark(of);
    }
  }

  @Override
  public void event(MarketEvent event) {
    Latest of = latest(event.instrument().value());
    if (missing(event.instrument().value())) {
      send(new ProducerRecord<>(ticksTopic, of.key, format.encode(event)), metadata -> {});
      written++;
    }
  }

  @Override
  public void refused(String file, long number, byte[] bytes, String reason) {
    if (there.holdsRefused(row)) {
      already++;
      return;
    }
    boolean whole = bytes.length <= LARGEST_LETTER;
    DeadLetter letter =
        new DeadLetter(
            new Coordinates(file, 0, number),
            SERVICE,
            whole ? reason : reason + " (the first bytes of " + bytes.length + ")",
            null,
            whole ? bytes : Arrays.copyOf(bytes, LARGEST_LETTER),
            clock.epochNanos());
    send(new ProducerRecord<>(deadLettersTopic, null, deadLetters.encode(letter)), metadata -> {});
  }

  private void mark(Latest of) {
    Tick tick = of.acked;
    if (tick == null || tick.equals(of.marked)) {
      return;
    }
    of.marked = tick;
    Mark mark =
        new Mark(
            of.id,
            price(tick.bid),
            price(tick.ask),
            price(tick.last),
            tick.eventNanos,
            tick.receivedNanos,
            tick.at);
    send(new ProducerRecord<>(marksTopic, of.key, markFormat.encode(mark)), metadata -> {});
  }

  private static @Nullable Price price(long raw) {
    return raw == NONE || raw == 0 ? null : new Price(raw);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback has the answer
  private void send(ProducerRecord<byte[], byte[]> record, Consumer<RecordMetadata> acked) {
    check();
    record.headers().add(SourceRow.HEADER, new SourceRow(source, row, place).encode());
    producer.send(
        record,
        (metadata, problem) -> {
          if (problem == null) {
            acked.accept(metadata);
          } else {
            failure.compareAndSet(null, problem);
          }
        });
  }

  private void check() {
    Exception problem = failure.get();
    if (problem != null) {
      throw new IllegalStateException("the tape cannot be written: " + problem, problem);
    }
  }

  /** Waits until all is acknowledged, marks included. */
  public void flush() {
    producer.flush();
    if (marksNanos != Long.MAX_VALUE) {
      instruments.values().forEach(this::mark);
      producer.flush();
    }
    check();
  }

  @Override
  public void close() {
    producer.close(PATIENCE);
  }
}

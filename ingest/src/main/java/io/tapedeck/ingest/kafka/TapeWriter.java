package io.tapedeck.ingest.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.FeedStatusChange;
import io.tapedeck.domain.market.MarketEvent.TradingStatusChange;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.domain.tape.DeadLetter;
import io.tapedeck.ingest.core.RecentTrades;
import io.tapedeck.ingest.core.TickSink;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.AvroWriter;
import io.tapedeck.schemas.codec.MarketEventCodec;
import io.tapedeck.schemas.serde.ConfluentFormat;
import io.tapedeck.schemas.serde.RecordFormat;
import java.util.Arrays;
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
  private static final int RECENT_TRADES = 512;

  /** What the broker takes with ease; a frame of megabytes is known by its beginning. */
  private static final int LARGEST_LETTER = 256 * 1024;

  private static final double FIXED_POINT = 1e9; // for metrics only

  private final MeterRegistry meters;
  private final EdgeClock clock;
  private final String ticksTopic;
  private final String deadLettersTopic;
  private final MarketEventCodec codec = new MarketEventCodec();
  private final ConfluentFormat<MarketEvent> format;
  private final RecordFormat<DeadLetter> deadLetters;
  private final TradeIdentity identity;
  private final Marks marks;
  private final Consumer<Throwable> failures;
  private final Callback onlyFailure;
  private final Map<String, TapeInstrument> instruments = new HashMap<>();
  private final Counter ticks;
  private final Counter duplicates;
  private final Counter letters;
  private @Nullable Producer<byte[], byte[]> producer;

  TapeWriter(Platform platform, TradeIdentity identity, Marks marks, Consumer<Throwable> failures) {
    this.meters = platform.meters();
    this.clock = platform.clock();
    this.ticksTopic = platform.topic(Topics.MARKET_TICKS);
    this.deadLettersTopic = platform.topic(Topics.INGEST_DEAD_LETTERS);
    this.format = platform.formats().confluent(Topics.MARKET_TICKS);
    this.deadLetters = platform.formats().of(Topics.INGEST_DEAD_LETTERS);
    this.identity = identity;
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

  /** A trade that the tape already holds. */
  void known(String instrument, long venueId, long eventNanos, long price, long size) {
    TapeInstrument of = instrument(instrument);
    if (of.recent != null) {
      of.recent.isNew(key(venueId, eventNanos, price, size));
      of.highestTradeId = Math.max(of.highestTradeId, venueId);
    }
  }

  /** The tape holds all trades up to this number, where they are numbered in sequence. */
  void knownUpTo(String instrument, long venueId) {
    TapeInstrument of = instrument(instrument);
    if (of.recent != null && identity == TradeIdentity.SEQUENCE) {
      of.recent.seenUpTo(venueId);
    }
  }

  private long key(long venueId, long eventNanos, long price, long size) {
    return identity == TradeIdentity.SEQUENCE
        ? venueId
        : RecentTrades.keyOf(venueId, eventNanos, price, size);
  }

  private TapeInstrument instrument(String id) {
    TapeInstrument known = instruments.get(id);
    if (known == null) {
      InstrumentId instrument = new InstrumentId(id);
      String symbol = instrument.symbol();
      TapeInstrument made =
          new TapeInstrument(
              instrument,
              meters.counter("market_data_messages_by_symbol", "symbol", symbol),
              meters.counter("market_data_volume_total", "symbol", symbol),
              identity == TradeIdentity.NOT_CHECKED
                  ? null
                  : new RecentTrades(identity == TradeIdentity.SEQUENCE, RECENT_TRADES));
      meters.gauge("market_data_price", Tags.of("symbol", symbol), made, m -> m.lastForMetrics);
      instruments.put(id, made);
      marks.add(made);
      return made;
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
    boolean latest = true;
    if (of.recent != null && venueId != MarketEvent.NO_VENUE_ID) {
      if (!of.recent.isNew(key(venueId, eventNanos, price, size))) {
        duplicates.increment();
        return;
      }
      // one that comes late belongs on the tape, but the last price is a later one's
      latest = identity != TradeIdentity.SEQUENCE || venueId > of.highestTradeId;
      of.highestTradeId = Math.max(of.highestTradeId, venueId);
    }
    if (latest) {
      of.last = price;
      of.lastForMetrics = price / FIXED_POINT;
    }
    of.volume.increment(size / FIXED_POINT);
    AvroWriter out = format.begin();
    codec.writeTrade(out, instrument, eventNanos, receivedNanos, venueId, price, size, aggressor);
    tick(of, out, eventNanos, receivedNanos);
  }

  private void tick(TapeInstrument of, AvroWriter out, long eventNanos, long receivedNanos) {
    ticks.increment();
    of.messages.increment();
    of.tickEventNanos = eventNanos;
    of.tickReceivedNanos = receivedNanos;
    send(of, out.toBytes(), new AckedTick(of, eventNanos, receivedNanos, true, marks, failures));
  }

  @Override
  public void event(MarketEvent event) {
    TapeInstrument of = instrument(event.instrument().value());
    of.messages.increment();
    send(of, format.encode(event), status(of, event) ? statusMark(of) : onlyFailure);
  }

  /** True if the event says something that a mark carries, too. */
  private static boolean status(TapeInstrument of, MarketEvent event) {
    if (event instanceof FeedStatusChange change) {
      of.feed = change.status();
      if (change.status() == FeedStatus.LOST || change.status() == FeedStatus.GAP) {
        of.forgetQuote();
      }
      return true;
    }
    if (event instanceof TradingStatusChange change) {
      of.trading = change.status();
      return true;
    }
    return false;
  }

  /** A status comes at the receiver's time: its mark keeps the market's time of the last tick. */
  private Callback statusMark(TapeInstrument of) {
    return of.tickEventNanos == TapeInstrument.NONE
        ? onlyFailure
        : new AckedTick(of, of.tickEventNanos, of.tickReceivedNanos, false, marks, failures);
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
    boolean whole = bytes.length <= LARGEST_LETTER;
    DeadLetter letter =
        new DeadLetter(
            new Coordinates(source, 0, number),
            SERVICE,
            whole ? reason : reason + " (the first bytes of " + bytes.length + ")",
            null,
            whole ? bytes : Arrays.copyOf(bytes, LARGEST_LETTER),
            clock.epochNanos());
    send(new ProducerRecord<>(deadLettersTopic, null, deadLetters.encode(letter)), onlyFailure);
  }
}

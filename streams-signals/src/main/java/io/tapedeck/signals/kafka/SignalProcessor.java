package io.tapedeck.signals.kafka;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.signal.StrategyJournalEntry;
import io.tapedeck.domain.signal.StrategyObservation.ModelSwitched;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.domain.tape.DeadLetter;
import io.tapedeck.runtime.kafka.CommitOnOutput;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import io.tapedeck.schemas.codec.MarketEventCodec;
import io.tapedeck.schemas.serde.ConfluentFormat;
import io.tapedeck.schemas.serde.RecordFormat;
import io.tapedeck.signals.core.InstrumentPipeline;
import io.tapedeck.signals.core.Surroundings;
import io.tapedeck.signals.kafka.ModelSwitch.InUse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The shell of signals, one per partition:
 *
 * <ol>
 *   <li>decode the tick; one that cannot be read is dead-lettered, and changes nothing
 *   <li>journal what would newly be seen besides it (model, account, orders), and show it
 *   <li>give the tick to the instrument's pipeline, whose signals and intents go out
 *   <li>score at once while the market is live; while a backlog is worked off, together
 *   <li>before a commit, put the state of what changed into the store
 * </ol>
 */
final class SignalProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  private static final MarketEventCodec TICKS = (MarketEventCodec) Topics.MARKET_TICKS.codec();

  /** A tick older than this is part of a backlog, and its score may wait for others. */
  private static final long BACKLOG_MILLIS = 50;

  private static final Duration LONGEST_WAIT = Duration.ofMillis(5);

  private final SignalWiring wiring;
  private final BeforeCommit beforeCommit;
  private final ConfluentFormat<?> ticks;
  private final RecordFormat<StrategyJournalEntry> journal;
  private final RecordFormat<DeadLetter> deadLetters;
  private final Outputs.Formats formats;
  private final SignalMetrics metrics;
  private final CapturedTick captured = new CapturedTick();

  // made anew by init: after a corrupted task the same processor is initialised again
  private @Nullable Running running;

  SignalProcessor(SignalWiring wiring, BeforeCommit beforeCommit) {
    this.wiring = wiring;
    this.beforeCommit = beforeCommit;
    this.ticks = wiring.platform().formats().confluent(Topics.MARKET_TICKS);
    this.journal = wiring.platform().formats().of(Topics.STRATEGY_JOURNAL);
    this.deadLetters = wiring.platform().formats().of(Topics.SIGNALS_DEAD_LETTERS);
    this.formats = new Outputs.Formats(wiring.platform().formats());
    this.metrics = new SignalMetrics(wiring.platform(), wiring.slowOperation());
  }

  /** What lives from one init to the next. */
  private record Running(
      ProcessorContext<byte[], byte[]> context,
      KeyValueStore<byte[], byte[]> store,
      KeyValueStore<byte[], byte[]> marks,
      @Nullable CommitOnOutput commits,
      Scoring scoring,
      Lanes lanes) {}

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    close();
    Running now =
        new Running(
            context,
            context.getStateStore(SignalNodes.STATE),
            context.getStateStore(beforeCommit.name()),
            wiring.commitOnDecision() ? new CommitOnOutput(context) : null,
            new Scoring(wiring, metrics),
            new Lanes());
    running = now;
    beforeCommit.tell(context.taskId(), key -> save(now, key));
    resume(now);
    context.schedule(
        LONGEST_WAIT, PunctuationType.WALL_CLOCK_TIME, at -> now.scoring.batch().flush());
  }

  @Override
  public void close() {
    Running before = running;
    if (before != null) {
      running = null;
      before.scoring.close();
    }
  }

  private Running running() {
    Running now = running;
    if (now == null) {
      throw new IllegalStateException("process before init");
    }
    return now;
  }

  /** Instruments whose last tick was stored while it waited for its score go on with that. */
  private void resume(Running now) {
    List<byte[]> keys = new ArrayList<>();
    try (KeyValueIterator<byte[], byte[]> all = now.store.all()) {
      while (all.hasNext()) {
        KeyValue<byte[], byte[]> entry = all.next();
        if (Lane.isInstrument(entry.key) && InstrumentPipeline.isWaiting(entry.value)) {
          keys.add(entry.key);
        }
      }
    }
    keys.forEach(key -> lane(now, key));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Running now = running();
    RecordMetadata metadata = now.context.recordMetadata().orElseThrow();
    Lane lane;
    try {
      lane = decode(now, record.key(), record.value());
    } catch (UnreadableRecordException e) {
      poison(now, record, metadata, String.valueOf(e.getMessage()));
      return;
    }
    long start = metrics.tickStarts();
    long millis = now.context.currentSystemTimeMs();
    InstrumentPipeline pipeline = lane.pipeline();
    pipeline.at(metadata.topic(), metadata.partition(), metadata.offset());
    lane.outputs().tickOf(record.timestamp());
    useModel(now, lane);
    journalUnseen(lane, millis);
    captured.deliver(pipeline);
    if (now.scoring.batch().waiting() > 0 && millis - record.timestamp() < BACKLOG_MILLIS) {
      now.scoring.batch().flush();
    }
    lane.decided(millis);
    metrics.tickEnds(start, record.timestamp(), millis);
  }

  private Lane decode(Running now, byte @Nullable [] recordKey, byte @Nullable [] value) {
    if (recordKey == null || value == null) {
      throw new UnreadableRecordException("a record without key or value, where none belongs");
    }
    AvroReader in = ticks.open(value);
    keyMustBeInstrument(in, recordKey);
    TICKS.read(in, captured);
    in.end();
    Lane known = now.lanes.get(recordKey);
    return known != null ? known : lane(now, recordKey);
  }

  /** The record begins with its instrument; compared in place, because this is the tick path. */
  private static void keyMustBeInstrument(AvroReader in, byte[] recordKey) {
    int before = in.remaining();
    boolean same = in.readLong() == recordKey.length;
    for (int i = 0; same && i < recordKey.length; i++) {
      same = in.raw() == (recordKey[i] & 0xFF);
    }
    if (!same) {
      throw new UnreadableRecordException(
          "the key is '" + text(recordKey) + "' but the record is of another instrument");
    }
    in.rewind(before - in.remaining());
  }

  private Lane lane(Running now, byte[] recordKey) {
    InstrumentId instrument;
    try {
      instrument = new InstrumentId(text(recordKey));
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecordException("the key is no instrument: " + e.getMessage(), e);
    }
    Outputs outputs = new Outputs(recordKey, now.context, now.marks, now.commits, formats, metrics);
    InstrumentPipeline pipeline =
        new InstrumentPipeline(
            instrument, wiring.plan(), now.scoring, now.scoring.batch(), outputs);
    Lane lane = new Lane(recordKey, pipeline, outputs, now.store, wiring);
    now.lanes.put(lane);
    if (pipeline.isWaiting()) {
      pipeline.resume(wiring.platform().topic(Topics.MARKET_TICKS), () -> useModel(now, lane));
    }
    return lane;
  }

  /** A change of model is an entry before the first tick that it scores. */
  private void useModel(Running now, Lane lane) {
    InUse inUse = now.scoring.inUse();
    InstrumentPipeline pipeline = lane.pipeline();
    if (pipeline.uses(now.scoring.model())) {
      return;
    }
    StrategyJournalEntry entry =
        new StrategyJournalEntry(
            pipeline.instrument(),
            StrategyJournalEntry.EVERY,
            pipeline.coordinates(),
            new ModelSwitched(inUse.model().sha256(), inUse.source()));
    if (!pipeline.modelSha256().equals(inUse.model().sha256())) {
      write(lane, entry);
    }
    pipeline.observe(entry);
  }

  /** Nothing is decided on what is not in the journal. */
  private void journalUnseen(Lane lane, long millis) {
    for (int i = 0; i < lane.places().size(); i++) {
      Lane.Place place = lane.places().get(i);
      place.watched().fed(millis);
      Surroundings around = place.around(wiring.accounts(), wiring.strategies());
      if (around == null) {
        continue;
      }
      for (StrategyJournalEntry entry : place.run().unseen(lane.pipeline().coordinates(), around)) {
        write(lane, entry);
        place.run().observe(entry.observation());
      }
    }
  }

  private void write(Lane lane, StrategyJournalEntry entry) {
    lane.outputs().journal(journal.encode(entry));
    metrics.journalled(entry);
  }

  private static void save(Running now, byte[] key) {
    Lane lane = now.lanes.get(key);
    if (lane != null) {
      lane.outputs().saved();
      lane.save(now.store);
    }
  }

  private void poison(
      Running now, Record<byte[], byte[]> record, RecordMetadata metadata, String reason) {
    Coordinates source = new Coordinates(metadata.topic(), metadata.partition(), metadata.offset());
    DeadLetter letter =
        new DeadLetter(
            source,
            "signals",
            reason,
            record.key(),
            record.value(),
            wiring.platform().clock().epochNanos());
    now.context.forward(
        new Record<>(record.key(), deadLetters.encode(letter), record.timestamp()),
        Sinks.DEAD_LETTERS);
    metrics.deadLetter(source, text(record.key()), reason);
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }
}

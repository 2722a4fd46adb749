package io.tapedeck.signals.kafka;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.signal.Signal;
import io.tapedeck.domain.signal.StrategyJournalEntry;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.domain.tape.DeadLetter;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.kafka.CommitOnOutput;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import io.tapedeck.schemas.codec.MarketEventCodec;
import io.tapedeck.schemas.serde.ConfluentFormat;
import io.tapedeck.schemas.serde.RecordFormat;
import io.tapedeck.signals.core.AccountView;
import io.tapedeck.signals.core.InstrumentPipeline;
import io.tapedeck.signals.core.Model;
import io.tapedeck.signals.core.PipelineOutput;
import io.tapedeck.signals.core.SignalPlan;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The shell of signals, one per partition:
 *
 * <ol>
 *   <li>decode the tick; one that cannot be read is dead-lettered, and changes nothing
 *   <li>journal what strategies would newly see of their account or model, and show it to them
 *   <li>give the tick to the instrument's pipeline, whose signals and intents go out
 *   <li>put the pipeline's state into the store; ask for a commit if an intent left
 * </ol>
 */
final class SignalProcessor implements Processor<byte[], byte[], byte[], byte[]>, PipelineOutput {
  private static final MarketEventCodec TICKS = (MarketEventCodec) Topics.MARKET_TICKS.codec();

  private final Platform platform;
  private final Function<Model, SignalPlan> planOf;
  private final Supplier<? extends Model> models;
  private final String modelName;
  private final AccountViews accounts;
  private final ConfluentFormat<?> ticks;
  private final RecordFormat<Signal> signals;
  private final RecordFormat<StrategyJournalEntry> journal;
  private final RecordFormat<OrderIntent> intents;
  private final RecordFormat<DeadLetter> deadLetters;
  private final SignalMetrics metrics;
  private final CapturedTick captured = new CapturedTick();

  // made anew by init: after a corrupted task the same processor is initialised again
  private @Nullable Running running;

  // of the record in hand
  private byte[] key = {};
  private long timestamp;

  SignalProcessor(
      Platform platform,
      Function<Model, SignalPlan> planOf,
      Supplier<? extends Model> models,
      String modelName,
      AccountViews accounts) {
    this.platform = platform;
    this.planOf = planOf;
    this.models = models;
    this.modelName = modelName;
    this.accounts = accounts;
    this.ticks = platform.formats().confluent(Topics.MARKET_TICKS);
    this.signals = platform.formats().of(Topics.SIGNALS);
    this.journal = platform.formats().of(Topics.STRATEGY_JOURNAL);
    this.intents = platform.formats().of(Topics.ORDER_INTENTS);
    this.deadLetters = platform.formats().of(Topics.SIGNALS_DEAD_LETTERS);
    this.metrics = new SignalMetrics(platform);
  }

  /** What lives from one init to the next. */
  private record Running(
      ProcessorContext<byte[], byte[]> context,
      KeyValueStore<byte[], byte[]> store,
      CommitOnOutput commits,
      Model model,
      SignalPlan plan,
      Lanes lanes) {}

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    close();
    Model model = new TimedModel(models.get(), metrics);
    running =
        new Running(
            context,
            context.getStateStore(SignalNodes.STATE),
            new CommitOnOutput(context),
            model,
            planOf.apply(model),
            new Lanes());
  }

  @Override
  public void close() {
    Running before = running;
    if (before != null) {
      running = null;
      before.model.close();
    }
  }

  private Running running() {
    Running now = running;
    if (now == null) {
      throw new IllegalStateException("process before init");
    }
    return now;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Running now = running();
    RecordMetadata metadata = now.context.recordMetadata().orElseThrow();
    timestamp = record.timestamp();
    Lane lane;
    try {
      lane = decode(now, record.key(), record.value());
    } catch (UnreadableRecordException e) {
      poison(now, record, metadata, String.valueOf(e.getMessage()));
      return;
    }
    long start = metrics.tickStarts();
    key = lane.key();
    InstrumentPipeline pipeline = lane.pipeline();
    pipeline.at(metadata.topic(), metadata.partition(), metadata.offset());
    journalUnseen(now, lane);
    captured.deliver(pipeline);
    lane.save(now.store);
    metrics.tickEnds(start);
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
    return known != null ? known : open(now, recordKey);
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

  private Lane open(Running now, byte[] recordKey) {
    InstrumentId instrument;
    try {
      instrument = new InstrumentId(text(recordKey));
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecordException("the key is no instrument: " + e.getMessage(), e);
    }
    Lane lane = Lane.load(recordKey, new InstrumentPipeline(instrument, now.plan, this), now.store);
    now.lanes.put(lane);
    return lane;
  }

  /** Nothing is decided on what is not in the journal. */
  private void journalUnseen(Running now, Lane lane) {
    for (int i = 0; i < lane.places().size(); i++) {
      Lane.Place place = lane.places().get(i);
      AccountView account = accounts.of(place.run().strategy().account());
      if (!place.mayDiffer(account)) {
        continue;
      }
      Coordinates before = lane.pipeline().coordinates();
      for (StrategyJournalEntry entry :
          place.run().unseen(before, account, now.model.sha256(), modelName)) {
        now.context.forward(new Record<>(key, journal.encode(entry), timestamp), Sinks.JOURNAL);
        place.run().observe(entry.observation());
        metrics.journalled(entry);
      }
    }
  }

  @Override
  public void signal(Signal signal) {
    running().context.forward(new Record<>(key, signals.encode(signal), timestamp), Sinks.SIGNALS);
    metrics.signal();
  }

  @Override
  public void intent(OrderIntent intent) {
    Running now = running();
    byte[] account = intent.account().value().getBytes(StandardCharsets.UTF_8);
    now.context.forward(new Record<>(account, intents.encode(intent), timestamp), Sinks.INTENTS);
    now.commits.request(timestamp);
    metrics.intent(intent);
  }

  @Override
  public void fault(Signal notFinite) {
    metrics.fault(notFinite);
  }

  private void poison(
      Running now, Record<byte[], byte[]> record, RecordMetadata metadata, String reason) {
    Coordinates source = new Coordinates(metadata.topic(), metadata.partition(), metadata.offset());
    DeadLetter letter =
        new DeadLetter(
            source, "signals", reason, record.key(), record.value(), platform.clock().epochNanos());
    now.context.forward(
        new Record<>(record.key(), deadLetters.encode(letter), timestamp), Sinks.DEAD_LETTERS);
    metrics.deadLetter(source, text(record.key()), reason);
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }
}

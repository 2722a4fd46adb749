package io.tapedeck.risk.kafka;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.risk.JournalEvent.ClockTicked;
import io.tapedeck.domain.risk.JournalEvent.ControlReceived;
import io.tapedeck.domain.risk.JournalEvent.IntentReceived;
import io.tapedeck.domain.risk.JournalEvent.OrderEventReceived;
import io.tapedeck.domain.risk.JournalEvent.PoisonReceived;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.domain.tape.DeadLetter;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.kafka.CommitOnOutput;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import io.tapedeck.schemas.serde.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The shell of risk, one per partition:
 *
 * <ol>
 *   <li>decode the record; one that cannot be read is dead-lettered and becomes a journal entry
 *       that quarantines its account
 *   <li>journal what will be looked up and has changed: limits, a new day, lag, marks
 *   <li>journal the record and decide on the entry
 *   <li>ask for a commit if a decision left
 *   <li>between records, by wall time: publish accounts, revalue what is held, notice silence
 * </ol>
 */
final class RiskProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  /** How long an account's figures may lag behind its decisions; fills are published at once. */
  private static final Duration PUBLISH = Duration.ofMillis(200);

  private static final Duration REVALUE = Duration.ofSeconds(1);

  /** How old the figures of an account may be that nothing but the market changes. */
  private static final Duration REPUBLISH = Duration.ofSeconds(5);

  private final Platform platform;
  private final TaskPartitioner partitioner;
  private final Journal topic;
  private final RecordFormat<OrderIntent> intents;
  private final RecordFormat<OrderEvent> orderEvents;
  private final RecordFormat<ControlCommand> controls;
  private final RecordFormat<Mark> marks;
  private final RecordFormat<RiskLimits> limits;
  private final RecordFormat<DeadLetter> deadLetters;
  private final RiskMetrics metrics;
  private final LatestMarks latestMarks;

  // made anew by init: after a corrupted task the same processor is initialised again
  private @Nullable Running running;

  RiskProcessor(
      Platform platform,
      TaskPartitioner partitioner,
      Journal topic,
      RiskMetrics metrics,
      LatestMarks latestMarks) {
    this.platform = platform;
    this.partitioner = partitioner;
    this.topic = topic;
    this.intents = platform.formats().of(Topics.ORDER_INTENTS);
    this.orderEvents = platform.formats().of(Topics.ORDER_EVENTS);
    this.controls = platform.formats().of(Topics.CONTROL_COMMANDS);
    this.marks = platform.formats().of(Topics.MARKET_MARKS);
    this.limits = platform.formats().of(Topics.RISK_LIMITS);
    this.deadLetters = platform.formats().of(Topics.RISK_DEAD_LETTERS);
    this.metrics = metrics;
    this.latestMarks = latestMarks;
  }

  /** What lives from one init to the next. */
  private record Running(
      ProcessorContext<byte[], byte[]> context,
      RiskJournal journal,
      Observer observer,
      CommitOnOutput commits,
      Arrivals heartbeats) {}

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    KeyValueStore<String, byte[]> store = context.getStateStore(RiskStore.NAME);
    int partition = context.taskId().partition();
    RiskStore stored = new RiskStore(store);
    Journal.Head head = topic.head(partition);
    if (stored.isEmpty() && head.seq() > 0) {
      stored.rebuild(topic, partition);
    }
    RiskJournal journal = new RiskJournal(context, stored, partitioner, platform.formats());
    refuseUnlessAtTail(partition, journal.state(), journal.chain(), head);
    Observer observer =
        new Observer(
            journal,
            marks,
            limits,
            latestMarks,
            context.getStateStore(GlobalStores.MARKS),
            context.getStateStore(GlobalStores.LIMITS),
            metrics::unreadable);
    Running now =
        new Running(
            context,
            journal,
            observer,
            new CommitOnOutput(context),
            new Arrivals(platform.clock()));
    running = now;
    context.schedule(PUBLISH, PunctuationType.WALL_CLOCK_TIME, millis -> publish(now, millis));
    context.schedule(REVALUE, PunctuationType.WALL_CLOCK_TIME, millis -> look(now, millis));
    context.schedule(REPUBLISH, PunctuationType.WALL_CLOCK_TIME, millis -> now.journal.revalued());
  }

  private static void refuseUnlessAtTail(
      int partition, RiskState state, ChainHash chain, Journal.Head head) {
    if (head.seq() != state.seq() || !head.chain().equals(chain)) {
      throw new IllegalStateException(
          "the risk state of partition "
              + partition
              + " is at entry "
              + state.seq()
              + " ("
              + chain
              + ") but its journal ends at "
              + head.seq()
              + " ("
              + head.chain()
              + "): refusing to decide. Wipe the state directory to rebuild from the changelog, or"
              + " run 'tapedeck replay verify' to see what the journal holds");
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Running now = running;
    if (now == null) {
      throw new IllegalStateException("process before init");
    }
    RecordMetadata metadata = now.context.recordMetadata().orElseThrow();
    Coordinates source = new Coordinates(metadata.topic(), metadata.partition(), metadata.offset());
    try {
      handle(now, record, source);
    } catch (UnreadableRecordException e) {
      poison(now, record, source, String.valueOf(e.getMessage()));
    }
  }

  private void handle(Running now, Record<byte[], byte[]> record, Coordinates source) {
    byte[] value = record.value();
    String name = source.topic();
    if (value == null) {
      throw new UnreadableRecordException("a tombstone, where none belongs");
    }
    if (name.equals(platform.topic(Topics.ORDER_INTENTS))) {
      OrderIntent intent = intents.decode(value);
      keyMustBe(record, intent.account());
      now.observer.before(intent, record.timestamp(), now.context.currentSystemTimeMs());
      append(
          now, intent.account(), source, intent.eventNanos(), record, new IntentReceived(intent));
    } else if (name.equals(platform.topic(Topics.ORDER_EVENTS))) {
      OrderEvent event = orderEvents.decode(value);
      keyMustBe(record, event.account());
      append(
          now, event.account(), source, event.venueNanos(), record, new OrderEventReceived(event));
      publish(now, record.timestamp());
    } else {
      ControlCommand command = controls.decode(value);
      if (command.account() != null) {
        keyMustBe(record, command.account());
      }
      now.heartbeats.arrived();
      if (command.action() != ControlAction.HEARTBEAT) {
        append(
            now,
            command.account(),
            source,
            command.atNanos(),
            record,
            new ControlReceived(command));
        publish(now, record.timestamp());
      }
    }
  }

  private static void keyMustBe(Record<byte[], byte[]> record, AccountId account) {
    String key = text(record.key());
    if (!account.value().equals(key)) {
      throw new UnreadableRecordException(
          "the key is '" + key + "' but the record is of account " + account);
    }
  }

  private void append(
      Running now,
      @Nullable AccountId account,
      Coordinates source,
      long eventNanos,
      Record<byte[], byte[]> record,
      JournalEvent event) {
    Outcome outcome = now.journal.append(account, source, eventNanos, record.timestamp(), event);
    metrics.applied(event, outcome, now.journal.state());
    if (!outcome.decisions().isEmpty() || !outcome.commands().isEmpty()) {
      now.commits.request(record.timestamp());
    }
  }

  private void publish(Running now, long millis) {
    now.journal.publish(millis, metrics::published);
  }

  /** Once a second: what nobody's record would tell. */
  private void look(Running now, long millis) {
    RiskState state = now.journal.state();
    metrics.silent(latestMarks.silentSeconds());
    if (!state.everyAccount().iterator().hasNext()) {
      return; // nobody is here whom it could concern
    }
    now.observer.observeLimits(List.of(RiskLimits.EVERYONE), millis);
    RiskLimits everyone = state.limits(RiskLimits.EVERYONE);
    turn(
        now,
        millis,
        silent(everyone, Limit.MAX_DATA_SILENCE_SECONDS, latestMarks.silentSeconds()),
        state.dataSilent(),
        RiskEngine.DATA_SILENT,
        RiskEngine.DATA_BACK);
    turn(
        now,
        millis,
        silent(everyone, Limit.MAX_CONTROL_AGE_SECONDS, now.heartbeats.silentSeconds()),
        state.controlSilent(),
        RiskEngine.CONTROL_SILENT,
        RiskEngine.CONTROL_BACK);
    now.observer.revalued(millis, outcome -> told(now, outcome, millis));
  }

  private static boolean silent(@Nullable RiskLimits everyone, Limit limit, long seconds) {
    Long most = everyone == null ? null : everyone.value(limit.key());
    // raw scale-9 seconds are nanoseconds
    return most != null && seconds * 1_000_000_000L > most;
  }

  private void turn(Running now, long millis, boolean is, boolean was, String begins, String ends) {
    if (is != was) {
      ClockTicked tick = new ClockTicked(is ? begins : ends);
      told(
          now,
          now.journal.append(null, null, now.journal.state().clockNanos(), millis, tick),
          millis);
    }
  }

  private void told(Running now, Outcome outcome, long millis) {
    metrics.told(outcome, now.journal.state());
    if (!outcome.commands().isEmpty()) {
      now.commits.request(millis);
    }
  }

  private void poison(
      Running now, Record<byte[], byte[]> record, Coordinates source, String reason) {
    byte[] value = record.value();
    DeadLetter letter =
        new DeadLetter(source, "risk", reason, record.key(), value, platform.clock().epochNanos());
    now.context.forward(
        new Record<>(record.key(), deadLetters.encode(letter), record.timestamp()),
        Sinks.DEAD_LETTERS);
    String key = text(record.key());
    AccountId account =
        key.isBlank() || key.equals(RiskJournal.EVERYONE) ? null : new AccountId(key);
    metrics.deadLetter(source, key, reason);
    if (account != null) {
      String hash = ChainHash.sha256Hex(value == null ? new byte[0] : value);
      append(
          now,
          account,
          source,
          now.journal.state().clockNanos(),
          record,
          new PoisonReceived(reason, hash));
    }
  }

  private static String text(byte @Nullable [] key) {
    return key == null ? "" : new String(key, StandardCharsets.UTF_8);
  }
}

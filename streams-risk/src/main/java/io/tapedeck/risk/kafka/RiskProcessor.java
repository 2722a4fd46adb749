package io.tapedeck.risk.kafka;

import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.risk.JournalEvent.ClockTicked;
import io.tapedeck.domain.risk.JournalEvent.ControlReceived;
import io.tapedeck.domain.risk.JournalEvent.IntentReceived;
import io.tapedeck.domain.risk.JournalEvent.LimitsObserved;
import io.tapedeck.domain.risk.JournalEvent.MarksObserved;
import io.tapedeck.domain.risk.JournalEvent.OrderEventReceived;
import io.tapedeck.domain.risk.JournalEvent.PoisonReceived;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.domain.tape.DeadLetter;
import io.tapedeck.risk.core.AccountState;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.Position;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.kafka.CommitOnOutput;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import io.tapedeck.schemas.serde.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The shell of risk, one per partition:
 *
 * <ol>
 *   <li>decode the record; one that cannot be read is dead-lettered and becomes a journal entry
 *       that quarantines its account
 *   <li>journal what will be looked up and has changed: limits, marks, a new day
 *   <li>journal the record and decide on the entry
 *   <li>ask for a commit if a decision left
 * </ol>
 */
final class RiskProcessor implements Processor<byte[], byte[], byte[], byte[]> {
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

  // made anew by init: after a corrupted task the same processor is initialised again
  private @Nullable Running running;

  RiskProcessor(
      Platform platform, TaskPartitioner partitioner, Journal topic, RiskMetrics metrics) {
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
  }

  /** What lives from one init to the next. */
  private record Running(
      ProcessorContext<byte[], byte[]> context,
      RiskJournal journal,
      CommitOnOutput commits,
      ReadOnlyKeyValueStore<String, byte[]> markStore,
      ReadOnlyKeyValueStore<String, byte[]> limitStore) {}

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
    running =
        new Running(
            context,
            journal,
            new CommitOnOutput(context),
            context.getStateStore(GlobalStores.MARKS),
            context.getStateStore(GlobalStores.LIMITS));
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
      observe(now, intent, record.timestamp());
      append(
          now, intent.account(), source, intent.eventNanos(), record, new IntentReceived(intent));
    } else if (name.equals(platform.topic(Topics.ORDER_EVENTS))) {
      OrderEvent event = orderEvents.decode(value);
      keyMustBe(record, event.account());
      append(
          now, event.account(), source, event.venueNanos(), record, new OrderEventReceived(event));
    } else {
      ControlCommand command = controls.decode(value);
      if (command.account() != null) {
        keyMustBe(record, command.account());
      }
      append(
          now, command.account(), source, command.atNanos(), record, new ControlReceived(command));
    }
  }

  private static void keyMustBe(Record<byte[], byte[]> record, AccountId account) {
    String key = text(record.key());
    if (!account.value().equals(key)) {
      throw new UnreadableRecordException(
          "the key is '" + key + "' but the record is of account " + account);
    }
  }

  /**
   * Journals what deciding on the intent will look up, where it differs from what was journalled.
   */
  private void observe(Running now, OrderIntent intent, long timestamp) {
    rollDay(now, intent.eventNanos(), timestamp);
    observeLimits(now, RiskLimits.EVERYONE, timestamp);
    observeLimits(now, intent.account().value(), timestamp);
    observeMarks(now, intent, timestamp);
  }

  private void observeLimits(Running now, String scope, long timestamp) {
    byte[] stored = now.limitStore.get(scope);
    if (stored == null) {
      return;
    }
    RiskLimits latest = limits.decode(stored);
    RiskState state = now.journal.state();
    RiskLimits known = state.limits(scope);
    // a restored global store may be behind: limits never go back to an older version
    if (known == null || latest.version() > known.version()) {
      now.journal.append(null, null, state.clockNanos(), timestamp, new LimitsObserved(latest));
    }
  }

  private void observeMarks(Running now, OrderIntent intent, long timestamp) {
    RiskState state = now.journal.state();
    AccountState account = state.account(intent.account());
    TreeSet<InstrumentId> instruments = new TreeSet<>();
    instruments.add(intent.instrument());
    for (Map.Entry<InstrumentId, Position> held : account.positions().entrySet()) {
      if (!held.getValue().quantity().isZero()) {
        instruments.add(held.getKey());
      }
    }
    List<Mark> changed = new ArrayList<>();
    long newest = intent.eventNanos();
    for (InstrumentId instrument : instruments) {
      byte[] stored = now.markStore.get(instrument.value());
      if (stored != null) {
        Mark mark = marks.decode(stored);
        if (newer(mark, state.mark(instrument))) {
          changed.add(mark);
          newest = Math.max(newest, mark.eventNanos());
        }
      }
    }
    if (!changed.isEmpty()) {
      now.journal.append(null, null, newest, timestamp, new MarksObserved(changed));
    }
  }

  /** A restored global store may be behind or ahead; marks never go back to an older tick. */
  private static boolean newer(Mark mark, @Nullable Mark known) {
    if (known == null) {
      return true;
    }
    boolean samePartition =
        mark.source().topic().equals(known.source().topic())
            && mark.source().partition() == known.source().partition();
    return samePartition
        ? mark.source().offset() > known.source().offset()
        : mark.receivedNanos() > known.receivedNanos();
  }

  private static void rollDay(Running now, long eventNanos, long timestamp) {
    if (RiskEngine.dayOf(eventNanos) > now.journal.state().day()) {
      now.journal.append(null, null, eventNanos, timestamp, new ClockTicked(RiskEngine.DAY_ROLL));
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

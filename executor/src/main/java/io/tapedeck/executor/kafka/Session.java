package io.tapedeck.executor.kafka;

import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.VenueStatement;
import io.tapedeck.domain.tape.DeadLetter;
import io.tapedeck.executor.core.ExecutorState;
import io.tapedeck.executor.crash.CrashPoints;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One tenure of the writer: fences whoever wrote before, then reads all that is committed. There is
 * one transactional id per group, so a second executor takes over whole, and the first one's next
 * transaction fails before it could send. Partitions are assigned by hand for the same reason.
 */
final class Session implements AutoCloseable {
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

  /**
   * A transaction that follows closely finds the one before it still being completed, and is told
   * to try again: soon, since an order waits.
   */
  private static final Map<String, Object> PROMPT =
      Map.of("linger.ms", 0, "retry.backoff.ms", 2, "retry.backoff.max.ms", 500);

  private static final long REFRESH_NANOS = Duration.ofHours(1).toNanos();

  private final Platform platform;
  private final CrashPoints crash;
  private final Tenure tenure;
  private final Producer<byte[], byte[]> producer;
  private final Consumer<byte[], byte[]> consumer;
  private final RecordFormat<OrderCommand> commands;
  private final RecordFormat<ClaimEntry> claims;
  private final RecordFormat<OrderEvent> events;
  private final RecordFormat<VenueStatement> statements;
  private final RecordFormat<DeadLetter> deadLetters;
  private final ExecutorState state = new ExecutorState();
  private final HaltedAccounts halted;
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private long refreshedMonotonic;

  private Session(
      Platform platform,
      CrashPoints crash,
      Producer<byte[], byte[]> producer,
      Consumer<byte[], byte[]> consumer,
      Set<String> released,
      Tenure tenure) {
    this.platform = platform;
    this.crash = crash;
    this.producer = producer;
    this.consumer = consumer;
    this.tenure = tenure;
    this.halted = new HaltedAccounts(released);
    this.commands = platform.formats().of(Topics.ORDERS_APPROVED);
    this.claims = platform.formats().of(Topics.EXECUTOR_JOURNAL);
    this.events = platform.formats().of(Topics.ORDER_EVENTS);
    this.statements = platform.formats().of(Topics.VENUE_STATEMENTS);
    this.deadLetters = platform.formats().of(Topics.EXECUTOR_DEAD_LETTERS);
  }

  /**
   * Takes over.
   *
   * @throws IllegalStateException if the group lost its offsets, our own records cannot be read, or
   *     another executor took over since the last session
   */
  static Session open(
      Platform platform, CrashPoints crash, String group, Set<String> released, Tenure tenure) {
    Producer<byte[], byte[]> producer =
        platform.kafka().transactionalProducer(group + "-writer", group + "-writer", PROMPT);
    Consumer<byte[], byte[]> consumer = null;
    boolean opened = false;
    try {
      producer.initTransactions();
      consumer =
          platform.kafka().consumer(group, group + "-commands", Map.of("fetch.max.wait.ms", 100));
      Session session = new Session(platform, crash, producer, consumer, released, tenure);
      session.recover(group);
      opened = true;
      return session;
    } finally {
      if (!opened) {
        producer.close(CLOSE_PATIENCE);
        if (consumer != null) {
          consumer.close();
        }
      }
    }
  }

  private void recover(String group) {
    TopicReader reader = new TopicReader(platform);
    reader.read(Topics.EXECUTOR_JOURNAL, tenure::read, state::apply);
    reader.read(Topics.ORDER_EVENTS, state::apply);
    reader.read(Topics.EXECUTOR_DEAD_LETTERS, halted::add);
    List<TopicPartition> partitions =
        consumer.partitionsFor(platform.topic(Topics.ORDERS_APPROVED)).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    positions.putAll(CommandOffsets.of(consumer, partitions, group, state.isEmpty()));
    positions.forEach(consumer::seek);
    tenure.begin();
    refreshedMonotonic = platform.clock().monotonicNanos();
    platform.metrics().bind(producer);
    platform.metrics().bind(consumer);
  }

  ExecutorState state() {
    return state;
  }

  HaltedAccounts halted() {
    return halted;
  }

  RecordFormat<OrderCommand> commands() {
    return commands;
  }

  ConsumerRecords<byte[], byte[]> poll(Duration patience) {
    return consumer.poll(patience);
  }

  /** Writes all of it, or nothing; an exception means that this session is over. */
  void commit(Batch batch) {
    batch.offsets().forEach((partition, next) -> positions.put(partition, next.offset()));
    Map<TopicPartition, OffsetAndMetadata> offsets = batch.offsets();
    if (refreshDue()) {
      // offsets of a partition without commands would be forgotten by the broker in a week
      offsets = new HashMap<>();
      for (Map.Entry<TopicPartition, Long> position : positions.entrySet()) {
        offsets.put(position.getKey(), new OffsetAndMetadata(position.getValue()));
      }
    }
    producer.beginTransaction();
    for (ClaimEntry entry : batch.entries()) {
      write(Topics.EXECUTOR_JOURNAL, entry.intent().value(), claims.encode(entry));
    }
    for (OrderEvent event : batch.events()) {
      write(Topics.ORDER_EVENTS, event.account().value(), events.encode(event));
    }
    for (VenueStatement statement : batch.statements()) {
      write(Topics.VENUE_STATEMENTS, statement.account().value(), statements.encode(statement));
    }
    for (DeadLetter letter : batch.deadLetters()) {
      write(Topics.EXECUTOR_DEAD_LETTERS, letter.key(), deadLetters.encode(letter));
    }
    if (!batch.sends().isEmpty()) {
      crash.reached(CrashPoints.Point.AFTER_CLAIM_PRODUCED);
    }
    if (batch.settles()) {
      crash.reached(CrashPoints.Point.AFTER_OUTCOME_PRODUCED);
    }
    if (!offsets.isEmpty()) {
      producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
    }
    producer.commitTransaction();
  }

  boolean refreshDue() {
    return platform.clock().monotonicNanos() - refreshedMonotonic > REFRESH_NANOS;
  }

  void refreshed() {
    refreshedMonotonic = platform.clock().monotonicNanos();
  }

  private void write(Topic<?> topic, String key, byte[] value) {
    write(topic, key.getBytes(StandardCharsets.UTF_8), value);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the commit throws what a send failed with
  private void write(Topic<?> topic, byte @Nullable [] key, byte[] value) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(platform.topic(topic), key, value);
    tenure.sign(record);
    producer.send(record);
  }

  @Override
  public void close() {
    producer.close(CLOSE_PATIENCE);
    consumer.close();
  }
}

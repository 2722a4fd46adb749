package io.tapedeck.risk.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent.LimitsObserved;
import io.tapedeck.domain.risk.JournalEvent.MarksObserved;
import io.tapedeck.domain.risk.JournalEvent.PoisonReceived;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.domain.tape.DeadLetter;
import io.tapedeck.risk.core.AccountBytes;
import io.tapedeck.risk.core.AccountState;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import io.tapedeck.schemas.serde.ConfluentFormat;
import io.tapedeck.schemas.serde.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Judges what risk wrote with a plain consumer and a fold of its own, without Streams: every record
 * of every input was journalled once and in order, every number follows the one before, chain,
 * decisions, commands and account hashes are what the journal leads to, marks and limits never went
 * back. A snapshot of the topics as they are now.
 */
final class TapeJudge implements AutoCloseable {
  private final Platform platform;
  private final Consumer<byte[], byte[]> consumer;

  TapeJudge(Platform platform) {
    this.platform = platform;
    this.consumer = platform.kafka().consumer(null, "judge", Map.of());
  }

  /** Everything holds; returns the entries of all partitions. */
  List<JournalEntry> everythingHolds() {
    List<JournalEntry> all = new ArrayList<>();
    int partitions = partitions(Topics.RISK_JOURNAL);
    for (int partition = 0; partition < partitions; partition++) {
      List<JournalEntry> entries = new Partition(partition).fold();
      everyInputOnce(partition, entries);
      neverBack(entries);
      all.addAll(entries);
    }
    List<DeadLetter> letters = read(Topics.RISK_DEAD_LETTERS);
    assertThat(letters.stream().map(DeadLetter::source))
        .as("each poison is dead-lettered once")
        .doesNotHaveDuplicates()
        .containsAll(
            all.stream()
                .filter(e -> e.event() instanceof PoisonReceived)
                .map(JournalEntry::source)
                .toList());
    return all;
  }

  List<Decision> decisions() {
    return read(Topics.RISK_DECISIONS);
  }

  /** One partition's fold. */
  private final class Partition {
    private final int number;
    private final RecordFormat<JournalEntry> entries = platform.formats().of(Topics.RISK_JOURNAL);
    private final RecordFormat<Decision> decisions = platform.formats().of(Topics.RISK_DECISIONS);
    private final RiskState state = new RiskState();
    private ChainHash chain = ChainHash.GENESIS;

    Partition(int number) {
      this.number = number;
    }

    List<JournalEntry> fold() {
      List<JournalEntry> folded = new ArrayList<>();
      List<Decision> decided = new ArrayList<>();
      List<OrderCommand> commands = new ArrayList<>();
      Map<Long, List<AccountSnapshot>> published = published();
      for (ConsumerRecord<byte[], byte[]> record : records(Topics.RISK_JOURNAL, number)) {
        JournalEntry entry = entries.decode(record.value());
        Outcome outcome = RiskEngine.decide(state, entry); // throws at a gap in the numbers
        List<byte[]> payloads = new ArrayList<>();
        for (Decision decision : outcome.decisions()) {
          Decision chained = decision.after(chain.toString());
          decided.add(chained);
          payloads.add(Topics.RISK_DECISIONS.codec().encode(chained));
        }
        chain = chain.next(ConfluentFormat.writtenPayload(record.value()), payloads);
        assertThat(record.headers().lastHeader(ChainHash.HEADER).value())
            .as("chain after entry " + entry.seq() + " of partition " + number)
            .isEqualTo(chain.bytes());
        commands.addAll(outcome.commands());
        folded.add(entry);
        published.getOrDefault(entry.seq(), List.of()).forEach(this::sameHash);
      }
      assertThat(
              records(Topics.RISK_DECISIONS, number).stream().map(r -> decisions.decode(r.value())))
          .as("decisions of partition " + number)
          .isEqualTo(decided);
      assertThat(
              records(Topics.ORDERS_APPROVED, number).stream()
                  .map(r -> platform.formats().of(Topics.ORDERS_APPROVED).decode(r.value())))
          .as("commands of partition " + number)
          .isEqualTo(commands);
      return folded;
    }

    private Map<Long, List<AccountSnapshot>> published() {
      Map<Long, List<AccountSnapshot>> published = new HashMap<>();
      for (ConsumerRecord<byte[], byte[]> record : records(Topics.ACCOUNT_STATE, number)) {
        AccountSnapshot snapshot =
            platform.formats().of(Topics.ACCOUNT_STATE).decode(record.value());
        published.computeIfAbsent(snapshot.journalSeq(), s -> new ArrayList<>()).add(snapshot);
      }
      return published;
    }

    private void sameHash(AccountSnapshot snapshot) {
      AccountState account = state.account(snapshot.account());
      assertThat(ChainHash.sha256Hex(AccountBytes.write(account, state.clockNanos())))
          .as("state of account " + snapshot.account() + " after entry " + state.seq())
          .isEqualTo(snapshot.stateHash());
    }
  }

  private void everyInputOnce(int partition, List<JournalEntry> entries) {
    Map<String, List<Coordinates>> journalled = new TreeMap<>();
    for (JournalEntry entry : entries) {
      Coordinates source = entry.source();
      if (source != null) {
        journalled.computeIfAbsent(source.topic(), t -> new ArrayList<>()).add(source);
      }
    }
    Map<String, List<Coordinates>> sent = new TreeMap<>();
    inputs(partition)
        .forEach(at -> sent.computeIfAbsent(at.topic(), t -> new ArrayList<>()).add(at));
    assertThat(journalled).as("inputs of partition " + partition).isEqualTo(sent);
  }

  /** What must be journalled: everything but heartbeats and what no account can be blamed for. */
  private List<Coordinates> inputs(int partition) {
    List<Coordinates> all = new ArrayList<>();
    for (Topic<?> topic :
        List.of(Topics.ORDER_INTENTS, Topics.ORDER_EVENTS, Topics.CONTROL_COMMANDS)) {
      for (ConsumerRecord<byte[], byte[]> record : records(topic, partition)) {
        if (topic != Topics.CONTROL_COMMANDS || isCommand(record)) {
          all.add(new Coordinates(record.topic(), record.partition(), record.offset()));
        }
      }
    }
    return all;
  }

  private boolean isCommand(ConsumerRecord<byte[], byte[]> record) {
    try {
      return record.value() == null
          ? hasAccount(record)
          : platform.formats().of(Topics.CONTROL_COMMANDS).decode(record.value()).action()
              != ControlAction.HEARTBEAT;
    } catch (UnreadableRecordException e) {
      return hasAccount(record);
    }
  }

  private static boolean hasAccount(ConsumerRecord<byte[], byte[]> record) {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    return !key.isBlank() && !key.equals("*");
  }

  private static void neverBack(List<JournalEntry> entries) {
    Map<InstrumentId, Long> marks = new HashMap<>();
    Map<String, Long> limits = new HashMap<>();
    for (JournalEntry entry : entries) {
      if (entry.event() instanceof MarksObserved observed) {
        for (Mark mark : observed.marks()) {
          Long before = marks.put(mark.instrument(), mark.source().offset());
          assertThat(mark.source().offset())
              .as("mark at entry " + entry.seq())
              .isGreaterThan(before == null ? -1 : before);
        }
      } else if (entry.event() instanceof LimitsObserved observed) {
        Long before = limits.put(observed.limits().scope(), observed.limits().version());
        assertThat(observed.limits().version())
            .as("limits at entry " + entry.seq())
            .isGreaterThan(before == null ? 0 : before);
      }
    }
  }

  private int partitions(Topic<?> topic) {
    return consumer.partitionsFor(platform.topic(topic)).size();
  }

  <T> List<T> read(Topic<T> topic) {
    List<T> values = new ArrayList<>();
    RecordFormat<T> format = platform.formats().of(topic);
    for (int partition = 0; partition < partitions(topic); partition++) {
      records(topic, partition).forEach(record -> values.add(format.decode(record.value())));
    }
    return values;
  }

  List<ConsumerRecord<byte[], byte[]>> records(Topic<?> topic, int partition) {
    TopicPartition at = new TopicPartition(platform.topic(topic), partition);
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    consumer.assign(List.of(at));
    consumer.seekToBeginning(List.of(at));
    long end = consumer.endOffsets(List.of(at)).getOrDefault(at, 0L);
    while (consumer.position(at) < end) {
      consumer.poll(Duration.ofMillis(50)).forEach(all::add);
    }
    return all;
  }

  @Override
  public void close() {
    consumer.close();
  }
}

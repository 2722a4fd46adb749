package io.tapedeck.launcher.bench;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.replay.Tape;
import io.tapedeck.replay.TapeRecord;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.ConfluentFormat;
import io.tapedeck.schemas.serde.Formats;
import io.tapedeck.schemas.serde.RecordFormat;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Journal and decisions in memory: another tape's, or written here as risk writes them. */
final class MemoryTape implements Tape {
  private static final Coordinates SOURCE = new Coordinates(Topics.ORDER_INTENTS.name(), 0, 1);

  private final Formats formats;
  private final List<List<TapeRecord>> journal = new ArrayList<>();
  private final List<List<TapeRecord>> decisions = new ArrayList<>();
  private final RiskState state = new RiskState();
  private final RecordFormat<JournalEntry> entryFormat;
  private final RecordFormat<Decision> decisionFormat;
  private ChainHash chain = ChainHash.GENESIS;
  private long accountSeq;

  /** An empty one of one partition. */
  MemoryTape() {
    this(Formats.offline());
    journal.add(new ArrayList<>());
    decisions.add(new ArrayList<>());
  }

  private MemoryTape(Formats formats) {
    this.formats = formats;
    this.entryFormat = formats.of(Topics.RISK_JOURNAL);
    this.decisionFormat = formats.of(Topics.RISK_DECISIONS);
  }

  /** All of another tape's. */
  static MemoryTape of(Tape other) {
    MemoryTape tape = new MemoryTape(other.formats());
    for (int partition = 0; partition < other.partitions(Topics.RISK_JOURNAL); partition++) {
      tape.journal.add(all(other, Topics.RISK_JOURNAL, partition));
      tape.decisions.add(all(other, Topics.RISK_DECISIONS, partition));
    }
    return tape;
  }

  private static List<TapeRecord> all(Tape other, Topic<?> topic, int partition) {
    List<TapeRecord> all = new ArrayList<>();
    try (Records records = other.records(topic, partition)) {
      records.forEachRemaining(all::add);
    }
    return all;
  }

  /** Decides an event and writes entry and decisions into partition 0. */
  List<Decision> append(@Nullable AccountId account, long nanos, JournalEvent event) {
    long number = account == null ? 0 : ++accountSeq;
    JournalEntry entry = new JournalEntry(state.seq() + 1, account, number, SOURCE, nanos, event);
    List<Decision> decided = RiskEngine.decide(state, entry).decisions();
    List<byte[]> bytes = new ArrayList<>();
    for (Decision decision : decided) {
      bytes.add(decisionFormat.encode(decision.after(chain.toString())));
    }
    byte[] entryBytes = entryFormat.encode(entry);
    chain = chain.next(entryBytes, bytes, ConfluentFormat.HEADER);
    bytes.forEach(b -> add(decisions.get(0), Topics.RISK_DECISIONS, b, Map.of()));
    add(journal.get(0), Topics.RISK_JOURNAL, entryBytes, Map.of(ChainHash.HEADER, chain.bytes()));
    return decided;
  }

  private static void add(
      List<TapeRecord> records, Topic<?> topic, byte[] value, Map<String, byte[]> headers) {
    Coordinates at = new Coordinates(topic.name(), 0, records.size());
    records.add(new TapeRecord(at, 0, null, value, headers));
  }

  private List<List<TapeRecord>> of(Topic<?> topic) {
    return topic.equals(Topics.RISK_JOURNAL) ? journal : decisions;
  }

  long size(Topic<?> topic) {
    return of(topic).stream().mapToLong(List::size).sum();
  }

  /** Of all values. */
  long bytes() {
    long bytes = 0;
    for (Topic<?> topic : List.of(Topics.RISK_JOURNAL, Topics.RISK_DECISIONS)) {
      for (List<TapeRecord> records : of(topic)) {
        for (TapeRecord record : records) {
          byte[] value = record.value();
          bytes += value == null ? 0 : value.length;
        }
      }
    }
    return bytes;
  }

  @Override
  public int partitions(Topic<?> topic) {
    return journal.size();
  }

  @Override
  public Records records(Topic<?> topic, int partition) {
    Iterator<TapeRecord> all = of(topic).get(partition).iterator();
    return new Records() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public TapeRecord next() {
        return all.next();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Formats formats() {
    return formats;
  }

  @Override
  public void close() {}
}

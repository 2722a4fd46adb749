package io.tapedeck.replay;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.replay.Verification.Difference;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.AvroWriter;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import io.tapedeck.schemas.serde.ConfluentFormat;
import io.tapedeck.schemas.serde.Formats;
import io.tapedeck.schemas.serde.RecordFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The fold of one partition's journal: each entry is decided anew, and entry, decisions and chain
 * are held against what was written. Not thread-safe.
 */
public final class PartitionFold {
  private static final byte[] NOTHING = {};

  private final BiFunction<RiskState, JournalEntry, Outcome> decide;
  private final JournalRange range;
  private final RecordFormat<JournalEntry> entryFormat;
  private final RecordFormat<Decision> decisionFormat;
  private final List<byte[]> written = new ArrayList<>();
  private RiskState state = new RiskState();
  private ChainHash chain = ChainHash.GENESIS;
  private long entries;
  private long decisions;
  private long differences;
  private @Nullable Difference first;
  private Consumer<Difference> told = difference -> {};
  private long nextEntry;
  private long nextDecision;

  /**
   * A fold from the journal's start, or from a snapshot.
   *
   * @param range whose differences count; what is before it is folded all the same
   */
  public PartitionFold(
      Formats formats,
      BiFunction<RiskState, JournalEntry, Outcome> decide,
      JournalRange range,
      @Nullable StateSnapshot start) {
    this.decide = decide;
    this.range = range;
    this.entryFormat = formats.of(Topics.RISK_JOURNAL);
    this.decisionFormat = formats.of(Topics.RISK_DECISIONS);
    if (start != null) {
      state = start.state();
      chain = start.chain();
      nextEntry = start.nextEntry();
      nextDecision = start.nextDecision();
    }
  }

  /** Decisions as they were written, in order. */
  public interface Written {
    /** The next one, null if there is none. */
    @Nullable TapeRecord peek();

    /** Goes on to the one behind it. */
    void take();
  }

  /** The state after the last entry. */
  public RiskState state() {
    return state;
  }

  /** The chain hash after it. */
  public ChainHash chain() {
    return chain;
  }

  /** Entries folded here, not those before a snapshot. */
  public long entries() {
    return entries;
  }

  /** Decisions compared. */
  public long decisions() {
    return decisions;
  }

  /** Where what was written is not what the journal leads to. */
  public long differences() {
    return differences;
  }

  /** The first difference, null if there is none. */
  public @Nullable Difference first() {
    return first;
  }

  /** Is told of each difference from now on. */
  public PartitionFold onDifference(Consumer<Difference> listener) {
    told = listener;
    return this;
  }

  /** Offset behind the last entry. */
  public long nextEntry() {
    return nextEntry;
  }

  /** Offset behind the last decision. */
  public long nextDecision() {
    return nextDecision;
  }

  /** Holds the chain after the last entry against the anchor of that entry, which is then done. */
  public void meetAnchor(Map<Long, String> anchored, Coordinates at) {
    String wanted = anchored.remove(state.seq());
    if (wanted != null && !wanted.equals(chain.toString())) {
      differs(
          at,
          "entry "
              + state.seq()
              + " is anchored with chain hash "
              + wanted
              + " but now has "
              + chain);
    }
  }

  /** Notes a difference that was found from outside. */
  public void differs(Coordinates at, String what) {
    differences++;
    Difference found = new Difference(at, what);
    if (first == null) {
      first = found;
    }
    told.accept(found);
  }

  private boolean asked() {
    return range.coversEntry(state.seq());
  }

  /** Decides the next entry; null if the fold cannot go on from here. */
  public @Nullable Outcome decide(TapeRecord record) {
    try {
      JournalEntry entry = entryFormat.decode(bytes(record));
      Outcome outcome = decide.apply(state, entry);
      entries++;
      forgetChanges(entry, outcome);
      return outcome;
    } catch (UnreadableRecordException e) {
      differs(record.at(), "cannot be read: " + e.getMessage());
    } catch (IllegalStateException e) {
      differs(record.at(), String.valueOf(e.getMessage()));
    }
    return null;
  }

  /** A store writes what changed; nobody here does, and it would only grow. */
  private void forgetChanges(JournalEntry entry, Outcome outcome) {
    AccountId owner = entry.account();
    if (owner != null) {
      state.account(owner).changes().clear();
    }
    for (AccountId changed : outcome.changed()) {
      state.account(changed).changes().clear();
    }
  }

  /** Holds what the entry led to against what was written. */
  public void compare(TapeRecord record, Outcome outcome, Written decided) {
    written.clear();
    if (!outcome.decisions().isEmpty()) {
      String previous = chain.toString();
      for (Decision expected : outcome.decisions()) {
        compare(record, expected.after(previous), decided);
      }
    }
    byte[] entry = bytes(record);
    ChainHash next = chain.next(entry, written, ConfluentFormat.HEADER);
    byte[] carried = record.headers().get(ChainHash.HEADER);
    if (carried == null || !next.is(carried)) {
      if (asked()) {
        differs(
            record.at(),
            "the chain leads to "
                + next
                + " but the entry carries "
                + (carried == null ? "no hash" : HexFormat.of().formatHex(carried)));
      }
      // go on from what is carried, so that one altered record is not counted as many
      next = carried == null || carried.length != 32 ? next : ChainHash.of(carried);
    }
    chain = next;
    nextEntry = record.at().offset() + 1;
  }

  private void compare(TapeRecord entry, Decision expected, Written decided) {
    TapeRecord record = decided.peek();
    if (record == null) {
      missing(entry, expected);
      return;
    }
    boolean wanted = asked() && range.coversAccount(expected.account());
    byte[] bytes = bytes(record);
    if (wanted && same(expected, bytes)) {
      decisions++;
      take(record, decided);
      written.add(bytes);
      return;
    }
    Decision actual = read(bytes);
    if (actual != null && actual.journalSeq() != expected.journalSeq()) {
      if (asked()) {
        differs(
            record.at(),
            "decision of entry "
                + actual.journalSeq()
                + " where that of entry "
                + expected.journalSeq()
                + " belongs");
      }
      if (actual.journalSeq() > expected.journalSeq()) {
        return; // it belongs to a later entry: this one's is missing
      }
    }
    take(record, decided);
    if (actual == null) {
      if (asked()) {
        differs(record.at(), "the decision cannot be read");
      }
    } else if (wanted) {
      decisions++;
      compare(record, actual, expected, bytes);
    }
    written.add(bytes);
  }

  private void missing(TapeRecord entry, Decision expected) {
    if (asked()) {
      differs(entry.at(), "the decision on intent " + expected.intent() + " is missing");
    }
  }

  private void take(TapeRecord record, Written decided) {
    decided.take();
    nextDecision = record.at().offset() + 1;
  }

  /** True if the record, its header included, is what this build writes: nearly always. */
  private boolean same(Decision expected, byte[] bytes) {
    if (!(decisionFormat instanceof ConfluentFormat<Decision> own)) {
      return false; // somebody else's serde: its records are compared by their payload
    }
    AvroWriter out = own.begin();
    Topics.RISK_DECISIONS.codec().write(out, expected);
    return Arrays.equals(out.array(), 0, out.size(), bytes, 0, bytes.length);
  }

  /** Another build may have written it in another version of the schema. */
  private void compare(TapeRecord record, Decision actual, Decision expected, byte[] bytes) {
    byte[] recomputed = Topics.RISK_DECISIONS.codec().encode(expected);
    if (!Arrays.equals(recomputed, decisionFormat.payload(bytes))) {
      differs(record.at(), DecisionDifference.describe(actual, expected));
    }
  }

  private @Nullable Decision read(byte[] bytes) {
    try {
      return decisionFormat.decode(bytes);
    } catch (UnreadableRecordException e) {
      return null;
    }
  }

  private static byte[] bytes(TapeRecord record) {
    byte[] value = record.value();
    return value == null ? NOTHING : value;
  }
}

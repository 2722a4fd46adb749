package io.tapedeck.replay;

import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.replay.Verification.Difference;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import io.tapedeck.schemas.serde.RecordFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Folds the risk journal with the very {@code decide} that runs live and compares:
 *
 * <ol>
 *   <li>the entries are numbered without gaps
 *   <li>each decision written is, byte for byte, the one that its entry leads to
 *   <li>the chain over the bytes as written ends in the hash that the entry carries
 * </ol>
 */
public final class JournalVerifier {
  private final Tape tape;
  private final BiFunction<RiskState, JournalEntry, Outcome> decide;
  private final Progress progress;
  private @Nullable Anchors anchors;

  /** Told how far verification is. */
  @FunctionalInterface
  public interface Progress {
    void entries(long count);
  }

  public JournalVerifier(Tape tape, Progress progress) {
    this(tape, progress, RiskEngine::decide);
  }

  /** With another engine, to see which decisions it would change. */
  public JournalVerifier(
      Tape tape, Progress progress, BiFunction<RiskState, JournalEntry, Outcome> decide) {
    this.tape = tape;
    this.progress = progress;
    this.decide = decide;
  }

  /** Also holds the journal against where it once stood. */
  public JournalVerifier against(Anchors known) {
    this.anchors = known;
    return this;
  }

  /** Verifies all partitions. */
  public Verification verify() {
    Totals totals = new Totals();
    int partitions = tape.partitions(Topics.RISK_JOURNAL);
    List<String> heads = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      Partition fold = new Partition(partition, totals);
      heads.add(fold.verify().toString());
      ends.add(fold.state.seq());
    }
    return new Verification(
        partitions,
        totals.entries,
        totals.decisions,
        totals.differences,
        totals.first,
        heads,
        ends);
  }

  private static final class Totals {
    private long entries;
    private long decisions;
    private long differences;
    private @Nullable Difference first;

    void differs(Coordinates at, String what) {
      differences++;
      if (first == null) {
        first = new Difference(at, what);
      }
    }
  }

  /** One partition's fold. */
  private final class Partition {
    private final int number;
    private final Totals totals;
    private final RecordFormat<JournalEntry> entries;
    private final RecordFormat<Decision> decisions;
    private final RiskState state = new RiskState();
    private final Map<Long, String> anchored;
    private ChainHash chain = ChainHash.GENESIS;
    private @Nullable TapeRecord ahead;

    Partition(int number, Totals totals) {
      this.number = number;
      this.totals = totals;
      this.entries = tape.formats().of(Topics.RISK_JOURNAL);
      this.decisions = tape.formats().of(Topics.RISK_DECISIONS);
      this.anchored = anchors == null ? new HashMap<>() : anchors.of(number);
    }

    ChainHash verify() {
      try (Tape.Records journal = tape.records(Topics.RISK_JOURNAL, number);
          Tape.Records written = tape.records(Topics.RISK_DECISIONS, number)) {
        while (journal.hasNext()) {
          if (!step(journal.next(), written)) {
            return chain;
          }
        }
        TapeRecord left = peek(written);
        if (left != null) {
          totals.differs(left.at(), "a decision beyond the end of the journal");
        }
        cut();
      }
      return chain;
    }

    /** What is anchored and was not met lies beyond the end: the tail is gone. */
    private void cut() {
      if (!anchored.isEmpty()) {
        long last = Collections.max(anchored.keySet());
        totals.differs(
            new Coordinates(Topics.RISK_JOURNAL.name(), number, -1),
            "ends at entry "
                + state.seq()
                + ", but is anchored up to entry "
                + last
                + ": at least "
                + (last - state.seq())
                + " entries were cut from its end");
      }
    }

    private void anchored(TapeRecord record) {
      String wanted = anchored.remove(state.seq());
      if (wanted != null && !wanted.equals(chain.toString())) {
        totals.differs(
            record.at(),
            "entry "
                + state.seq()
                + " is anchored with chain hash "
                + wanted
                + " but now has "
                + chain);
      }
    }

    /** False if the fold cannot go on. */
    private boolean step(TapeRecord record, Tape.Records written) {
      Outcome outcome;
      try {
        JournalEntry entry = entries.decode(bytes(record));
        outcome = decide.apply(state, entry);
      } catch (UnreadableRecordException e) {
        totals.differs(record.at(), "cannot be read: " + e.getMessage());
        return false;
      } catch (IllegalStateException e) {
        totals.differs(record.at(), String.valueOf(e.getMessage()));
        return false;
      }
      totals.entries++;
      progress.entries(totals.entries);
      List<byte[]> payloads = compare(record, outcome, written);
      ChainHash next = chain.next(entries.payload(bytes(record)), payloads);
      byte[] carried = record.headers().get(ChainHash.HEADER);
      if (carried == null || !Arrays.equals(carried, next.bytes())) {
        totals.differs(
            record.at(),
            "the chain leads to "
                + next
                + " but the entry carries "
                + (carried == null ? "no hash" : HexFormat.of().formatHex(carried)));
        // go on from what is carried, so that one altered record is not counted as many
        next = carried == null || carried.length != 32 ? next : ChainHash.of(carried);
      }
      chain = next;
      anchored(record);
      return true;
    }

    /** Compares the decisions of one entry; returns the payloads as written. */
    private List<byte[]> compare(TapeRecord entry, Outcome outcome, Tape.Records written) {
      List<byte[]> payloads = new ArrayList<>();
      for (Decision expected : outcome.decisions()) {
        totals.decisions++;
        TapeRecord record = peek(written);
        if (record == null) {
          totals.differs(entry.at(), "the decision on intent " + expected.intent() + " is missing");
          continue;
        }
        Decision actual = read(record);
        if (actual != null && actual.journalSeq() != expected.journalSeq()) {
          totals.differs(
              record.at(),
              "decision of entry "
                  + actual.journalSeq()
                  + " where that of entry "
                  + expected.journalSeq()
                  + " belongs");
          if (actual.journalSeq() > expected.journalSeq()) {
            continue;
          }
        }
        ahead = null;
        if (actual == null) {
          totals.differs(record.at(), "the decision cannot be read");
          payloads.add(bytes(record));
          continue;
        }
        byte[] payload = decisions.payload(bytes(record));
        payloads.add(payload);
        compareOne(record, actual, expected.after(chain.toString()), payload);
      }
      return payloads;
    }

    private void compareOne(TapeRecord record, Decision actual, Decision expected, byte[] payload) {
      byte[] recomputed = Topics.RISK_DECISIONS.codec().encode(expected);
      if (!Arrays.equals(recomputed, payload)) {
        totals.differs(record.at(), DecisionDifference.describe(actual, expected));
      }
    }

    private @Nullable Decision read(TapeRecord record) {
      try {
        return decisions.decode(bytes(record));
      } catch (UnreadableRecordException e) {
        return null;
      }
    }

    private @Nullable TapeRecord peek(Tape.Records written) {
      if (ahead == null && written.hasNext()) {
        ahead = written.next();
      }
      return ahead;
    }

    private static byte[] bytes(TapeRecord record) {
      byte[] value = record.value();
      return value == null ? new byte[0] : value;
    }
  }
}

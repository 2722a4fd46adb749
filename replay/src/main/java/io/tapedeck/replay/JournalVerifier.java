package io.tapedeck.replay;

import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.replay.Verification.PartitionProof;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.schemas.Topics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Folds the risk journal with the very {@code decide} that runs live and compares:
 *
 * <ol>
 *   <li>the entries are numbered without gaps
 *   <li>each decision written is, byte for byte, the one that its entry leads to
 *   <li>the chain over the bytes as written ends in the hash that the entry carries
 *   <li>where anchors are given: the chain leads through each of them
 * </ol>
 *
 * A range is proved from its first entry to its last. What is before it is folded all the same,
 * without comparing, from the start or from the newest snapshot before it.
 */
public final class JournalVerifier {
  private static final long PROGRESS_EVERY = 1_024;

  private final Tape tape;
  private final BiFunction<RiskState, JournalEntry, Outcome> decide;
  private final Progress progress;
  private final LongAdder folded = new LongAdder();
  private JournalRange range = JournalRange.ALL;
  private int threads = 1;
  private @Nullable Anchors anchors;
  private @Nullable StateSnapshots snapshots;
  private long snapshotEvery = Long.MAX_VALUE;

  /** Told now and then how far verification is; from several threads if there are several. */
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

  /** Only a part of it. */
  public JournalVerifier only(JournalRange wanted) {
    this.range = wanted;
    return this;
  }

  /**
   * Begins a range at the newest snapshot before it, and keeps a snapshot every so many entries and
   * at the end, as long as nothing differs.
   */
  public JournalVerifier with(StateSnapshots kept, long everyEntries) {
    this.snapshots = kept;
    this.snapshotEvery = everyEntries;
    return this;
  }

  /** So many partitions at once; the result is the same. */
  public JournalVerifier threads(int count) {
    this.threads = count;
    return this;
  }

  /** Verifies all partitions that the range names. */
  public Verification verify() {
    List<Partition> partitions = new ArrayList<>();
    int count = tape.partitions(Topics.RISK_JOURNAL);
    for (int number = 0; number < count; number++) {
      if (range.coversPartition(number)) {
        partitions.add(new Partition(number));
      }
    }
    if (partitions.isEmpty()) {
      throw new IllegalArgumentException(
          "the journal has partitions 0 to " + (count - 1) + ", not " + range.partition());
    }
    if (threads == 1) {
      partitions.forEach(Partition::verify);
    } else {
      atOnce(partitions);
    }
    return new Verification(range, partitions.stream().map(Partition::proof).toList());
  }

  private void atOnce(List<Partition> partitions) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> all = new ArrayList<>();
      partitions.forEach(partition -> all.add(pool.submit(partition::verify)));
      for (Future<?> one : all) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while verifying", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("a partition could not be verified", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  /** One partition from its start, or a snapshot, to its end. */
  private final class Partition {
    private final int number;
    private final @Nullable StateSnapshot start;
    private final PartitionFold fold;
    private final Map<Long, String> anchored;
    private long lastEntry = -1;

    Partition(int number) {
      this.number = number;
      this.start = snapshots == null ? null : snapshots.latest(number, range.from() - 1);
      this.fold = new PartitionFold(tape.formats(), decide, range, start);
      this.anchored = anchors == null ? new HashMap<>() : anchors.of(number);
      anchored.keySet().removeIf(seq -> seq < fold.state().seq() || seq > range.to());
    }

    void verify() {
      // the snapshot itself may stand at an anchor
      fold.meetAnchor(
          anchored, new Coordinates(Topics.RISK_JOURNAL.name(), number, fold.nextEntry() - 1));
      try (Tape.Records journal = tape.records(Topics.RISK_JOURNAL, number, fold.nextEntry());
          Tape.Records decisions =
              tape.records(Topics.RISK_DECISIONS, number, fold.nextDecision())) {
        OneAhead written = new OneAhead(decisions);
        while (fold.state().seq() < range.to() && journal.hasNext()) {
          if (!step(journal.next(), written)) {
            return;
          }
        }
        if (fold.state().seq() < range.to()) {
          end(written);
        }
      }
      keep();
      progress.entries(folded.sum());
    }

    private boolean step(TapeRecord record, OneAhead written) {
      Outcome outcome = fold.decide(record);
      if (outcome == null) {
        return false;
      }
      fold.compare(record, outcome, written);
      lastEntry = record.at().offset();
      fold.meetAnchor(anchored, record.at());
      folded.increment();
      if (fold.entries() % PROGRESS_EVERY == 0) {
        progress.entries(folded.sum());
      }
      if (fold.entries() % snapshotEvery == 0) {
        keep();
      }
      return true;
    }

    private void keep() {
      boolean moved = fold.entries() > 0;
      if (snapshots != null && moved && fold.differences() == 0) {
        snapshots.keep(StateSnapshot.of(number, fold));
      }
    }

    /** What is left over, or is anchored and was not met: the journal's tail is gone. */
    private void end(OneAhead written) {
      TapeRecord left = written.peek();
      if (left != null) {
        fold.differs(left.at(), "a decision beyond the end of the journal");
      }
      if (!anchored.isEmpty()) {
        long last = Collections.max(anchored.keySet());
        fold.differs(
            new Coordinates(Topics.RISK_JOURNAL.name(), number, -1),
            "ends at entry "
                + fold.state().seq()
                + ", but is anchored up to entry "
                + last
                + ": at least "
                + (last - fold.state().seq())
                + " entries were cut from its end");
      }
    }

    PartitionProof proof() {
      return new PartitionProof(
          number,
          start == null ? 1 : start.seq() + 1,
          fold.state().seq(),
          start == null ? 0 : start.nextEntry(),
          lastEntry,
          fold.entries(),
          fold.decisions(),
          fold.differences(),
          fold.first(),
          fold.chain().toString(),
          StateSnapshot.sha256(fold.state()));
    }
  }

  /** Decisions of a tape. */
  private static final class OneAhead implements PartitionFold.Written {
    private final Tape.Records records;
    private @Nullable TapeRecord ahead;

    OneAhead(Tape.Records records) {
      this.records = records;
    }

    @Override
    public @Nullable TapeRecord peek() {
      if (ahead == null && records.hasNext()) {
        ahead = records.next();
      }
      return ahead;
    }

    @Override
    public void take() {
      ahead = null;
    }
  }
}

package io.tapedeck.replay.proof;

import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.replay.Anchors;
import io.tapedeck.replay.JournalRange;
import io.tapedeck.replay.PartitionFold;
import io.tapedeck.replay.StateSnapshot;
import io.tapedeck.replay.StateSnapshots;
import io.tapedeck.replay.TapeRecord;
import io.tapedeck.replay.Verification.Difference;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.schemas.Topics;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One partition of the continuous verifier. For its thread. */
final class PartitionVerifier {
  private static final Logger LOG = LoggerFactory.getLogger("io.tapedeck.verifier");

  private final int partition;
  private final Kept kept;
  private final EdgeClock clock;
  private final PartitionFold fold;
  private final Map<Long, String> anchored;
  private final Deque<TapeRecord> journal = new ArrayDeque<>();
  private final Deque<TapeRecord> decided = new ArrayDeque<>();
  private final Ahead ahead = new Ahead();
  private @Nullable Undecided undecided;
  private boolean stopped;
  private boolean metItsEnd;
  private long anchoredAt;
  private long snapshotAt;

  /** What is noted outside of the topics, and how often. */
  record Kept(VerifierConfig config, Anchors anchors, StateSnapshots snapshots) {}

  /** An entry that was decided, while its written decisions are on their way. */
  private record Undecided(TapeRecord entry, Outcome outcome, long sinceNanos) {}

  /** What was proved at once. */
  record Step(int entries, int decisions) {}

  PartitionVerifier(int partition, Platform platform, Kept kept, Consumer<Difference> found) {
    this.partition = partition;
    this.kept = kept;
    this.clock = platform.clock();
    StateSnapshot start = start();
    fold =
        new PartitionFold(platform.formats(), RiskEngine::decide, JournalRange.ALL, start)
            .onDifference(found);
    anchored = kept.anchors.of(partition);
    anchored.keySet().removeIf(seq -> seq < fold.state().seq());
    anchoredAt = anchored.keySet().stream().reduce(fold.state().seq(), Math::max);
    snapshotAt = fold.state().seq();
    if (start != null) {
      fold.meetAnchor(
          anchored, new Coordinates(Topics.RISK_JOURNAL.name(), partition, start.nextEntry() - 1));
      LOG.info("verifier: partition {} goes on behind entry {}", partition, start.seq());
    }
  }

  private @Nullable StateSnapshot start() {
    try {
      return kept.snapshots.latest(partition, Long.MAX_VALUE);
    } catch (IllegalStateException e) {
      LOG.warn("verifier: {}; beginning at the journal's start", e.getMessage());
      return null;
    }
  }

  long nextEntry() {
    return fold.nextEntry();
  }

  long nextDecision() {
    return fold.nextDecision();
  }

  int waitingEntries() {
    return journal.size() + (undecided == null ? 0 : 1);
  }

  int waitingDecisions() {
    return decided.size();
  }

  /** True if the fold could not go on: what comes is not proved. */
  boolean stopped() {
    return stopped;
  }

  void arrived(TapeRecord record, boolean entry) {
    if (!stopped) {
      (entry ? journal : decided).add(record);
    }
  }

  /**
   * Proves what is there.
   *
   * @param caughtUp true if nothing is left on the topics
   */
  Step advance(boolean caughtUp) {
    long decisionsBefore = fold.decisions();
    int entries = 0;
    while (!stopped && next(caughtUp)) {
      entries++;
    }
    if (caughtUp && !stopped && waitingEntries() == 0 && !metItsEnd) {
      metItsEnd = true;
      met();
    }
    return new Step(entries, (int) (fold.decisions() - decisionsBefore));
  }

  private boolean next(boolean caughtUp) {
    Undecided now = undecided;
    if (now == null) {
      TapeRecord record = journal.poll();
      if (record == null) {
        return false;
      }
      Outcome outcome = decide(record);
      if (outcome == null) {
        stop();
        return false;
      }
      now = new Undecided(record, outcome, clock.monotonicNanos());
    }
    if (decided.size() < now.outcome.decisions().size() && !(caughtUp && tooLate(now))) {
      undecided = now;
      return false;
    }
    undecided = null;
    fold.compare(now.entry, now.outcome, ahead);
    fold.meetAnchor(anchored, now.entry.at());
    keep();
    return true;
  }

  private @Nullable Outcome decide(TapeRecord record) {
    try {
      return fold.decide(record);
    } catch (RuntimeException e) { // proving must never end what it stands beside
      fold.differs(record.at(), "cannot be folded: " + e);
      LOG.error("verifier: {} cannot be folded", record.at(), e);
      return null;
    }
  }

  private boolean tooLate(Undecided now) {
    return clock.monotonicNanos() - now.sinceNanos > kept.config.decisionPatience().toNanos();
  }

  private void stop() {
    stopped = true;
    undecided = null;
    journal.clear();
    decided.clear();
  }

  /** An offset that was to be read is not there. */
  void cut(TopicPartition at, long offset) {
    fold.differs(
        new Coordinates(at.topic(), at.partition(), offset),
        "is no longer on the topic, but entry "
            + fold.state().seq()
            + " before it was proved: records were cut or the topic was made anew");
    stop();
  }

  /** The end that the journal had at the start: what is anchored must lie before it. */
  private void met() {
    if (!anchored.isEmpty()) {
      long last = Collections.max(anchored.keySet());
      fold.differs(
          new Coordinates(Topics.RISK_JOURNAL.name(), partition, -1),
          "ends at entry " + fold.state().seq() + ", but is anchored up to entry " + last);
      anchored.clear();
    }
  }

  private void keep() {
    long seq = fold.state().seq();
    if (seq - anchoredAt >= kept.config.anchorEveryEntries()) {
      anchor();
    }
    if (seq - snapshotAt >= kept.config.snapshotEveryEntries() && fold.differences() == 0) {
      snapshotAt = seq;
      try {
        kept.snapshots.keep(StateSnapshot.of(partition, fold));
      } catch (UncheckedIOException e) {
        LOG.error("verifier: {}", e.getMessage(), e);
      }
    }
  }

  private void anchor() {
    long seq = fold.state().seq();
    if (fold.differences() > 0 || seq == anchoredAt) {
      return;
    }
    anchoredAt = seq;
    try {
      kept.anchors.add(new Anchors.Anchor(partition, seq, fold.chain().toString()));
    } catch (UncheckedIOException | IllegalStateException e) {
      LOG.error("verifier: {}", e.getMessage(), e);
    }
  }

  /** Where it stands is anchored, too: nothing is left to a cut between two anchors. */
  void close() {
    anchor();
  }

  private final class Ahead implements PartitionFold.Written {
    @Override
    public @Nullable TapeRecord peek() {
      return decided.peek();
    }

    @Override
    public void take() {
      decided.remove();
    }
  }
}

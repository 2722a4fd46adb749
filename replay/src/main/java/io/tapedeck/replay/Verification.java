package io.tapedeck.replay;

import io.tapedeck.domain.tape.Coordinates;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What verification found.
 *
 * @param range that was to be proved
 * @param proofs one for each partition of it
 */
public record Verification(JournalRange range, List<PartitionProof> proofs) {
  public Verification {
    proofs = List.copyOf(proofs);
  }

  /**
   * What was found in one partition.
   *
   * @param partition which
   * @param fromSeq number of the first entry folded: 1, or the one behind a snapshot
   * @param toSeq number of the last
   * @param fromOffset where reading began
   * @param toOffset offset of the last entry folded, -1 if there was none
   * @param entries folded
   * @param decisions compared
   * @param differences where what is written is not what the journal leads to
   * @param first the first of them, null if there is none
   * @param head chain hash after the last entry, hex
   * @param stateSha256 hash of the whole state after it, hex
   */
  public record PartitionProof(
      int partition,
      long fromSeq,
      long toSeq,
      long fromOffset,
      long toOffset,
      long entries,
      long decisions,
      long differences,
      @Nullable Difference first,
      String head,
      String stateSha256) {}

  /** How many were checked. */
  public int partitions() {
    return proofs.size();
  }

  /** Entries that were folded. */
  public long entries() {
    return sum(PartitionProof::entries);
  }

  /** Decisions recomputed and compared. */
  public long decisions() {
    return sum(PartitionProof::decisions);
  }

  /** Where what is written is not what the journal leads to. */
  public long differences() {
    return sum(PartitionProof::differences);
  }

  private long sum(ToLongFunction<PartitionProof> of) {
    return proofs.stream().mapToLong(of).sum();
  }

  /** The first difference of the first partition that has one; null if there is none. */
  public @Nullable Difference first() {
    for (PartitionProof proof : proofs) {
      Difference first = proof.first();
      if (first != null) {
        return first;
      }
    }
    return null;
  }

  /** Chain hash of each partition at its end, hex. */
  public List<String> heads() {
    return proofs.stream().map(PartitionProof::head).toList();
  }

  /** Keeps where the journal stands now; only of a clean one. */
  public void anchor(Anchors anchors) {
    if (!clean()) {
      throw new IllegalStateException("a journal that does not replay is no place for an anchor");
    }
    for (PartitionProof proof : proofs) {
      if (proof.toSeq() > 0) {
        anchors.add(new Anchors.Anchor(proof.partition(), proof.toSeq(), proof.head()));
      }
    }
  }

  /** True if every decision replays. */
  public boolean clean() {
    return differences() == 0;
  }

  /**
   * One difference.
   *
   * @param at the record that differs
   * @param what in words, with both sides
   */
  public record Difference(Coordinates at, String what) {
    @Override
    public String toString() {
      return at + ": " + what;
    }
  }
}

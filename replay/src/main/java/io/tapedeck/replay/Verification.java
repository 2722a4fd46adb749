package io.tapedeck.replay;

import io.tapedeck.domain.tape.Coordinates;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What verification found.
 *
 * @param partitions checked
 * @param entries of the journal that were folded
 * @param decisions recomputed and compared
 * @param differences where what is written is not what the journal leads to
 * @param first the first of them, null if there is none
 * @param heads chain hash of each partition at its end, hex
 * @param ends number of the last entry of each partition
 */
public record Verification(
    int partitions,
    long entries,
    long decisions,
    long differences,
    @Nullable Difference first,
    List<String> heads,
    List<Long> ends) {

  /** Keeps where the journal stands now; only of a clean one. */
  public void anchor(Anchors anchors) {
    if (!clean()) {
      throw new IllegalStateException("a journal that does not replay is no place for an anchor");
    }
    for (int partition = 0; partition < partitions; partition++) {
      if (ends.get(partition) > 0) {
        anchors.add(new Anchors.Anchor(partition, ends.get(partition), heads.get(partition)));
      }
    }
  }

  /** True if every decision replays. */
  public boolean clean() {
    return differences == 0;
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

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
 */
public record Verification(
    int partitions,
    long entries,
    long decisions,
    long differences,
    @Nullable Difference first,
    List<String> heads) {

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

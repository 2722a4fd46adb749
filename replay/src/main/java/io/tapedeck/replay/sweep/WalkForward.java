package io.tapedeck.replay.sweep;

import io.tapedeck.replay.sweep.Sweep.Candidate;
import io.tapedeck.replay.sweep.Sweep.Row;
import io.tapedeck.replay.tick.TickSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Parameters chosen on one part of a tape and tried on the next: the tape's received time is cut
 * into equal parts; on each but the last every candidate is run, and the best goes over the part
 * behind it. Every run begins flat and cold.
 */
public final class WalkForward {
  private WalkForward() {}

  /**
   * One step of the walk.
   *
   * @param trained the best on its part, null if none had the figure
   * @param tested the same parameters on the next part, null if there were none
   */
  public record Step(
      long fromNanos, long splitNanos, long toNanos, @Nullable Row trained, @Nullable Row tested) {}

  /**
   * Walks.
   *
   * @param parts at least two
   * @param figure by which the best is chosen
   */
  public static List<Step> run(
      Supplier<TickSource> tape,
      long firstNanos,
      long lastNanos,
      int parts,
      List<Candidate> candidates,
      String figure,
      int threads,
      Consumer<Row> done)
      throws InterruptedException {
    List<Step> steps = new ArrayList<>();
    long length = (lastNanos + 1 - firstNanos) / parts;
    for (int part = 0; part + 1 < parts; part++) {
      long from = firstNanos + part * length;
      long split = from + length;
      long to = part + 2 == parts ? lastNanos + 1 : split + length;
      List<Row> rows =
          Sweep.run(() -> new Slice(tape.get(), from, split), candidates, threads, done);
      Row best = Sweep.winner(rows, figure);
      Row tested = null;
      if (best != null) {
        Candidate chosen = candidates.get(rows.indexOf(best));
        tested = Sweep.run(() -> new Slice(tape.get(), split, to), List.of(chosen), 1, done).get(0);
      }
      steps.add(new Step(from, split, to, best, tested));
    }
    return steps;
  }
}

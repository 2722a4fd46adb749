package io.tapedeck.signals.training;

import io.tapedeck.signals.core.feature.FeatureVector;
import io.tapedeck.signals.core.feature.Features;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Feature vectors with what came after: the direction of the mid over the next quotes of the same
 * instrument. Samples where it did not move are left out, because the model speaks of the direction
 * of a move, given that there is one.
 */
final class Samples {
  private static final FeatureVector LAST_MOVE = FeatureVector.of(List.of("return_1s_bps"));
  private static final long NANOS_A_MILLI = 1_000_000;
  private static final double BPS = 10_000;

  /**
   * A vector and its outcome.
   *
   * @param lastMove the mid against its running mean of a second, for the baseline
   * @param row where in the tape it was taken, and where its outcome was known
   */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  record Sample(float[] vector, float lastMove, boolean up, long row, long outcomeRow) {}

  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  private record Open(float[] vector, float lastMove, double mid, long row) {}

  private final FeatureVector vector;
  private final int horizonQuotes;
  private final int everyQuotes;
  private final long delayNanos;
  private final Deque<TapeCsv.Row> heldBack = new ArrayDeque<>();
  private final Map<String, Features> features = new TreeMap<>();
  private final Map<String, Deque<Open>> open = new TreeMap<>();
  private final Map<String, Integer> quotes = new TreeMap<>();
  private final List<Sample> samples = new ArrayList<>();
  private long row;
  private long outcomes;
  private double moves;

  private Samples(TrainingPlan plan) {
    this.vector = FeatureVector.of(plan.features());
    this.horizonQuotes = plan.horizonQuotes();
    this.everyQuotes = plan.everyQuotes();
    this.delayNanos = plan.delayTradesMillis() * NANOS_A_MILLI;
  }

  static Samples of(TrainingPlan plan) throws IOException {
    Samples samples = new Samples(plan);
    TapeCsv.read(plan.tape(), samples::add);
    return samples;
  }

  private void add(TapeCsv.Row tick) {
    row++;
    while (!heldBack.isEmpty()
        && heldBack.getFirst().receivedNanos() + delayNanos <= tick.receivedNanos()) {
      trade(heldBack.removeFirst());
    }
    if (tick.quote()) {
      quote(tick);
    } else if (delayNanos > 0) {
      heldBack.addLast(tick);
    } else {
      trade(tick);
    }
  }

  private Features state(TapeCsv.Row tick) {
    return features.computeIfAbsent(tick.instrument(), i -> vector.start());
  }

  private void trade(TapeCsv.Row tick) {
    state(tick).onTrade(tick.eventNanos(), tick.price(), tick.size(), tick.aggressor());
  }

  private void quote(TapeCsv.Row tick) {
    Features state = state(tick);
    state.onQuote(tick.eventNanos(), tick.bid(), tick.bidSize(), tick.ask(), tick.askSize());
    int count = quotes.merge(tick.instrument(), 1, Integer::sum);
    if (count % everyQuotes != 0) {
      return;
    }
    Deque<Open> waiting = open.computeIfAbsent(tick.instrument(), i -> new ArrayDeque<>());
    if (waiting.size() == horizonQuotes / everyQuotes) {
      close(waiting.removeFirst(), state.mid());
    }
    float[] values = new float[vector.width()];
    float[] lastMove = new float[1];
    boolean warm = vector.warm(state);
    if (warm) {
      vector.compute(state, values);
      LAST_MOVE.compute(state, lastMove);
    }
    waiting.addLast(new Open(values, lastMove[0], warm ? state.mid() : Double.NaN, row));
  }

  private void close(Open sample, double midNow) {
    if (Double.isNaN(sample.mid())) {
      return;
    }
    outcomes++;
    boolean moved = midNow > sample.mid() || midNow < sample.mid();
    if (moved) {
      moves += Math.abs(midNow - sample.mid()) / sample.mid() * BPS;
      samples.add(
          new Sample(sample.vector(), sample.lastMove(), midNow > sample.mid(), sample.row(), row));
    }
  }

  long rows() {
    return row;
  }

  /** Share of all that could have been samples whose mid moved. */
  double shareMoved() {
    return outcomes == 0 ? 0 : samples.size() / (double) outcomes;
  }

  /** Mean size of the moves, in basis points. */
  double meanMoveBps() {
    return samples.isEmpty() ? 0 : moves / samples.size();
  }

  /** Samples whose outcome was known before the row: none of them saw anything of what follows. */
  List<Sample> before(long splitRow) {
    return samples.stream().filter(sample -> sample.outcomeRow() < splitRow).toList();
  }

  /** Samples taken at or after a row, with their outcome before another. */
  List<Sample> between(long fromRow, long endRow) {
    return samples.stream()
        .filter(sample -> sample.row() >= fromRow && sample.outcomeRow() < endRow)
        .toList();
  }
}

package io.tapedeck.signals.training;

import io.tapedeck.signals.core.feature.FeatureVector;
import io.tapedeck.signals.core.feature.Features;
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
  /**
   * A vector and its outcome.
   *
   * @param row where in the tape it was taken, and where its outcome was known
   */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  record Sample(float[] vector, boolean up, long row, long outcomeRow) {}

  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  private record Open(float[] vector, double mid, long row) {}

  private final FeatureVector vector;
  private final int horizonQuotes;
  private final int everyQuotes;
  private final Map<String, Features> features = new TreeMap<>();
  private final Map<String, Deque<Open>> open = new TreeMap<>();
  private final Map<String, Integer> quotes = new TreeMap<>();
  private final List<Sample> samples = new ArrayList<>();
  private long row;

  Samples(FeatureVector vector, int horizonQuotes, int everyQuotes) {
    this.vector = vector;
    this.horizonQuotes = horizonQuotes;
    this.everyQuotes = everyQuotes;
  }

  void add(TapeCsv.Row tick) {
    row++;
    Features state = features.computeIfAbsent(tick.instrument(), i -> vector.start());
    if (!tick.quote()) {
      state.onTrade(tick.eventNanos(), tick.price(), tick.size(), tick.aggressor());
      return;
    }
    state.onQuote(tick.eventNanos(), tick.bid(), tick.bidSize(), tick.ask(), tick.askSize());
    int count = quotes.merge(tick.instrument(), 1, Integer::sum);
    if (count % everyQuotes != 0) {
      return;
    }
    Deque<Open> waiting = open.computeIfAbsent(tick.instrument(), i -> new ArrayDeque<>());
    if (waiting.size() == horizonQuotes / everyQuotes) {
      close(waiting.removeFirst(), state.mid());
    }
    if (vector.warm(state)) {
      float[] values = new float[vector.width()];
      vector.compute(state, values);
      waiting.addLast(new Open(values, state.mid(), row));
    }
  }

  private void close(Open sample, double midNow) {
    if (midNow != sample.mid()) {
      samples.add(new Sample(sample.vector(), midNow > sample.mid(), sample.row(), row));
    }
  }

  long rows() {
    return row;
  }

  /** Samples whose outcome was known before the row. */
  List<Sample> before(long splitRow) {
    return samples.stream().filter(sample -> sample.outcomeRow() < splitRow).toList();
  }

  /** Samples taken at or after the row. */
  List<Sample> from(long splitRow) {
    return samples.stream().filter(sample -> sample.row() >= splitRow).toList();
  }
}

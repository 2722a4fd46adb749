package io.tapedeck.signals.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Figures of a classifier on samples. */
final class Metrics {
  private Metrics() {}

  /** Share of samples on whose side of a threshold the score lies. */
  static double accuracy(
      List<Samples.Sample> samples,
      ToDoubleFunction<Samples.Sample> probability,
      double threshold) {
    long right =
        samples.stream()
            .filter(sample -> (probability.applyAsDouble(sample) > threshold) == sample.up())
            .count();
    return (double) right / samples.size();
  }

  /** Mean negative logarithm of the probability given to what happened. */
  static double logLoss(
      List<Samples.Sample> samples, ToDoubleFunction<Samples.Sample> probability) {
    double sum = 0;
    for (Samples.Sample sample : samples) {
      double up = Math.min(1 - 1e-9, Math.max(1e-9, probability.applyAsDouble(sample)));
      sum -= StrictMath.log(sample.up() ? up : 1 - up);
    }
    return sum / samples.size();
  }

  /** Area under the ROC curve, ties counted half. */
  static double auc(List<Samples.Sample> samples, ToDoubleFunction<Samples.Sample> score) {
    record Ranked(double score, boolean up) {}

    Ranked[] ranked =
        samples.stream()
            .map(sample -> new Ranked(score.applyAsDouble(sample), sample.up()))
            .toArray(Ranked[]::new);
    Arrays.sort(ranked, Comparator.comparingDouble(Ranked::score));
    double rankSum = 0;
    long ups = 0;
    for (int from = 0; from < ranked.length; ) {
      int to = from;
      while (to < ranked.length && ranked[to].score() == ranked[from].score()) {
        to++;
      }
      double rank = (from + 1 + to) / 2.0;
      for (int i = from; i < to; i++) {
        if (ranked[i].up()) {
          rankSum += rank;
          ups++;
        }
      }
      from = to;
    }
    double downs = ranked.length - ups;
    return (rankSum - ups * (ups + 1) / 2.0) / (ups * downs);
  }
}

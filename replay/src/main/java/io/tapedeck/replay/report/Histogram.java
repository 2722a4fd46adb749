package io.tapedeck.replay.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;

/** How often values fall into equal ranges; what is far out is put into the outermost ones. */
final class Histogram {
  private static final int BINS = 40;
  private static final int HEIGHT = 170;
  private static final double OUTLIERS = 0.005;

  private Histogram() {}

  /** As a chart; a sentence if there is nothing to count. */
  static String of(String label, double[] values, DoubleFunction<String> text) {
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    if (sorted.length == 0) {
      return "<p class=\"note\">none</p>\n";
    }
    double low = sorted[(int) (sorted.length * OUTLIERS)];
    double high = sorted[Math.min(sorted.length - 1, (int) (sorted.length * (1 - OUTLIERS)))];
    if (!(high > low)) {
      double room = Math.max(1e-9, Math.abs(low) * 0.01);
      low -= room;
      high += room;
    }
    long[] counts = new long[BINS];
    for (double value : sorted) {
      int bin = (int) Math.floor((value - low) / (high - low) * BINS);
      counts[Math.max(0, Math.min(BINS - 1, bin))]++;
    }
    long most = Arrays.stream(counts).max().orElse(1);
    List<Double> heights = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    for (int i = 0; i < BINS; i++) {
      heights.add((double) counts[i]);
      double from = low + i * (high - low) / BINS;
      double to = low + (i + 1) * (high - low) / BINS;
      titles.add(text.apply(from) + " to " + text.apply(to) + ": " + counts[i]);
    }
    return new Chart(label, HEIGHT, low, high, 0, most * 1.05)
        .values(Axis::number)
        .numbers(text)
        .bars("bar", heights, titles)
        .markup();
  }
}

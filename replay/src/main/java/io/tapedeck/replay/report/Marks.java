package io.tapedeck.replay.report;

import java.util.HashSet;
import java.util.Set;

/**
 * Draws at most one mark of a kind into each column of a chart; the rest would lie on top of it.
 */
final class Marks {
  private static final double WIDTH = 3;

  private final Chart chart;
  private final Set<String> taken = new HashSet<>();
  private long hidden;

  Marks(Chart chart) {
    this.chart = chart;
  }

  void add(String style, double x, double y, String title) {
    if (taken.add(style + Math.floor(chart.x(x) / WIDTH))) {
      chart.mark(style, x, y, title);
    } else {
      hidden++;
    }
  }

  /** Marks that lie under others. */
  long hidden() {
    return hidden;
  }
}

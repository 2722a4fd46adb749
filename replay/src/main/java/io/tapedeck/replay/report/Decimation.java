package io.tapedeck.replay.report;

import java.util.Arrays;

/**
 * Fewer points that look the same: of each column of the chart the first, lowest, highest and last
 * are kept (M4; Jugel and others, VLDB 2014), so that no peak is lost, however many points there
 * are.
 */
final class Decimation {
  private Decimation() {}

  /** Indices that are kept, in order; those of values that are no numbers are left out. */
  static int[] of(double[] x, double[] y, int columns) {
    int size = Math.min(x.length, y.length);
    int[] kept = new int[Math.min(size, columns * 4)];
    int count = 0;
    double first = size == 0 ? 0 : x[0];
    double width = size == 0 ? 0 : (x[size - 1] - first) / columns;
    int at = 0;
    while (at < size) {
      int column = column(x[at], first, width, columns);
      int begin = at;
      int low = -1;
      int high = -1;
      int last = -1;
      while (at < size && column(x[at], first, width, columns) == column) {
        if (Double.isFinite(y[at])) {
          begin = last < 0 ? at : begin;
          last = at;
          low = low < 0 || y[at] < y[low] ? at : low;
          high = high < 0 || y[at] > y[high] ? at : high;
        }
        at++;
      }
      if (last >= 0) {
        int[] four = {begin, Math.min(low, high), Math.max(low, high), last};
        for (int one : four) {
          if (count == 0 || kept[count - 1] < one) {
            kept[count++] = one;
          }
        }
      }
    }
    return Arrays.copyOf(kept, count);
  }

  private static int column(double x, double first, double width, int columns) {
    return width <= 0 ? 0 : Math.min(columns - 1, (int) ((x - first) / width));
  }
}

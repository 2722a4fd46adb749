package io.tapedeck.replay.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Falls of the equity below its highest value so far. */
public final class Drawdowns {
  private Drawdowns() {}

  /**
   * One fall.
   *
   * @param peak index of the sample at which the equity was highest
   * @param trough index of its deepest sample
   * @param recovered index of the sample at which the peak was reached again, -1 if it was not
   * @param depth share of the peak that was lost, from 0 to 1 (more if equity went below zero)
   */
  public record Drawdown(int peak, int trough, int recovered, double depth) {}

  /** At each sample, the share of the highest equity so far that is lost. */
  public static double[] of(double[] equity) {
    double[] depths = new double[equity.length];
    double peak = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < equity.length; i++) {
      peak = Math.max(peak, equity[i]);
      depths[i] = peak > 0 ? (peak - equity[i]) / peak : 0;
    }
    return depths;
  }

  /** The deepest falls, deepest first. */
  public static List<Drawdown> worst(double[] equity, int most) {
    List<Drawdown> all = new ArrayList<>();
    int peak = 0;
    int trough = 0;
    for (int i = 1; i < equity.length; i++) {
      if (equity[i] >= equity[peak]) {
        add(all, equity, peak, trough, i);
        peak = i;
        trough = i;
      } else if (equity[i] < equity[trough]) {
        trough = i;
      }
    }
    if (equity.length > 0) {
      add(all, equity, peak, trough, -1);
    }
    all.sort(Comparator.comparingDouble(Drawdown::depth).reversed());
    return List.copyOf(all.subList(0, Math.min(most, all.size())));
  }

  private static void add(
      List<Drawdown> all, double[] equity, int peak, int trough, int recovered) {
    if (trough > peak && equity[peak] > 0) {
      double depth = (equity[peak] - equity[trough]) / equity[peak];
      all.add(new Drawdown(peak, trough, recovered, depth));
    }
  }
}

package io.tapedeck.replay.stats;

import java.util.Arrays;

/** Figures over a window that moves along a series. */
public final class Rolling {
  private Rolling() {}

  /**
   * The Sharpe ratio of the last so many returns at each of them; NaN before there are so many, and
   * where they do not differ.
   *
   * @param window at least two
   */
  public static double[] sharpe(double[] returns, int window, double periodsPerYear) {
    double[] ratios = new double[returns.length];
    Arrays.fill(ratios, Double.NaN);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < returns.length; i++) {
      sum += returns[i];
      squares += returns[i] * returns[i];
      if (i >= window) {
        sum -= returns[i - window];
        squares -= returns[i - window] * returns[i - window];
      }
      if (i >= window - 1) {
        double mean = sum / window;
        double variance = (squares - window * mean * mean) / (window - 1);
        // what is left of sums that cancelled is no spread
        boolean spread = variance > squares * 1e-12;
        ratios[i] = spread ? mean / Math.sqrt(variance) * Math.sqrt(periodsPerYear) : Double.NaN;
      }
    }
    return ratios;
  }
}

package io.tapedeck.signals.training;

import io.tapedeck.signals.training.Samples.Sample;
import java.util.Arrays;
import java.util.List;

/** Mean and deviation of each feature over the training part; part of the model from then on. */
final class Scale {
  private final float[] means;
  private final float[] deviations;
  private final boolean none;

  private Scale(float[] means, float[] deviations, boolean none) {
    this.means = means;
    this.deviations = deviations;
    this.none = none;
  }

  static Scale none(int width) {
    float[] ones = new float[width];
    Arrays.fill(ones, 1);
    return new Scale(new float[width], ones, true);
  }

  static Scale of(List<Sample> samples, int width) {
    float[] means = new float[width];
    float[] deviations = new float[width];
    for (int i = 0; i < width; i++) {
      double sum = 0;
      for (Sample sample : samples) {
        sum += sample.vector()[i];
      }
      double mean = samples.isEmpty() ? 0 : sum / samples.size();
      double squares = 0;
      for (Sample sample : samples) {
        squares += (sample.vector()[i] - mean) * (sample.vector()[i] - mean);
      }
      double deviation = samples.isEmpty() ? 0 : Math.sqrt(squares / samples.size());
      means[i] = (float) mean;
      deviations[i] = deviation > 1e-9 * Math.max(1, Math.abs(mean)) ? (float) deviation : 1;
    }
    return new Scale(means, deviations, false);
  }

  boolean isNone() {
    return none;
  }

  float[] means() {
    return means;
  }

  float[] deviations() {
    return deviations;
  }

  /** In float, as the model file does it. */
  double[] applied(float[] vector) {
    double[] scaled = new double[vector.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = none ? vector[i] : (vector[i] - means[i]) / deviations[i];
    }
    return scaled;
  }
}

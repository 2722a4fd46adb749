package io.tapedeck.signals.kafka;

import io.tapedeck.signals.core.Model;

/** Measures a model from outside, because the core has no clock. */
final class TimedModel implements Model {
  private final Model model;
  private final SignalMetrics metrics;

  TimedModel(Model model, SignalMetrics metrics) {
    this.model = model;
    this.metrics = metrics;
  }

  @Override
  public String sha256() {
    return model.sha256();
  }

  @Override
  public int width() {
    return model.width();
  }

  @Override
  public void score(float[] vectors, int count, float[] scores) {
    long start = metrics.now();
    model.score(vectors, count, scores);
    metrics.inferred(start);
  }

  @Override
  public void close() {
    model.close();
  }
}

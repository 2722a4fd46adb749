package io.tapedeck.signals.core;

import io.tapedeck.signals.core.feature.FeatureVector;
import java.util.List;

/**
 * What is computed for every instrument. The model is the only live part.
 *
 * @param updateIntervalNanos event time between scores of an instrument
 * @param intentTtlNanos event time after which an intent must not be approved any more
 */
public record SignalPlan(
    FeatureVector features,
    Model model,
    long updateIntervalNanos,
    Emit emit,
    long intentTtlNanos,
    List<Strategy> strategies) {
  public SignalPlan {
    strategies = List.copyOf(strategies);
    if (features.width() != model.width()) {
      throw new IllegalArgumentException(
          "the model takes " + model.width() + " features, " + features.width() + " are given");
    }
  }

  /** The same with another model. */
  public SignalPlan with(Model other) {
    return new SignalPlan(features, other, updateIntervalNanos, emit, intentTtlNanos, strategies);
  }
}

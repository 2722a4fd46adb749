package io.tapedeck.signals.core;

import io.tapedeck.signals.core.feature.FeatureVector;
import java.util.List;

/**
 * What is computed for every instrument. Which model scores is not part of it: that is said on the
 * strategy journal.
 *
 * @param updateIntervalNanos event time between scores of an instrument
 * @param intentTtlNanos event time after which an intent must not be approved any more
 */
public record SignalPlan(
    FeatureVector features,
    long updateIntervalNanos,
    Emit emit,
    long intentTtlNanos,
    List<Strategy> strategies) {
  public SignalPlan {
    strategies = List.copyOf(strategies);
  }
}

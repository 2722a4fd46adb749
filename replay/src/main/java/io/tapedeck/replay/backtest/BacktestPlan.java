package io.tapedeck.replay.backtest;

import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.replay.venue.FillRules;
import io.tapedeck.signals.core.ModelSource;
import io.tapedeck.signals.core.SignalPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is played.
 *
 * @param signals features, model times and strategies, as the service would be configured
 * @param model the model that scores; null for none, where no strategy listens to scores
 * @param limits every scope
 * @param fills the simulated venue's rules
 * @param periodNanos received time between two samples of the equity
 */
public record BacktestPlan(
    SignalPlan signals,
    @Nullable ModelSource model,
    List<RiskLimits> limits,
    FillRules fills,
    long periodNanos) {
  public BacktestPlan {
    limits = List.copyOf(limits);
    if (periodNanos <= 0) {
      throw new IllegalArgumentException("the period between samples must be above zero");
    }
  }
}

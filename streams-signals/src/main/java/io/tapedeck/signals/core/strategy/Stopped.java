package io.tapedeck.signals.core.strategy;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.signals.core.Strategy;
import io.tapedeck.signals.core.StrategyState;

/** Any strategy with stops around it: what they end, the strategy does not hold up. */
public record Stopped(Strategy inner, StopSettings settings) implements Strategy {
  @Override
  public StrategyId id() {
    return inner.id();
  }

  @Override
  public AccountId account() {
    return inner.account();
  }

  @Override
  public boolean trades(InstrumentId instrument) {
    return inner.trades(instrument);
  }

  @Override
  public StrategyState start() {
    return new StopState(inner.start(), settings);
  }
}

package io.tapedeck.signals.core.strategy;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.signals.core.Strategy;
import io.tapedeck.signals.core.StrategyState;

/** A strategy that is switched off in the config: it cancels what it still works, and no more. */
public record Disabled(Strategy inner) implements Strategy {
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
  public boolean enabled() {
    return false;
  }

  @Override
  public StrategyState start() {
    return inner.start();
  }
}

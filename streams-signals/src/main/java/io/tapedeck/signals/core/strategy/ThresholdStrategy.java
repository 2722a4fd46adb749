package io.tapedeck.signals.core.strategy;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.signals.core.Strategy;
import io.tapedeck.signals.core.StrategyState;
import java.util.Set;

/**
 * Long while the score is high, flat or short while it is low, with hysteresis and a cool-down.
 * Knows its own position limit and nothing of risk's.
 *
 * @param instruments empty for every instrument
 */
public record ThresholdStrategy(
    StrategyId id, AccountId account, Set<InstrumentId> instruments, ThresholdSettings settings)
    implements Strategy {
  public ThresholdStrategy {
    instruments = Set.copyOf(instruments);
  }

  @Override
  public boolean trades(InstrumentId instrument) {
    return instruments.isEmpty() || instruments.contains(instrument);
  }

  @Override
  public StrategyState start() {
    return new ThresholdState(settings);
  }
}

package io.tapedeck.signals.core.strategy;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.signals.core.Strategy;
import io.tapedeck.signals.core.StrategyState;
import java.util.Set;

/**
 * Quotes both sides around a mid that leans against the inventory (Avellaneda, Stoikov: High
 * frequency trading in a limit order book, 2008; with a horizon that does not end), in a ladder of
 * orders that are edited, not replaced.
 *
 * @param instruments empty for every instrument
 */
public record MarketMaker(
    StrategyId id, AccountId account, Set<InstrumentId> instruments, MakerSettings settings)
    implements Strategy {
  public MarketMaker {
    instruments = Set.copyOf(instruments);
  }

  @Override
  public boolean trades(InstrumentId instrument) {
    return instruments.isEmpty() || instruments.contains(instrument);
  }

  @Override
  public StrategyState start() {
    return new MakerState(settings);
  }
}

package io.tapedeck.signals.core;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.StrategyId;

/** A way to trade, as configured. Immutable; what changes is in its states, one per instrument. */
public interface Strategy {
  /** Its name. */
  StrategyId id();

  /** Whose money. */
  AccountId account();

  /** Whether it trades an instrument. */
  boolean trades(InstrumentId instrument);

  /** False for one that is only to cancel what it still works. */
  default boolean enabled() {
    return true;
  }

  /** A fresh state for one instrument. */
  StrategyState start();
}

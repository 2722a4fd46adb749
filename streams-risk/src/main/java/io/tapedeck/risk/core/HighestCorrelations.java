package io.tapedeck.risk.core;

import io.tapedeck.domain.id.InstrumentId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Highest correlations of an account's positions with an instrument, kept while neither its
 * positions nor the closes change. Derived: never part of the state.
 */
final class HighestCorrelations {
  private static final Long NONE = Long.MIN_VALUE;

  private final Map<InstrumentId, Long> held = new HashMap<>();
  private final Map<InstrumentId, Long> sold = new HashMap<>();
  private int closes = -1;
  private int lookback;

  void clear() {
    held.clear();
    sold.clear();
  }

  @Nullable Long of(
      RiskState state, AccountState account, InstrumentId instrument, int direction, int days) {
    if (closes != state.closesGeneration() || lookback != days) {
      clear();
      closes = state.closesGeneration();
      lookback = days;
    }
    Map<InstrumentId, Long> known = direction < 0 ? sold : held;
    Long highest = known.get(instrument);
    if (highest == null) {
      highest = look(state, account, instrument, direction < 0 ? -1 : 1);
      known.put(instrument, highest);
    }
    return highest.equals(NONE) ? null : highest;
  }

  private Long look(RiskState state, AccountState account, InstrumentId instrument, int direction) {
    long highest = NONE;
    for (Holding holding : account.holdings()) {
      int sign = holding.position().quantity().signum();
      if (sign != 0 && !holding.instrument.equals(instrument)) {
        Long found = state.correlation(instrument, holding.instrument, lookback);
        if (found != null) {
          highest = Math.max(highest, found * sign * direction);
        }
      }
    }
    return highest;
  }
}

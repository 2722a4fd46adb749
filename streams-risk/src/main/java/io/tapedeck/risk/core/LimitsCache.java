package io.tapedeck.risk.core;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.limits.Scopes;
import java.util.HashMap;
import java.util.Map;

/** Merged limits of an account, kept while no limits change. Derived: never part of the state. */
final class LimitsCache {
  private final Map<StrategyId, Map<InstrumentId, EffectiveLimits>> live = new HashMap<>();
  private final Map<StrategyId, Map<InstrumentId, EffectiveLimits>> shadow = new HashMap<>();
  private EffectiveLimits[] whole = {};
  private long generation = -1;

  EffectiveLimits of(
      RiskState state,
      AccountId account,
      StrategyId strategy,
      InstrumentId instrument,
      boolean onTrial) {
    refresh(state);
    Map<InstrumentId, EffectiveLimits> ofStrategy =
        (onTrial ? shadow : live).computeIfAbsent(strategy, s -> new HashMap<>());
    EffectiveLimits known = ofStrategy.get(instrument);
    if (known == null) {
      known = new EffectiveLimits(state, Scopes.of(account, strategy, instrument), onTrial);
      ofStrategy.put(instrument, known);
    }
    return known;
  }

  /** Those that hold whatever the account trades. */
  EffectiveLimits of(RiskState state, AccountId account) {
    refresh(state);
    if (whole.length == 0) {
      whole = new EffectiveLimits[] {new EffectiveLimits(state, Scopes.of(account), false)};
    }
    return whole[0];
  }

  private void refresh(RiskState state) {
    if (generation != state.limitsGeneration()) {
      live.clear();
      shadow.clear();
      whole = new EffectiveLimits[0];
      generation = state.limitsGeneration();
    }
  }
}

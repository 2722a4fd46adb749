package io.tapedeck.risk.core;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.risk.RiskLimits;
import org.jspecify.annotations.Nullable;

/**
 * The limits that hold for an account: everyone's and its own, the tighter of the two where both
 * set one. (Capital is the account's own where it has one: it is no limit but a size.)
 */
public final class EffectiveLimits {
  private final @Nullable RiskLimits everyone;
  private final @Nullable RiskLimits own;

  EffectiveLimits(RiskState state, AccountId account) {
    this.everyone = state.limits(RiskLimits.EVERYONE);
    this.own = state.limits(account.value());
  }

  /** A limit as raw scale-9 value, null if no scope sets it. */
  public @Nullable Long value(String name) {
    Long wide = everyone == null ? null : everyone.value(name);
    Long narrow = own == null ? null : own.value(name);
    if (wide == null || narrow == null) {
      return wide == null ? narrow : wide;
    }
    return name.equals(LimitNames.CAPITAL) ? narrow : Long.valueOf(Math.min(wide, narrow));
  }

  /** A limit that {@link #missing} has shown to be there. */
  public long required(String name) {
    Long value = value(name);
    if (value == null) {
      throw new IllegalStateException("limit " + name + " was checked to be there");
    }
    return value;
  }

  /** Names of required limits that no scope sets, empty if all are there. */
  public String missing() {
    StringBuilder names = new StringBuilder();
    for (String name : LimitNames.REQUIRED) {
      if (value(name) == null) {
        names.append(names.isEmpty() ? "" : ", ").append(name);
      }
    }
    return names.toString();
  }

  /** Version of the most specific scope that is known; 0 if none is. */
  public long version() {
    RiskLimits known = own == null ? everyone : own;
    return known == null ? 0 : known.version();
  }

  /** Which scope set a limit, with its version: {@code *:3}. */
  public String origin(String name) {
    Long effective = value(name);
    if (own != null && effective != null && effective.equals(own.value(name))) {
      return own.scope() + ":" + own.version();
    }
    return everyone == null ? "" : everyone.scope() + ":" + everyone.version();
  }
}

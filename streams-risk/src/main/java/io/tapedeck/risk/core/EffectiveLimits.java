package io.tapedeck.risk.core;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.limits.Patterns;
import io.tapedeck.domain.limits.Setting;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.RiskLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limits that hold for an order: those of its strategy, account, instrument, venue and of
 * everyone; of each limit the tightest value ({@link Limit.Rule}), of each setting the most
 * specific one. Merged once and kept until limits change. Immutable.
 */
public final class EffectiveLimits {
  private static final Limit[] LIMITS = Limit.values();
  private static final Setting[] SETTINGS = Setting.values();

  private final List<RiskLimits> scopes = new ArrayList<>();
  private final boolean[] present = new boolean[LIMITS.length];
  private final long[] values = new long[LIMITS.length];
  private final String[] origins = new String[LIMITS.length];
  private final @Nullable String[] texts = new @Nullable String[SETTINGS.length];
  private final Sessions sessions;
  private final List<List<String>> allowed = new ArrayList<>();
  private final List<List<String>> restricted = new ArrayList<>();
  private final String missing;
  private final long version;

  /**
   * Merges.
   *
   * @param names scopes, most specific first
   * @param shadow true to take the limits on trial where a scope has some
   */
  EffectiveLimits(RiskState state, List<String> names, boolean shadow) {
    for (String name : names) {
      RiskLimits onTrial = shadow ? state.limits(RiskLimits.SHADOW + name) : null;
      RiskLimits known = onTrial == null ? state.limits(name) : onTrial;
      if (known != null) {
        scopes.add(known);
      }
    }
    for (RiskLimits scope : scopes) {
      String origin = scope.scope() + ":" + scope.version();
      for (int i = 0; i < LIMITS.length; i++) {
        Long value = scope.value(LIMITS[i].key());
        if (value != null && (!present[i] || tighter(LIMITS[i], value, values[i]))) {
          present[i] = true;
          values[i] = value;
          origins[i] = origin;
        }
      }
      for (int i = 0; i < SETTINGS.length; i++) {
        if (texts[i] == null) {
          texts[i] = scope.setting(SETTINGS[i].key());
        }
      }
    }
    this.version = scopes.isEmpty() ? 0 : scopes.get(0).version();
    this.missing =
        String.join(", ", Limit.REQUIRED.stream().filter(l -> !has(l)).map(Limit::key).toList());
    this.sessions = new Sessions(this);
    texts(Setting.ALLOWED_INSTRUMENTS).forEach(text -> allowed.add(Setting.items(text)));
    texts(Setting.RESTRICTED_INSTRUMENTS).forEach(text -> restricted.add(Setting.items(text)));
  }

  private static boolean tighter(Limit limit, long value, long than) {
    return switch (limit.rule()) {
      case MOST -> value < than;
      case LEAST -> value > than;
      case SIZE -> false;
    };
  }

  /** True if a scope sets it. */
  @SuppressWarnings("EnumOrdinal") // an index into this object's arrays, kept nowhere else
  public boolean has(Limit limit) {
    return present[limit.ordinal()];
  }

  /**
   * The raw scale-9 value of a limit.
   *
   * @throws IllegalStateException if no scope sets it: ask {@link #has} first
   */
  @SuppressWarnings("EnumOrdinal") // an index into this object's arrays, kept nowhere else
  public long value(Limit limit) {
    if (!has(limit)) {
      throw new IllegalStateException("limit " + limit.key() + " is not set");
    }
    return values[limit.ordinal()];
  }

  /** The value, or another where no scope sets it. */
  public long valueOr(Limit limit, long other) {
    return has(limit) ? value(limit) : other;
  }

  /** Which scope set a limit, with its version: {@code *:3}; empty if none does. */
  @SuppressWarnings("EnumOrdinal") // an index into this object's arrays, kept nowhere else
  public String origin(Limit limit) {
    return has(limit) ? origins[limit.ordinal()] : "";
  }

  /** The most specific scope's text of a setting, null if none sets it. */
  @SuppressWarnings("EnumOrdinal") // an index into this object's arrays, kept nowhere else
  @Nullable String text(Setting setting) {
    return texts[setting.ordinal()];
  }

  /** The texts of a setting in every scope that sets it. */
  List<String> texts(Setting setting) {
    List<String> all = new ArrayList<>();
    for (RiskLimits scope : scopes) {
      String text = scope.setting(setting.key());
      if (text != null) {
        all.add(text);
      }
    }
    return all;
  }

  /** A switch, or its default where no scope sets it. */
  public boolean on(Setting setting, boolean otherwise) {
    String text = text(setting);
    return text == null ? otherwise : text.equals("true");
  }

  /** True if an event time lies in a blackout period of any scope. */
  public boolean inBlackout(long nanos) {
    return sessions.blackout(nanos);
  }

  /** True if the session rules let an order pass at an event time. */
  public boolean inSession(long nanos) {
    return sessions.open(nanos);
  }

  /** True if every scope lets an instrument be traded. */
  public boolean permits(InstrumentId instrument) {
    for (List<String> patterns : restricted) {
      if (Patterns.match(patterns, instrument)) {
        return false;
      }
    }
    for (List<String> patterns : allowed) {
      if (!Patterns.match(patterns, instrument)) {
        return false;
      }
    }
    return true;
  }

  /** Window of the throttle on repeated orders, nanoseconds. */
  public long repeatWindowNanos() {
    // raw scale-9 seconds are nanoseconds
    return valueOr(Limit.REPEATED_ORDER_WINDOW_SECONDS, 60 * FixedPoint.ONE);
  }

  /** Days that correlations look back. */
  public int correlationLookback() {
    return (int)
        (valueOr(Limit.CORRELATION_LOOKBACK_DAYS, DailyCloses.KEPT * FixedPoint.ONE)
            / FixedPoint.ONE);
  }

  /**
   * Largest exposure as a multiple of the equity, raw scale-9; null if neither allow_leverage nor
   * max_leverage is set. Without allow_leverage it is at most 1.
   */
  public @Nullable Long leverage() {
    if (text(Setting.ALLOW_LEVERAGE) == null && !has(Limit.MAX_LEVERAGE)) {
      return null;
    }
    long most = valueOr(Limit.MAX_LEVERAGE, FixedPoint.ONE);
    return on(Setting.ALLOW_LEVERAGE, false) ? most : Long.valueOf(Math.min(most, FixedPoint.ONE));
  }

  /** Names of required limits that no scope sets, empty if all are there. */
  public String missing() {
    return missing;
  }

  /** Version of the most specific scope that is known; 0 if none is. */
  public long version() {
    return version;
  }
}

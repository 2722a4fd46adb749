package io.tapedeck.risk.oracle;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.risk.RiskLimits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The limits of every scope, and what holds of them. */
final class OracleLimits {
  static final List<String> REQUIRED =
      List.of(
          "capital",
          "max_order_value",
          "max_notional_per_position",
          "max_concentration_percent",
          "max_daily_loss",
          "max_mark_age_seconds");

  private static final Set<String> SIZES =
      Set.of(
          "capital",
          "default_stop_loss_percent",
          "correlation_lookback_days",
          "base_volatility_percent");
  private static final Set<String> LARGEST =
      Set.of("cooldown_minutes", "repeated_order_window_seconds", "duplicate_order_window_seconds");

  private final Map<String, RiskLimits> byScope = new HashMap<>();

  void put(RiskLimits limits) {
    byScope.put(limits.scope(), limits);
  }

  /** What holds for an order. */
  View of(OrderIntent intent) {
    return view(names(intent), false);
  }

  /** What would hold for an order if what is on trial held; null if nothing is on trial. */
  View onTrial(OrderIntent intent) {
    boolean any = byScope.keySet().stream().anyMatch(n -> n.startsWith(RiskLimits.SHADOW));
    return any ? view(names(intent), true) : null;
  }

  /** What holds for an account's own figures. */
  View of(AccountId account) {
    return view(List.of(account.value(), "*"), false);
  }

  /** What holds for an order of no strategy. */
  View of(AccountId account, InstrumentId instrument) {
    return view(names("", account, instrument), false);
  }

  /** What holds for everyone. */
  View everyone() {
    return view(List.of("*"), false);
  }

  private static List<String> names(OrderIntent intent) {
    return names(intent.strategy().value(), intent.account(), intent.instrument());
  }

  private static List<String> names(String strategy, AccountId account, InstrumentId instrument) {
    return List.of(
        "strategy:" + strategy,
        account.value(),
        "instrument:" + instrument.value(),
        "venue:" + instrument.venue(),
        "*");
  }

  private View view(List<String> names, boolean trial) {
    List<RiskLimits> scopes = new ArrayList<>();
    for (String name : names) {
      RiskLimits shadow = trial ? byScope.get(RiskLimits.SHADOW + name) : null;
      RiskLimits chosen = shadow != null ? shadow : byScope.get(name);
      if (chosen != null) {
        scopes.add(chosen);
      }
    }
    return new View(scopes);
  }

  /** Some scopes, the most specific first. */
  record View(List<RiskLimits> scopes) {
    /** A limit; null if none sets it. */
    BigDecimal number(String name) {
      BigDecimal found = null;
      for (RiskLimits scope : scopes) {
        Long raw = scope.value(name);
        if (raw == null) {
          continue;
        }
        BigDecimal value = BigDecimal.valueOf(raw, 9);
        if (found == null) {
          found = value;
        } else if (name.startsWith("min_") || LARGEST.contains(name)) {
          found = found.max(value);
        } else if (!SIZES.contains(name)) {
          found = found.min(value);
        }
      }
      return found;
    }

    /** A limit, or another number where none sets it. */
    BigDecimal number(String name, BigDecimal otherwise) {
      BigDecimal set = number(name);
      return set == null ? otherwise : set;
    }

    /** A setting; null if none sets it. */
    String text(String name) {
      for (RiskLimits scope : scopes) {
        if (scope.setting(name) != null) {
          return scope.setting(name);
        }
      }
      return null;
    }

    boolean is(String name, String text) {
      return text.equals(text(name));
    }

    /** A setting's texts in every scope that sets it. */
    List<String> texts(String name) {
      List<String> all = new ArrayList<>();
      for (RiskLimits scope : scopes) {
        if (scope.setting(name) != null) {
          all.add(scope.setting(name));
        }
      }
      return all;
    }

    boolean complete() {
      return REQUIRED.stream().allMatch(name -> number(name) != null);
    }
  }
}

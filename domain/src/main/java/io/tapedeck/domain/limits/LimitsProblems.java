package io.tapedeck.domain.limits;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.RiskLimits;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with limits, all of it at once; an empty list means that they may be used. */
public final class LimitsProblems {
  private LimitsProblems() {}

  /** A fault: which limit, and what to do. */
  public record Problem(String name, String message) {
    @Override
    public String toString() {
      return name + ": " + message;
    }
  }

  /** Every problem of one version of a scope's limits. */
  public static List<Problem> of(RiskLimits limits) {
    List<Problem> problems = new ArrayList<>();
    scope(limits.scope(), problems);
    for (Map.Entry<String, Long> value : limits.values().entrySet()) {
      number(value.getKey(), value.getValue(), problems);
    }
    for (Map.Entry<String, String> setting : limits.settings().entrySet()) {
      setting(setting.getKey(), setting.getValue(), problems);
    }
    together(limits, Limit.MIN_ORDER_SIZE, Limit.MAX_ORDER_SIZE, problems);
    together(limits, Limit.MIN_PRICE, Limit.MAX_PRICE, problems);
    together(limits, Limit.MAX_DAILY_LOSS, Limit.MAX_WEEKLY_LOSS, problems);
    together(limits, Limit.MAX_WEEKLY_LOSS, Limit.MAX_MONTHLY_LOSS, problems);
    together(limits, Limit.MAX_NOTIONAL_PER_POSITION, Limit.MAX_TOTAL_EXPOSURE, problems);
    return problems;
  }

  private static void scope(String scope, List<Problem> problems) {
    String live =
        scope.startsWith(RiskLimits.SHADOW) ? scope.substring(RiskLimits.SHADOW.length()) : scope;
    if (live.isBlank()) {
      problems.add(new Problem("scope", "is empty; * holds for everyone"));
    } else if (live.startsWith(Scopes.INSTRUMENT)) {
      try {
        new InstrumentId(live.substring(Scopes.INSTRUMENT.length()));
      } catch (IllegalArgumentException e) {
        problems.add(new Problem("scope", live + " names no instrument: " + e.getMessage()));
      }
    }
  }

  private static void number(String name, long raw, List<Problem> problems) {
    Limit limit = Limit.named(name);
    if (limit == null) {
      problems.add(new Problem(name, known(name)));
      return;
    }
    String text = FixedPoint.format(raw);
    boolean mayBeZero = limit == Limit.MAX_SHORT_NOTIONAL || limit == Limit.MAX_STATE_LAG_SECONDS;
    if (raw < 0 || (raw == 0 && !mayBeZero)) {
      problems.add(new Problem(name, text + " is not above zero"));
      return;
    }
    switch (limit.unit()) {
      case PERCENT -> {
        if (raw > 100 * FixedPoint.ONE && limit != Limit.MIN_MARGIN_PERCENT) {
          problems.add(new Problem(name, text + " is more than 100 percent"));
        }
      }
      case COUNT -> {
        if (raw % FixedPoint.ONE != 0 && limit != Limit.MAX_MESSAGES_PER_SECOND) {
          problems.add(new Problem(name, text + " is no whole number"));
        }
      }
      default -> {
        // any positive number will do
      }
    }
    if (limit == Limit.CORRELATION_LOOKBACK_DAYS
        && (raw < Limit.LEAST_LOOKBACK_DAYS * FixedPoint.ONE
            || raw > Limit.MOST_LOOKBACK_DAYS * FixedPoint.ONE)) {
      problems.add(
          new Problem(
              name,
              text
                  + " is not within "
                  + Limit.LEAST_LOOKBACK_DAYS
                  + " to "
                  + Limit.MOST_LOOKBACK_DAYS));
    }
    if (limit == Limit.MAX_POSITION_CORRELATION && raw > FixedPoint.ONE) {
      problems.add(new Problem(name, text + " is more than 1"));
    }
  }

  private static void together(
      RiskLimits limits, Limit smaller, Limit larger, List<Problem> problems) {
    Long low = limits.value(smaller.key());
    Long high = limits.value(larger.key());
    if (low != null && high != null && low > high) {
      problems.add(
          new Problem(
              smaller.key(),
              FixedPoint.format(low)
                  + " is more than "
                  + larger.key()
                  + " "
                  + FixedPoint.format(high)));
    }
  }

  private static void setting(String name, String text, List<Problem> problems) {
    Setting setting = Setting.named(name);
    if (setting == null) {
      problems.add(new Problem(name, known(name)));
      return;
    }
    try {
      String fault = fault(setting.form(), text);
      if (fault != null) {
        problems.add(new Problem(name, "'" + text + "' " + fault));
      }
    } catch (DateTimeException | IllegalArgumentException e) {
      problems.add(new Problem(name, "'" + text + "' cannot be read: " + e.getMessage()));
    }
  }

  private static @Nullable String fault(Setting.Form form, String text) {
    switch (form) {
      case NAME -> {
        return text.isBlank() ? "is empty" : null;
      }
      case SWITCH -> {
        return text.equals("true") || text.equals("false") ? null : "is neither true nor false";
      }
      case ZONE -> ZoneId.of(text);
      case TIME -> LocalTime.parse(text);
      case PERIODS -> Setting.items(text).forEach(Period::parse);
      case DAYS -> Setting.items(text).forEach(Setting::day);
      case DATES -> Setting.items(text).forEach(LocalDate::parse);
      case PATTERNS -> Setting.items(text).forEach(Patterns::check);
      case CONVERSIONS -> Setting.items(text).forEach(Setting::conversion);
    }
    return null;
  }

  private static String known(String name) {
    if (Limit.named(name) != null) {
      return "is a number, not a text";
    }
    if (Setting.named(name) != null) {
      return "is a text, not a number";
    }
    List<String> names = new ArrayList<>();
    Arrays.stream(Limit.values()).forEach(limit -> names.add(limit.key()));
    Arrays.stream(Setting.values()).forEach(setting -> names.add(setting.key()));
    return "unknown limit; known: " + names;
  }
}

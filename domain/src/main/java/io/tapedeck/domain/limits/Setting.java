package io.tapedeck.domain.limits;

import io.tapedeck.domain.id.InstrumentId;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every part of the limits that is no number, by its name in risk-limits.yaml. */
public enum Setting {
  CURRENCY("currency", Form.NAME, "Currency of the account; profits in others are converted."),
  ALLOW_LEVERAGE("allow_leverage", Form.SWITCH, "True if max_leverage holds instead of 1."),
  ENABLE_CIRCUIT_BREAKER(
      "enable_circuit_breaker", Form.SWITCH, "False if the breaker may only be tripped by hand."),
  AUTO_RESUME("auto_resume", Form.SWITCH, "True if a tripped breaker resumes after its cooldown."),
  SELF_MATCH_PREVENTION(
      "self_match_prevention", Form.SWITCH, "False if own orders may trade with each other."),
  ENFORCE_CORRELATION_CHECK(
      "enforce_correlation_check", Form.SWITCH, "True if max_position_correlation holds."),
  ENABLE_VOLATILITY_SCALING(
      "enable_volatility_scaling",
      Form.SWITCH,
      "True if value limits shrink by base_volatility_percent over the current volatility."),
  REDUCE_ON_HIGH_VOLATILITY(
      "reduce_on_high_volatility", Form.SWITCH, "False if max_atr_percent is not enforced."),
  ENFORCE_MARKET_HOURS(
      "enforce_market_hours", Form.SWITCH, "True if orders outside the session are refused."),
  ALLOW_PREMARKET("allow_premarket", Form.SWITCH, "True if premarket_hours are a session, too."),
  ALLOW_AFTERHOURS("allow_afterhours", Form.SWITCH, "True if afterhours_hours are one, too."),
  TIME_ZONE(
      "time_zone",
      Form.ZONE,
      "Zone of the times here and of the trading day, like America/New_York."),
  TRADING_DAY_START(
      "trading_day_start", Form.TIME, "Local time at which a trading day begins; scope * only."),
  SESSION_HOURS("session_hours", Form.PERIODS, "Regular session, local; none means always open."),
  PREMARKET_HOURS("premarket_hours", Form.PERIODS, "Session before it."),
  AFTERHOURS_HOURS("afterhours_hours", Form.PERIODS, "Session after it."),
  SESSION_DAYS("session_days", Form.DAYS, "Days with a session; MON,TUE,WED,THU,FRI if not set."),
  HOLIDAYS("holidays", Form.DATES, "Dates without one."),
  BLACKOUT_PERIODS("blackout_periods", Form.PERIODS, "Times without growth, of every scope."),
  ALLOWED_INSTRUMENTS(
      "allowed_instruments",
      Form.PATTERNS,
      "Instruments that may be traded, a trailing * for any ending; must allow in every scope."),
  RESTRICTED_INSTRUMENTS(
      "restricted_instruments", Form.PATTERNS, "Instruments that may not, of every scope."),
  CONVERSIONS(
      "conversions",
      Form.CONVERSIONS,
      "Instruments whose marks convert currencies, like USDT=KRAKEN:USDT/USD; scope * only.");

  /** How a text reads; lists are separated by commas. */
  public enum Form {
    NAME,
    SWITCH,
    ZONE,
    TIME,
    PERIODS,
    DAYS,
    DATES,
    PATTERNS,
    CONVERSIONS
  }

  private static final Map<String, Setting> BY_NAME = new HashMap<>();

  static {
    for (Setting setting : values()) {
      BY_NAME.put(setting.key, setting);
    }
  }

  private final String key;
  private final Form form;
  private final String doc;

  Setting(String key, Form form, String doc) {
    this.key = key;
    this.form = form;
    this.doc = doc;
  }

  /** The setting of a name, null if there is none. */
  public static @Nullable Setting named(String key) {
    return BY_NAME.get(key);
  }

  /** Name in risk-limits.yaml. */
  public String key() {
    return key;
  }

  /** How its text reads. */
  public Form form() {
    return form;
  }

  /** What it says. */
  public String doc() {
    return doc;
  }

  /** The items of a list. */
  public static List<String> items(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  /**
   * A day by the first three or more letters of its English name.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static DayOfWeek day(String name) {
    String start = name.toUpperCase(Locale.ROOT);
    for (DayOfWeek day : DayOfWeek.values()) {
      if (start.length() >= 3 && day.name().startsWith(start)) {
        return day;
      }
    }
    throw new IllegalArgumentException(name + " is no day of the week");
  }

  /**
   * A conversion: a currency, and the instrument whose mark says what it is worth.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Map.Entry<String, InstrumentId> conversion(String text) {
    String[] sides = text.split("=", -1);
    if (sides.length != 2 || sides[0].isBlank()) {
      throw new IllegalArgumentException(text + " is no conversion like USDT=KRAKEN:USDT/USD");
    }
    return Map.entry(sides[0].strip(), new InstrumentId(sides[1].strip()));
  }
}

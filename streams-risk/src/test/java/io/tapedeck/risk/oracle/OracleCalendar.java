package io.tapedeck.risk.oracle;

import io.tapedeck.domain.id.InstrumentId;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Sessions, blackouts and trading days by java.time; lists of instruments. */
final class OracleCalendar {
  private OracleCalendar() {}

  static List<String> items(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  private static ZonedDateTime local(OracleLimits.View limits, long nanos) {
    String zone = limits.text("time_zone");
    return Instant.ofEpochSecond(0, nanos).atZone(ZoneId.of(zone == null ? "UTC" : zone));
  }

  /** The trading day, in days since 1970. */
  static long day(OracleLimits.View everyone, long nanos) {
    String start = everyone.text("trading_day_start");
    long shift = start == null ? 0 : LocalTime.parse(start).toNanoOfDay();
    return local(everyone, nanos - shift).toLocalDate().toEpochDay();
  }

  static boolean open(OracleLimits.View limits, long nanos) {
    String hours = limits.text("session_hours");
    if (!limits.is("enforce_market_hours", "true") || hours == null) {
      return true;
    }
    ZonedDateTime now = local(limits, nanos);
    String days = limits.text("session_days");
    String today = now.getDayOfWeek().name();
    boolean sessionDay =
        items(days == null ? "MON,TUE,WED,THU,FRI" : days).stream()
            .anyMatch(d -> today.startsWith(d.toUpperCase(Locale.ROOT)));
    String holidays = limits.text("holidays");
    boolean holiday = holidays != null && items(holidays).contains(now.toLocalDate().toString());
    boolean within =
        within(hours, now.toLocalTime())
            || (limits.is("allow_premarket", "true")
                && within(limits.text("premarket_hours"), now.toLocalTime()))
            || (limits.is("allow_afterhours", "true")
                && within(limits.text("afterhours_hours"), now.toLocalTime()));
    return sessionDay && !holiday && within;
  }

  static boolean blackedOut(OracleLimits.View limits, long nanos) {
    LocalTime now = local(limits, nanos).toLocalTime();
    return limits.texts("blackout_periods").stream().anyMatch(periods -> within(periods, now));
  }

  private static boolean within(String periods, LocalTime time) {
    if (periods == null) {
      return false;
    }
    for (String period : items(periods)) {
      String[] ends = period.split("-");
      LocalTime from = LocalTime.parse(ends[0]);
      boolean afterStart = !time.isBefore(from);
      boolean toMidnight = ends[1].equals("24:00");
      boolean beforeEnd = toMidnight || time.isBefore(LocalTime.parse(ends[1]));
      boolean crosses = !toMidnight && LocalTime.parse(ends[1]).isBefore(from);
      if (crosses ? afterStart || beforeEnd : afterStart && beforeEnd) {
        return true;
      }
    }
    return false;
  }

  static boolean permitted(OracleLimits.View limits, InstrumentId instrument) {
    return limits.texts("restricted_instruments").stream().noneMatch(l -> names(l, instrument))
        && limits.texts("allowed_instruments").stream().allMatch(l -> names(l, instrument));
  }

  private static boolean names(String patterns, InstrumentId instrument) {
    return items(patterns).stream()
        .anyMatch(
            pattern ->
                pattern.endsWith("*")
                    ? instrument.value().startsWith(pattern.substring(0, pattern.length() - 1))
                    : instrument.value().equals(pattern));
  }
}

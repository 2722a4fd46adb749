package io.tapedeck.risk.core;

import io.tapedeck.domain.limits.Setting;
import io.tapedeck.domain.risk.RiskLimits;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The trading calendar of a partition: when a day, a week and a month begin. Immutable. */
final class TradingDay {
  /** UTC days. */
  static final TradingDay UTC = new TradingDay(ZoneOffset.UTC, 0);

  private static final long NANOS = 1_000_000_000L;

  private final ZoneId zone;
  private final long startSeconds;

  private TradingDay(ZoneId zone, long startSeconds) {
    this.zone = zone;
    this.startSeconds = startSeconds;
  }

  /** As the limits of everyone say; UTC days where they say nothing. */
  static TradingDay of(@Nullable RiskLimits everyone) {
    if (everyone == null) {
      return UTC;
    }
    String zone = everyone.setting(Setting.TIME_ZONE.key());
    String start = everyone.setting(Setting.TRADING_DAY_START.key());
    return new TradingDay(
        zone == null ? ZoneOffset.UTC : ZoneId.of(zone),
        start == null ? 0 : LocalTime.parse(start).toSecondOfDay());
  }

  /** Days since the epoch of the trading day that an event time belongs to. */
  long of(long nanos) {
    Instant instant = Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS) - startSeconds);
    return LocalDate.ofInstant(instant, zone).toEpochDay();
  }

  /** Weeks begin on Monday; the number of the week that a day is in. */
  static long week(long day) {
    return Math.floorDiv(day + 3, 7);
  }

  /** The number of the month that a day is in. */
  static long month(long day) {
    return LocalDate.ofEpochDay(day).getYear() * 12L + LocalDate.ofEpochDay(day).getMonthValue();
  }
}

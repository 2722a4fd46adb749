package io.tapedeck.risk.core;

import io.tapedeck.domain.limits.Period;
import io.tapedeck.domain.limits.Setting;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When an order may trade: sessions and blackout periods, in local time. For one thread: it keeps
 * the zone's present offset.
 */
final class Sessions {
  private static final long NANOS = 1_000_000_000L;
  private static final long DAY_SECONDS = 86_400;
  private static final Set<DayOfWeek> WEEKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

  private final ZoneId zone;
  private final boolean enforced;
  private final List<Period> open = new ArrayList<>();
  private final boolean always;
  private final Set<DayOfWeek> days;
  private final Set<Long> holidays = new HashSet<>();
  private final List<Period> blackout = new ArrayList<>();

  // the offset of the zone, and from when to when it holds
  private int offset;
  private long offsetFrom = Long.MAX_VALUE;
  private long offsetTo = Long.MIN_VALUE;

  Sessions(EffectiveLimits limits) {
    String zoneName = limits.text(Setting.TIME_ZONE);
    this.zone = zoneName == null ? ZoneOffset.UTC : ZoneId.of(zoneName);
    this.enforced = limits.on(Setting.ENFORCE_MARKET_HOURS, false);
    String regular = limits.text(Setting.SESSION_HOURS);
    this.always = regular == null;
    add(open, regular);
    if (limits.on(Setting.ALLOW_PREMARKET, false)) {
      add(open, limits.text(Setting.PREMARKET_HOURS));
    }
    if (limits.on(Setting.ALLOW_AFTERHOURS, false)) {
      add(open, limits.text(Setting.AFTERHOURS_HOURS));
    }
    String dayNames = limits.text(Setting.SESSION_DAYS);
    if (dayNames == null) {
      this.days = WEEKDAYS;
    } else {
      this.days = EnumSet.noneOf(DayOfWeek.class);
      Setting.items(dayNames).forEach(name -> days.add(Setting.day(name)));
    }
    String dates = limits.text(Setting.HOLIDAYS);
    if (dates != null) {
      Setting.items(dates).forEach(date -> holidays.add(LocalDate.parse(date).toEpochDay()));
    }
    limits.texts(Setting.BLACKOUT_PERIODS).forEach(text -> add(blackout, text));
  }

  private static void add(List<Period> periods, @Nullable String text) {
    if (text != null) {
      Setting.items(text).forEach(item -> periods.add(Period.parse(item)));
    }
  }

  /** True if the session rules of the limits let an order pass at an event time. */
  boolean open(long nanos) {
    if (!enforced || always) {
      return true;
    }
    long local = localSecond(nanos);
    long day = Math.floorDiv(local, DAY_SECONDS);
    return days.contains(DayOfWeek.of((int) Math.floorMod(day + 3, 7L) + 1))
        && !(!holidays.isEmpty() && holidays.contains(day))
        && within(open, secondOfDay(local));
  }

  /** True if an event time lies in a blackout period. */
  boolean blackout(long nanos) {
    return !blackout.isEmpty() && within(blackout, secondOfDay(localSecond(nanos)));
  }

  private static int secondOfDay(long local) {
    return (int) Math.floorMod(local, DAY_SECONDS);
  }

  /** Seconds since the local epoch. */
  private long localSecond(long nanos) {
    long second = Math.floorDiv(nanos, NANOS);
    if (second < offsetFrom || second >= offsetTo) {
      Instant instant = Instant.ofEpochSecond(second);
      ZoneRules rules = zone.getRules();
      ZoneOffsetTransition before = rules.previousTransition(instant.plusSeconds(1));
      ZoneOffsetTransition after = rules.nextTransition(instant);
      offset = rules.getOffset(instant).getTotalSeconds();
      offsetFrom = before == null ? Long.MIN_VALUE : before.toEpochSecond();
      offsetTo = after == null ? Long.MAX_VALUE : after.toEpochSecond();
    }
    return second + offset;
  }

  private static boolean within(List<Period> periods, int second) {
    for (int i = 0; i < periods.size(); i++) {
      if (periods.get(i).holds(second)) {
        return true;
      }
    }
    return false;
  }
}

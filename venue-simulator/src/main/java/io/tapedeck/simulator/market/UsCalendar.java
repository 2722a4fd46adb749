package io.tapedeck.simulator.market;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;

/** The regular sessions of the New York exchanges, by their rules for holidays. */
public final class UsCalendar {
  /** New York. */
  public static final ZoneId ZONE = ZoneId.of("America/New_York");

  private static final LocalTime OPEN = LocalTime.of(9, 30);
  private static final LocalTime CLOSE = LocalTime.of(16, 0);
  private static final LocalTime EARLY_CLOSE = LocalTime.of(13, 0);

  private UsCalendar() {}

  /** When a trading day opens. */
  public static LocalTime open() {
    return OPEN;
  }

  /** When a trading day closes, on a few days early. */
  public static LocalTime close(LocalDate day) {
    boolean fourthOfJulyEve = day.getMonth() == Month.JULY && day.getDayOfMonth() == 3;
    boolean christmasEve = day.getMonth() == Month.DECEMBER && day.getDayOfMonth() == 24;
    boolean afterThanksgiving = day.minusDays(1).equals(thanksgiving(day.getYear()));
    return fourthOfJulyEve || christmasEve || afterThanksgiving ? EARLY_CLOSE : CLOSE;
  }

  /** Whether there is a session on a day. */
  public static boolean trades(LocalDate day) {
    return !weekend(day) && !holiday(day);
  }

  private static boolean weekend(LocalDate day) {
    return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
  }

  private static boolean holiday(LocalDate day) {
    int year = day.getYear();
    return newYear(day)
        || day.equals(nth(year, Month.JANUARY, 3, DayOfWeek.MONDAY))
        || day.equals(nth(year, Month.FEBRUARY, 3, DayOfWeek.MONDAY))
        || day.equals(easter(year).minusDays(2))
        || day.equals(
            LocalDate.of(year, Month.MAY, 1).with(TemporalAdjusters.lastInMonth(DayOfWeek.MONDAY)))
        || (year >= 2022 && day.equals(observed(LocalDate.of(year, Month.JUNE, 19))))
        || day.equals(observed(LocalDate.of(year, Month.JULY, 4)))
        || day.equals(nth(year, Month.SEPTEMBER, 1, DayOfWeek.MONDAY))
        || day.equals(thanksgiving(year))
        || day.equals(observed(LocalDate.of(year, Month.DECEMBER, 25)));
  }

  /** On a Saturday it is not made up for. */
  private static boolean newYear(LocalDate day) {
    LocalDate first = LocalDate.of(day.getYear(), Month.JANUARY, 1);
    return day.equals(first.getDayOfWeek() == DayOfWeek.SUNDAY ? first.plusDays(1) : first);
  }

  private static LocalDate observed(LocalDate day) {
    return switch (day.getDayOfWeek()) {
      case SATURDAY -> day.minusDays(1);
      case SUNDAY -> day.plusDays(1);
      default -> day;
    };
  }

  private static LocalDate nth(int year, Month month, int n, DayOfWeek weekday) {
    return LocalDate.of(year, month, 1).with(TemporalAdjusters.dayOfWeekInMonth(n, weekday));
  }

  private static LocalDate thanksgiving(int year) {
    return nth(year, Month.NOVEMBER, 4, DayOfWeek.THURSDAY);
  }

  /** Western Easter, by the anonymous Gregorian computus. */
  private static LocalDate easter(int year) {
    int golden = year % 19;
    int century = year / 100;
    int rest = year % 100;
    int epact =
        (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    int weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    int correction = (golden + 11 * epact + 22 * weekday) / 451;
    int days = epact + weekday - 7 * correction + 114;
    return LocalDate.of(year, days / 31, days % 31 + 1);
  }

  /** This moment if a session is on, else the next opening; nanoseconds since the epoch. */
  public static long opensFrom(long epochNs) {
    Instant moment =
        Instant.ofEpochSecond(
            Math.floorDiv(epochNs, 1_000_000_000L), Math.floorMod(epochNs, 1_000_000_000L));
    ZonedDateTime at = moment.atZone(ZONE);
    LocalDate day = at.toLocalDate();
    if (trades(day) && at.toLocalTime().isBefore(close(day))) {
      return at.toLocalTime().isBefore(OPEN) ? nanos(day) : epochNs;
    }
    do {
      day = day.plusDays(1);
    } while (!trades(day));
    return nanos(day);
  }

  private static long nanos(LocalDate day) {
    return day.atTime(OPEN).atZone(ZONE).toEpochSecond() * 1_000_000_000L;
  }
}

package io.tapedeck.ingest.core;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When a market is open: one session for each day listed, none on the others (weekends, holidays).
 * A day beyond the last one listed is unknown. Immutable.
 */
public final class TradingCalendar {
  private final ZoneId zone;
  private final TreeMap<LocalDate, Hours> days;

  /**
   * Hours of one day in the market's own time.
   *
   * @param close first moment after the session; early on a shortened day
   */
  public record Hours(LocalTime open, LocalTime close) {
    public Hours {
      if (!open.isBefore(close)) {
        throw new IllegalArgumentException(
            "a session opens before it closes: " + open + " " + close);
      }
    }
  }

  /** What the calendar says of a moment. */
  public enum State {
    /** Within a session. */
    OPEN,
    /** Outside, on a day that the calendar knows. */
    CLOSED,
    /** The calendar does not reach so far. */
    UNKNOWN
  }

  public TradingCalendar(ZoneId zone, Map<LocalDate, Hours> days) {
    this.zone = zone;
    this.days = new TreeMap<>(days);
  }

  /** Whether the market is open at a time, nanoseconds since the epoch. */
  public State at(long epochNanos) {
    var local = instant(epochNanos).atZone(zone);
    LocalDate date = local.toLocalDate();
    if (days.isEmpty() || date.isBefore(days.firstKey()) || date.isAfter(days.lastKey())) {
      return State.UNKNOWN;
    }
    Hours hours = days.get(date);
    LocalTime time = local.toLocalTime();
    boolean open = hours != null && !time.isBefore(hours.open()) && time.isBefore(hours.close());
    return open ? State.OPEN : State.CLOSED;
  }

  /** The next opening after a time, nanoseconds since the epoch; null if none is listed. */
  public @Nullable Instant nextOpen(long epochNanos) {
    Instant now = instant(epochNanos);
    LocalDate date = now.atZone(zone).toLocalDate();
    for (Map.Entry<LocalDate, Hours> day : days.tailMap(date).entrySet()) {
      Instant open = day.getKey().atTime(day.getValue().open()).atZone(zone).toInstant();
      if (open.isAfter(now)) {
        return open;
      }
    }
    return null;
  }

  private static Instant instant(long epochNanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(epochNanos, 1_000_000_000L), Math.floorMod(epochNanos, 1_000_000_000L));
  }
}

package io.tapedeck.ingest.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.ingest.core.TradingCalendar.Hours;
import io.tapedeck.ingest.core.TradingCalendar.State;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TradingCalendarTest {
  private static final Hours FULL = new Hours(LocalTime.of(9, 30), LocalTime.of(16, 0));

  /**
   * A week with a holiday on Thursday, a short Friday, and the change to daylight time after it.
   */
  private final TradingCalendar calendar =
      new TradingCalendar(
          ZoneId.of("America/New_York"),
          Map.of(
              LocalDate.of(2024, 3, 6), FULL,
              LocalDate.of(2024, 3, 8), new Hours(LocalTime.of(9, 30), LocalTime.of(13, 0)),
              LocalDate.of(2024, 3, 11), FULL));

  private static long nanos(String instant) {
    return Instant.parse(instant).getEpochSecond() * 1_000_000_000L;
  }

  @ParameterizedTest
  @CsvSource({
    "2024-03-06T14:29:59Z,CLOSED",
    "2024-03-06T14:30:00Z,OPEN",
    "2024-03-06T20:59:59Z,OPEN",
    "2024-03-06T21:00:00Z,CLOSED",
    "2024-03-07T15:00:00Z,CLOSED",
    "2024-03-08T17:59:59Z,OPEN",
    "2024-03-08T18:00:00Z,CLOSED",
    "2024-03-09T15:00:00Z,CLOSED",
    "2024-03-11T13:30:00Z,OPEN",
    "2024-03-11T20:00:00Z,CLOSED",
    "2024-03-05T15:00:00Z,UNKNOWN",
    "2024-03-12T15:00:00Z,UNKNOWN"
  })
  void knowsHoursHolidaysShortDaysAndDaylightTime(String instant, State expected) {
    assertThat(calendar.at(nanos(instant))).isEqualTo(expected);
  }

  @Test
  void findsTheNextOpening() {
    assertThat(calendar.nextOpen(nanos("2024-03-06T15:00:00Z")))
        .isEqualTo(Instant.parse("2024-03-08T14:30:00Z"));
    assertThat(calendar.nextOpen(nanos("2024-03-08T15:00:00Z")))
        .isEqualTo(Instant.parse("2024-03-11T13:30:00Z"));
    assertThat(calendar.nextOpen(nanos("2024-03-11T15:00:00Z"))).isNull();
  }
}

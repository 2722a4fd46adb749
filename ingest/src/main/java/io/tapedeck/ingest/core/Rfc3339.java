package io.tapedeck.ingest.core;

/** Times such as {@code 2024-05-19T16:45:24.204654Z}, with up to nine decimals, Z or an offset. */
public final class Rfc3339 {
  private static final int FRACTION_AT = 19;
  private static final int[] MONTH_DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private Rfc3339() {}

  /**
   * Nanoseconds since the epoch.
   *
   * @throws FrameRefusedException if the bytes are no such time between 1970 and 2261
   */
  public static long nanos(byte[] in, int from, int to) {
    if (to - from <= FRACTION_AT) {
      throw bad();
    }
    int year = number(in, from, 4);
    int month = number(in, from + 5, 2);
    int day = number(in, from + 8, 2);
    int hour = number(in, from + 11, 2);
    int minute = number(in, from + 14, 2);
    int second = number(in, from + 17, 2);
    boolean shape =
        in[from + 4] == '-'
            && in[from + 7] == '-'
            && (in[from + 10] == 'T' || in[from + 10] == 't' || in[from + 10] == ' ')
            && in[from + 13] == ':'
            && in[from + 16] == ':';
    boolean range =
        year >= 1970
            && year <= 2261
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= daysIn(year, month)
            && hour <= 23
            && minute <= 59
            && second <= 59;
    if (!shape || !range) {
      throw bad();
    }
    int at = from + FRACTION_AT;
    long fraction = 0;
    if (in[at] == '.') {
      int first = ++at;
      while (at < to && in[at] >= '0' && in[at] <= '9') {
        fraction = fraction * 10 + in[at++] - '0';
        if (at - first > 9) {
          throw bad();
        }
      }
      if (at == first) {
        throw bad();
      }
      for (int i = at - first; i < 9; i++) {
        fraction *= 10;
      }
    }
    long seconds = epochDay(year, month, day) * 86_400L + hour * 3600L + minute * 60L + second;
    return (seconds - offsetSeconds(in, at, to)) * 1_000_000_000L + fraction;
  }

  private static int daysIn(int year, int month) {
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && !leap ? 28 : MONTH_DAYS[month - 1];
  }

  private static long offsetSeconds(byte[] in, int at, int to) {
    if (to - at == 1 && (in[at] == 'Z' || in[at] == 'z')) {
      return 0;
    }
    if (to - at != 6 || in[at] != '+' && in[at] != '-' || in[at + 3] != ':') {
      throw bad();
    }
    int hours = number(in, at + 1, 2);
    int minutes = number(in, at + 4, 2);
    // no zone is further from Greenwich; java.time draws the same line
    if (minutes > 59 || hours * 60 + minutes > 18 * 60) {
      throw bad();
    }
    return (in[at] == '-' ? -1L : 1L) * (hours * 3600L + minutes * 60L);
  }

  /** Days since 1970-01-01 of the proleptic Gregorian calendar. */
  private static long epochDay(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int era = y / 400;
    int yearOfEra = y - era * 400;
    int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097L + dayOfEra - 719_468L;
  }

  private static int number(byte[] in, int at, int digits) {
    int value = 0;
    for (int i = at; i < at + digits; i++) {
      if (in[i] < '0' || in[i] > '9') {
        throw bad();
      }
      value = value * 10 + in[i] - '0';
    }
    return value;
  }

  private static FrameRefusedException bad() {
    return new FrameRefusedException("not a time of RFC 3339 with at most nine decimals");
  }
}

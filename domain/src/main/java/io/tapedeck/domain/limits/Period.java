package io.tapedeck.domain.limits;

import java.time.LocalTime;

/**
 * A part of every day, such as {@code 09:30-09:45}; one that ends before it begins crosses
 * midnight.
 *
 * @param from seconds of the day, in
 * @param to seconds of the day, out
 */
public record Period(int from, int to) {
  /**
   * Reads one.
   *
   * @throws IllegalArgumentException or DateTimeException if the text is none
   */
  public static Period parse(String text) {
    String[] ends = text.split("-", -1);
    if (ends.length != 2) {
      throw new IllegalArgumentException(text + " is no period like 09:30-09:45");
    }
    return new Period(second(ends[0]), second(ends[1]));
  }

  private static int second(String text) {
    String time = text.strip();
    return time.equals("24:00") ? 86_400 : LocalTime.parse(time).toSecondOfDay();
  }

  /** True if a second of the day lies within it. */
  public boolean holds(int second) {
    return from <= to ? second >= from && second < to : second >= from || second < to;
  }
}

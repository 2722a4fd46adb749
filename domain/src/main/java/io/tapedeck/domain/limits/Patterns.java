package io.tapedeck.domain.limits;

import io.tapedeck.domain.id.InstrumentId;
import java.util.List;

/** Lists of instruments; a trailing {@code *} stands for any ending. */
public final class Patterns {
  private Patterns() {}

  /**
   * Checks a pattern.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static void check(String pattern) {
    if (pattern.indexOf('*') >= 0 && pattern.indexOf('*') != pattern.length() - 1) {
      throw new IllegalArgumentException(pattern + " has a * that is not at its end");
    }
    if (pattern.indexOf('*') < 0) {
      new InstrumentId(pattern);
    }
  }

  /** True if one of the patterns names the instrument. */
  public static boolean match(List<String> patterns, InstrumentId instrument) {
    String name = instrument.value();
    for (String pattern : patterns) {
      boolean open = pattern.endsWith("*");
      if (open
          ? name.startsWith(pattern.substring(0, pattern.length() - 1))
          : name.equals(pattern)) {
        return true;
      }
    }
    return false;
  }
}

package io.tapedeck.executor.crash;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Told of every named moment as it passes. Thread-safe. */
@FunctionalInterface
public interface CrashPoints {
  /** Environment variable: {@code point:n}, the point in lower case with hyphens, n from 1. */
  String VARIABLE = "CRASH_AT";

  /** The moments, in the order of a command's way. */
  enum Point {
    AFTER_POLL,
    AFTER_CLAIM_PRODUCED,
    AFTER_CLAIM_COMMITTED,
    BEFORE_SEND,
    AFTER_SEND,
    AFTER_RESPONSE,
    AFTER_OUTCOME_PRODUCED,
    AFTER_OUTCOME_COMMITTED,
    DURING_RECOVERY;

    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** No crash. */
  CrashPoints NONE = point -> {};

  /** The moment has come. */
  void reached(Point point);

  /**
   * As the environment says: halts the JVM when the named point is reached for the n-th time.
   *
   * @throws IllegalArgumentException if the variable names no point
   */
  static CrashPoints of(Map<String, String> environment) {
    String text = environment.get(VARIABLE);
    if (text == null || text.isBlank()) {
      return NONE;
    }
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    AtomicInteger left =
        new AtomicInteger(colon < 0 ? 1 : Integer.parseInt(text.substring(colon + 1)));
    for (Point point : Point.values()) {
      if (point.text().equals(name)) {
        return reached -> {
          if (reached == point && left.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(137);
          }
        };
      }
    }
    throw new IllegalArgumentException(VARIABLE + "=" + text + " names no crash point");
  }
}

package io.tapedeck.executor.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
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
   * As the environment says: halts the JVM when the named point is reached for the n-th time; with
   * {@code :stop} behind it stops the process instead, as a long pause of the machine would, until
   * somebody continues it.
   *
   * @throws IllegalArgumentException if the variable names no point
   */
  static CrashPoints of(Map<String, String> environment) {
    String text = environment.get(VARIABLE);
    if (text == null || text.isBlank()) {
      return NONE;
    }
    List<String> parts = List.of(text.split(":", -1));
    boolean stop = parts.size() == 3 && parts.get(2).equals("stop");
    AtomicInteger left = new AtomicInteger(parts.size() < 2 ? 1 : Integer.parseInt(parts.get(1)));
    for (Point point : Point.values()) {
      if (point.text().equals(parts.get(0)) && (parts.size() < 3 || stop)) {
        return reached -> {
          if (reached == point && left.decrementAndGet() == 0) {
            end(stop);
          }
        };
      }
    }
    throw new IllegalArgumentException(VARIABLE + "=" + text + " names no crash point");
  }

  private static void end(boolean stop) {
    if (!stop) {
      Runtime.getRuntime().halt(137);
    }
    try {
      new ProcessBuilder("kill", "-STOP", String.valueOf(ProcessHandle.current().pid()))
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

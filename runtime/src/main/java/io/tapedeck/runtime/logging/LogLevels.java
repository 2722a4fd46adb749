package io.tapedeck.runtime.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Log levels of the running process. Thread-safe. */
public final class LogLevels {
  private LogLevels() {}

  /**
   * Sets a level from now on, until the process ends.
   *
   * @param logger a logger's name, or {@code ROOT}
   * @param level TRACE, DEBUG, INFO, WARN, ERROR or OFF, in any case
   * @throws IllegalArgumentException if there is no such level
   */
  public static void set(String logger, String level) {
    Level parsed = Level.toLevel(level, null);
    if (parsed == null) {
      throw new IllegalArgumentException(
          "Unknown log level \"" + level + "\": use TRACE, DEBUG, INFO, WARN, ERROR or OFF");
    }
    context().getLogger(logger).setLevel(parsed);
  }

  /** Gives a logger back the level it had; null for that of its parent. */
  static void restore(String logger, @Nullable String level) {
    context().getLogger(logger).setLevel(level == null ? null : Level.toLevel(level));
  }

  /** The levels that were set explicitly, by logger. */
  public static Map<String, String> current() {
    Map<String, String> levels = new TreeMap<>();
    for (ch.qos.logback.classic.Logger logger : context().getLoggerList()) {
      if (logger.getLevel() != null) {
        levels.put(logger.getName(), logger.getLevel().toString());
      }
    }
    return levels;
  }

  private static LoggerContext context() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      return context;
    }
    throw new IllegalStateException("Logging is not done by logback; check the class path");
  }
}

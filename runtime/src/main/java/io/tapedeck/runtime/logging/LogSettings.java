package io.tapedeck.runtime.logging;

import org.jspecify.annotations.Nullable;

/** The variables that steer logging; a system property of the same name wins. */
final class LogSettings {
  static final String FORMAT = "LOG_FORMAT";
  static final String FILE = "TAPEDECK_LOG_FILE";
  static final String LEVEL = "LOG_LEVEL";
  static final String TAPEDECK_LEVEL = "TAPEDECK_LOG_LEVEL";
  static final String LEVELS = "TAPEDECK_LOG_LEVELS";

  private LogSettings() {}

  static @Nullable String value(String name) {
    String property = System.getProperty(name);
    String chosen = property != null ? property : System.getenv(name);
    return chosen == null || chosen.isBlank() ? null : chosen.strip();
  }

  static boolean json() {
    return "json".equalsIgnoreCase(value(FORMAT));
  }
}

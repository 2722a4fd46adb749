package io.tapedeck.runtime.logging;

import ch.qos.logback.core.PropertyDefinerBase;

/**
 * Chooses the file appender in {@code logback.xml}: none unless {@code TAPEDECK_LOG_FILE} is set.
 */
public final class FileAppenderName extends PropertyDefinerBase {
  @Override
  public String getPropertyValue() {
    if (LogSettings.value(LogSettings.FILE) == null) {
      return "none";
    }
    return LogSettings.json() ? "file-json" : "file-text";
  }
}

package io.tapedeck.runtime.logging;

import ch.qos.logback.core.PropertyDefinerBase;

/** Chooses the console appender in {@code logback.xml} by {@code LOG_FORMAT}. */
public final class ConsoleAppenderName extends PropertyDefinerBase {
  @Override
  public String getPropertyValue() {
    return LogSettings.json() ? "console-json" : "console-text";
  }
}

package io.tapedeck.runtime.logging;

import ch.qos.logback.core.PropertyDefinerBase;

/** The file that {@code TAPEDECK_LOG_FILE} names. */
public final class LogFileName extends PropertyDefinerBase {
  @Override
  public String getPropertyValue() {
    String file = LogSettings.value(LogSettings.FILE);
    return file == null ? "unused.log" : file;
  }
}

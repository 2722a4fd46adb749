package io.tapedeck.runtime.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.core.PropertyDefinerBase;
import org.jspecify.annotations.Nullable;

/** The root level: {@code TAPEDECK_LOG_LEVEL}, else {@code LOG_LEVEL}, else INFO. */
public final class RootLevel extends PropertyDefinerBase {
  @Override
  public String getPropertyValue() {
    String own = LogSettings.value(LogSettings.TAPEDECK_LEVEL);
    String text = own != null ? own : LogSettings.value(LogSettings.LEVEL);
    return known(text) ? String.valueOf(text) : "INFO";
  }

  private boolean known(@Nullable String text) {
    boolean known = text != null && Level.toLevel(text, null) != null;
    if (text != null && !known) {
      addWarn("Unknown log level \"" + text + "\"; INFO is used");
    }
    return known;
  }
}

package io.tapedeck.runtime.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.LifeCycle;

/** Applies {@code TAPEDECK_LOG_LEVELS=io.tapedeck.ingest=DEBUG,org.apache.kafka=WARN} at start. */
public final class LevelsFromEnvironment extends ContextAwareBase
    implements LoggerContextListener, LifeCycle {
  private volatile boolean started;

  @Override
  public void start() {
    String levels = LogSettings.value(LogSettings.LEVELS);
    if (levels != null && getContext() instanceof LoggerContext loggers) {
      for (String assignment : levels.split(",", -1)) {
        apply(loggers, assignment.strip());
      }
    }
    started = true;
  }

  private void apply(LoggerContext loggers, String assignment) {
    int equals = assignment.lastIndexOf('=');
    Level level =
        equals <= 0 ? null : Level.toLevel(assignment.substring(equals + 1).strip(), null);
    if (level == null) {
      addWarn(LogSettings.LEVELS + ": expected logger=LEVEL, found \"" + assignment + "\"");
    } else {
      loggers.getLogger(assignment.substring(0, equals).strip()).setLevel(level);
    }
  }

  @Override
  public void stop() {
    started = false;
  }

  @Override
  public boolean isStarted() {
    return started;
  }

  @Override
  public boolean isResetResistant() {
    return false;
  }

  @Override
  public void onStart(LoggerContext context) {}

  @Override
  public void onReset(LoggerContext context) {}

  @Override
  public void onStop(LoggerContext context) {}

  @Override
  public void onLevelChange(Logger logger, Level level) {}
}

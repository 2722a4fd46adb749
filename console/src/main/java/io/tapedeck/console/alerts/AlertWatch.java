package io.tapedeck.console.alerts;

import io.tapedeck.console.control.Commander;
import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.runtime.lifecycle.Role;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trips everyone's breaker when an alert that may do so is not acknowledged in time. */
public final class AlertWatch implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(AlertWatch.class);

  private final AlertBook book;
  private final Commander commander;
  private final Duration after;
  private final LongSupplier nanoTime;

  /**
   * A watch.
   *
   * @param after how long somebody has to acknowledge; zero: the breaker is never tripped
   * @param nanoTime a monotonic clock
   */
  public AlertWatch(AlertBook book, Commander commander, Duration after, LongSupplier nanoTime) {
    this.book = book;
    this.commander = commander;
    this.after = after;
    this.nanoTime = nanoTime;
  }

  @Override
  public String roleName() {
    return "console-alerts";
  }

  @Override
  public int doWork() {
    if (after.isZero()) {
      return 0;
    }
    for (AlertBook.Told alert : book.overdue(after, nanoTime.getAsLong())) {
      String reason =
          "alert " + alert.name() + " not acknowledged within " + after + ": " + alert.summary();
      try {
        commander.order(ControlAction.TRIP_BREAKER, null, "alerts", reason);
        LOG.error("console: circuit breaker tripped: {}", reason);
      } catch (KafkaException e) {
        book.notTripped(alert);
        LOG.error("console: circuit breaker could not be tripped, trying again: {}", reason, e);
      }
    }
    return 0;
  }
}

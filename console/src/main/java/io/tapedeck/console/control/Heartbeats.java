package io.tapedeck.console.control;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.runtime.lifecycle.Role;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells risk that whoever commands is there, as long as the limit {@code max_control_age_seconds}
 * asks for it: the commands' topic is kept for ever, so nobody beats for nothing. A beat that fails
 * is not repeated: that risk misses it is its meaning.
 */
public final class Heartbeats implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

  private final Commander commander;
  private final Supplier<@Nullable RiskLimits> everyone;
  private final Duration interval;

  /**
   * Heartbeats.
   *
   * @param everyone the limits of scope {@code *} now
   */
  public Heartbeats(
      Commander commander, Supplier<@Nullable RiskLimits> everyone, Duration interval) {
    this.commander = commander;
    this.everyone = everyone;
    this.interval = interval;
  }

  @Override
  public String roleName() {
    return "console-heartbeats";
  }

  @Override
  public int doWork() throws InterruptedException {
    RiskLimits limits = everyone.get();
    if (limits != null && limits.value(Limit.MAX_CONTROL_AGE_SECONDS.key()) != null) {
      try {
        commander.order(ControlAction.HEARTBEAT, null, "console", "alive");
      } catch (KafkaException e) {
        LOG.warn("console: a heartbeat could not be written: {}", e.toString());
      }
    }
    Thread.sleep(interval.toMillis());
    return 1;
  }
}

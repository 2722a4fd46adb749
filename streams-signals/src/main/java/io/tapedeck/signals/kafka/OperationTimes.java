package io.tapedeck.signals.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long each kind of operation takes: count, sum and maximum as the timer {@code
 * signal_operation_seconds}, and a warning for one that took longer than a threshold. For one
 * thread.
 */
final class OperationTimes {
  private static final Logger LOG = LoggerFactory.getLogger("io.tapedeck.signals");

  private final Map<String, Timer> timers = new TreeMap<>();
  private final MeterRegistry meters;
  private final long slowNanos;

  OperationTimes(MeterRegistry meters, Duration slow) {
    this.meters = meters;
    this.slowNanos = slow.toNanos();
  }

  void took(String operation, long nanos) {
    timers.computeIfAbsent(operation, this::timer).record(nanos, TimeUnit.NANOSECONDS);
    if (nanos >= slowNanos) {
      LOG.warn("Slow operation: {} took {}s", operation, Math.round(nanos / 1e7) / 100.0);
    }
  }

  private Timer timer(String operation) {
    return Timer.builder("signal_operation_seconds")
        .description("seconds of operations of the signals service, by name")
        .tag("operation", operation)
        .register(meters);
  }
}

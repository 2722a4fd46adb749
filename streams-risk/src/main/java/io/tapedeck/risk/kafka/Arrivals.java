package io.tapedeck.risk.kafka;

import io.tapedeck.runtime.clock.EdgeClock;

/** When something last arrived, by this process's monotonic clock. Thread-safe. */
final class Arrivals {
  private static final long NANOS = 1_000_000_000L;

  private final EdgeClock clock;
  private volatile long lastNanos;

  Arrivals(EdgeClock clock) {
    this.clock = clock;
    this.lastNanos = clock.monotonicNanos();
  }

  void arrived() {
    lastNanos = clock.monotonicNanos();
  }

  /** Whole seconds since. */
  long silentSeconds() {
    return Math.max(0, clock.monotonicNanos() - lastNanos) / NANOS;
  }
}

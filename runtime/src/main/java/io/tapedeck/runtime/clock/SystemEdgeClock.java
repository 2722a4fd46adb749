package io.tapedeck.runtime.clock;

import java.time.Instant;

/** The only reader of the host's clock. */
enum SystemEdgeClock implements EdgeClock {
  INSTANCE;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  @Override
  public long epochNanos() {
    Instant now = Instant.now();
    return Math.addExact(
        Math.multiplyExact(now.getEpochSecond(), NANOS_PER_SECOND), (long) now.getNano());
  }

  @Override
  public long monotonicNanos() {
    return System.nanoTime();
  }
}

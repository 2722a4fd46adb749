package io.tapedeck.ingest.core;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: doubling up to a cap, the upper half at random so that
 * many clients do not come back at once, and from the start again after a success. Not thread-safe.
 */
public final class Backoff {
  private static final int MOST_DOUBLINGS = 30;

  private final long firstNanos;
  private final long longestNanos;
  private final DoubleSupplier random;
  private int failures;

  /**
   * Begins.
   *
   * @param random from 0 to 1
   */
  public Backoff(Duration first, Duration longest, DoubleSupplier random) {
    this.firstNanos = first.toNanos();
    this.longestNanos = Math.max(first.toNanos(), longest.toNanos());
    this.random = random;
  }

  /** The next wait in nanoseconds; counts a failure. */
  public long next() {
    int doublings = Math.min(failures++, MOST_DOUBLINGS);
    double full = Math.min((double) longestNanos, firstNanos * (double) (1L << doublings));
    return (long) (full * (0.5 + random.getAsDouble() / 2));
  }

  /** Begins anew. */
  public void succeeded() {
    failures = 0;
  }

  /** Attempts that failed since the last success. */
  public int failures() {
    return failures;
  }
}

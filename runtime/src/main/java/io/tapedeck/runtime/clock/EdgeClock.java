package io.tapedeck.runtime.clock;

/**
 * Time as an edge reads it: stamped once on a record, then carried as data. Implementations are
 * thread-safe.
 */
public interface EdgeClock {
  /**
   * Wall time in nanoseconds since 1970-01-01T00:00:00Z; may step backwards when the host is set.
   */
  long epochNanos();

  /**
   * Nanoseconds that never go backwards, of no fixed origin: for leases, timeouts and durations.
   */
  long monotonicNanos();

  /** The host's clock. */
  static EdgeClock system() {
    return SystemEdgeClock.INSTANCE;
  }
}

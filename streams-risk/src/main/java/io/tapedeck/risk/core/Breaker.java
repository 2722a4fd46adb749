package io.tapedeck.risk.core;

/**
 * The circuit breaker of an account, or everyone's: while tripped, nothing may grow.
 *
 * @param tripped true while it holds
 * @param reason why it tripped; empty if it did not
 * @param sinceNanos event time at which it tripped
 * @param untilNanos event time at which it resumes by itself; {@link Long#MAX_VALUE} if it does not
 * @param armed false after a reset, until every condition to trip has cleared once
 */
public record Breaker(
    boolean tripped, String reason, long sinceNanos, long untilNanos, boolean armed) {
  /** Not tripped, ready to trip. */
  public static final Breaker READY = new Breaker(false, "", 0, Long.MAX_VALUE, true);

  /** Trips; one that is tripped gets the new reason, and the later of both ends. */
  Breaker trip(String why, long nowNanos, long until) {
    long later = tripped ? Math.max(untilNanos, until) : until;
    return new Breaker(true, why, nowNanos, later, true);
  }

  /** After a reset: what tripped it may still hold, and does not trip it again at once. */
  static Breaker reset() {
    return new Breaker(false, "", 0, Long.MAX_VALUE, false);
  }
}

package io.tapedeck.risk.core;

import io.tapedeck.domain.money.FixedPoint;

/**
 * Messages that an account may still send, refilled in event time.
 *
 * @param tokens raw scale-9
 * @param atNanos event time of that
 */
record TokenBucket(long tokens, long atNanos) {
  /** Never used: full, whatever its size. */
  static final TokenBucket FULL = new TokenBucket(Long.MAX_VALUE, Long.MIN_VALUE);

  /**
   * Tokens at a time.
   *
   * @param rate tokens a second, raw scale-9
   * @param size most tokens, raw scale-9
   */
  long at(long nowNanos, long rate, long size) {
    if (atNanos == Long.MIN_VALUE || tokens >= size) {
      return size;
    }
    long elapsed = Math.max(0, nowNanos - atNanos);
    // nanoseconds are billionths of a second, and so raw scale-9 seconds already
    if (elapsed >= FixedPoint.divide(size, rate)) {
      return size;
    }
    return Math.min(size, tokens + FixedPoint.multiply(rate, elapsed));
  }

  /** After one message; a cancel may be sent without a token. */
  TokenBucket take(long nowNanos, long rate, long size) {
    return new TokenBucket(Math.max(0, at(nowNanos, rate, size) - FixedPoint.ONE), nowNanos);
  }
}

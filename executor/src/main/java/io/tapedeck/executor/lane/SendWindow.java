package io.tapedeck.executor.lane;

/**
 * A sliding window: in any second at most so many requests leave. What comes in a burst leaves at
 * once as long as the window has room. Not thread-safe.
 */
final class SendWindow {
  private static final long WINDOW_NANOS = 1_000_000_000L;

  private final long[] left;
  private int next;
  private int known;

  /**
   * A window.
   *
   * @param most requests in any second; 0 for no limit
   */
  SendWindow(int most) {
    left = new long[most];
  }

  /** When the next request may leave, on the monotonic clock that the other moments are of. */
  long earliest(long nowNanos) {
    if (left.length == 0 || known < left.length) {
      return nowNanos;
    }
    long free = left[next] + WINDOW_NANOS;
    return free - nowNanos > 0 ? free : nowNanos;
  }

  /** A request leaves. */
  void leaves(long nowNanos) {
    if (left.length > 0) {
      left[next] = nowNanos;
      next = (next + 1) % left.length;
      known = Math.min(known + 1, left.length);
    }
  }
}

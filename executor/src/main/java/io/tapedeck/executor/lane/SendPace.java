package io.tapedeck.executor.lane;

import io.tapedeck.executor.core.SendOutcome;
import io.tapedeck.runtime.clock.EdgeClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When a lane's requests may leave: our own rate ({@link SendWindow}), and as long as the venue
 * wants to be left alone ({@link RateHold}) only cancels. Of the lane's thread, but for {@link
 * #held}.
 */
final class SendPace {
  private final SendWindow window;
  private final RateHold hold = new RateHold();
  private final EdgeClock clock;

  SendPace(int mostPerSecond, EdgeClock clock) {
    this.window = new SendWindow(mostPerSecond);
    this.clock = clock;
  }

  /** True while only cancels should be claimed. Any thread. */
  boolean held() {
    long now = clock.monotonicNanos();
    return hold.earliest(now) > now;
  }

  /** Waits for a request's turn; false if its lease ends before. */
  boolean turn(long leaseEndMonotonic, boolean cancel) {
    long now = clock.monotonicNanos();
    long turn = window.earliest(now);
    if (!cancel) {
      turn = Math.max(turn, hold.earliest(now));
    }
    if (turn - leaseEndMonotonic > 0 || (turn > now && !pause(turn - now))) {
      return false;
    }
    long leaving = clock.monotonicNanos();
    window.leaves(leaving);
    return leaving - leaseEndMonotonic <= 0;
  }

  /** Heeds an answer; returns how long the venue is left alone because of it, zero if not. */
  Duration heed(SendOutcome outcome) {
    if (outcome instanceof SendOutcome.Accepted) {
      hold.accepted();
    } else if (outcome instanceof SendOutcome.Rejected rejected && !rejected.askedWait().isZero()) {
      return hold.refused(rejected.askedWait(), clock.monotonicNanos());
    }
    return Duration.ZERO;
  }

  /** Sleeps; false if it was interrupted. */
  static boolean pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

package io.tapedeck.executor.lane;

import java.time.Duration;

/**
 * How long a venue is left alone after it said that there were too many requests: as long as it
 * asks, twice as long each time it says so again, until it takes one. Written by the lane, read by
 * anyone.
 */
final class RateHold {
  private static final int MOST_DOUBLINGS = 5;

  private volatile boolean holding;
  private volatile long untilMonotonic;
  private int refusals;

  /** It refused. Returns how long it is left alone. */
  Duration refused(Duration asked, long nowMonotonic) {
    Duration wait = asked.multipliedBy(1L << Math.min(refusals, MOST_DOUBLINGS));
    refusals++;
    untilMonotonic = nowMonotonic + wait.toNanos();
    holding = true;
    return wait;
  }

  /** It took something. */
  void accepted() {
    refusals = 0;
  }

  /** From when it may be asked again: now, or later. */
  long earliest(long nowMonotonic) {
    return holding && untilMonotonic - nowMonotonic > 0 ? untilMonotonic : nowMonotonic;
  }
}

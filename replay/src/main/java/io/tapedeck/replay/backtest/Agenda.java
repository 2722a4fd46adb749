package io.tapedeck.replay.backtest;

import java.util.PriorityQueue;

/** What is on its way: by time, and at the same time in the order in which it was put here. */
final class Agenda {
  private final PriorityQueue<Due> queue = new PriorityQueue<>();
  private long number;
  private long nextNanos = Long.MAX_VALUE;

  private record Due(long nanos, long number, Runnable what) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(nanos, other.nanos);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  void at(long nanos, Runnable what) {
    queue.add(new Due(nanos, ++number, what));
    nextNanos = Math.min(nextNanos, nanos);
  }

  /** When the next thing happens; never, if there is none. Cheap: asked at every tick. */
  long nextNanos() {
    return nextNanos;
  }

  /** Does the next thing. */
  void step() {
    Due due = queue.remove();
    Due after = queue.peek();
    nextNanos = after == null ? Long.MAX_VALUE : after.nanos;
    due.what.run();
  }
}

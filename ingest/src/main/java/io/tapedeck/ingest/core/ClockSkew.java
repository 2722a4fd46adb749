package io.tapedeck.ingest.core;

/**
 * How far the receiver's clock is from the venue's, judged from one-way delays. A message cannot
 * arrive before it was sent, so the smallest delay of a while is the best sight of the difference:
 * it is the skew plus the shortest way. If it is below zero the receiver's clock is surely behind.
 * Only reported; never used to order or to correct anything. Not thread-safe.
 */
public final class ClockSkew {
  private final long windowNanos;
  private long windowBegan;
  private boolean began;
  private long smallest = Long.MAX_VALUE;
  private long estimate;
  private boolean known;

  /**
   * Begins.
   *
   * @param windowNanos for how long delays are compared before a new estimate is given
   */
  public ClockSkew(long windowNanos) {
    this.windowNanos = windowNanos;
  }

  /** A message with the venue's time came; true if that made a new estimate. */
  public boolean observe(long eventNanos, long receivedNanos) {
    if (!began) {
      began = true;
      windowBegan = receivedNanos;
    }
    smallest = Math.min(smallest, receivedNanos - eventNanos);
    if (receivedNanos - windowBegan < windowNanos && receivedNanos >= windowBegan) {
      return false;
    }
    estimate = smallest;
    known = true;
    smallest = Long.MAX_VALUE;
    windowBegan = receivedNanos;
    return true;
  }

  /** Whether there is an estimate. */
  public boolean known() {
    return known;
  }

  /**
   * Receiver's clock minus the venue's, in nanoseconds, and the shortest way on top; negative if
   * the receiver's clock is behind.
   */
  public long nanos() {
    return estimate;
  }
}

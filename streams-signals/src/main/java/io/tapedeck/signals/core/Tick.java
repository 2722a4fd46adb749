package io.tapedeck.signals.core;

/** The market at a tick, as strategies see it. Valid during the call only. */
public interface Tick {
  /** The latest event time of the instrument so far, nanoseconds since the epoch. */
  long clockNanos();

  /** Best bid, raw scale 9; 0 before the first quote. */
  long bid();

  /** Best offer, raw scale 9; 0 before the first quote. */
  long ask();

  /** Standard deviation of the mid's relative change over a second, in basis points. */
  double volatilityBps();

  /** True if the model was asked at this tick. */
  boolean scored();

  /** The model's last score. */
  double score();
}

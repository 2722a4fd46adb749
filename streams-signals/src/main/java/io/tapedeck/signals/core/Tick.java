package io.tapedeck.signals.core;

/** The market at a tick, as strategies see it. Valid during the call only. */
public interface Tick {
  /** The latest event time of the instrument so far, nanoseconds since the epoch. */
  long clockNanos();

  /** Best bid, raw scale 9. */
  long bid();

  /** Best offer, raw scale 9. */
  long ask();

  /** True if the model was asked at this tick. */
  boolean scored();

  /** The model's last score. */
  double score();
}

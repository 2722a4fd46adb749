package io.tapedeck.signals.core;

/** When a model is asked and its score put on the tape. */
public enum Emit {
  /** Scored and put on the tape at every tick. */
  EVERY_TICK,
  /** Scored and put on the tape once per update interval of event time. */
  INTERVAL,
  /** Scored once per update interval, put on the tape when the score changed. */
  ON_CHANGE
}

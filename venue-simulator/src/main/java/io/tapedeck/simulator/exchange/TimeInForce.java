package io.tapedeck.simulator.exchange;

/** How long an order works. */
public enum TimeInForce {
  /** Until cancelled. */
  GTC,
  /** At once, the rest is cancelled. */
  IOC,
  /** Until a date. */
  GTD,
  /** All at once or nothing. */
  FOK
}

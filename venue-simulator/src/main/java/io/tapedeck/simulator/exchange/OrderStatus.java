package io.tapedeck.simulator.exchange;

/** Where an order stands. */
public enum OrderStatus {
  /** Working, filled in part or not at all. */
  OPEN,
  /** Done. */
  FILLED,
  /** Cancelled, filled in part or not at all. */
  CANCELED,
  /** Past its date. */
  EXPIRED
}

package io.tapedeck.simulator.exchange;

/** Among which orders of an account a client order id must be unique. */
public enum Uniqueness {
  /** All orders ever. */
  ALL,
  /** Open orders, as Kraken documents. */
  OPEN_ONLY,
  /** No check. */
  NONE
}

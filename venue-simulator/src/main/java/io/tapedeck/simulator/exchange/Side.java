package io.tapedeck.simulator.exchange;

import java.util.Locale;

/** Direction of an order. */
public enum Side {
  /** Buys the base asset. */
  BUY,
  /** Sells the base asset. */
  SELL;

  /** Lower-case name. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

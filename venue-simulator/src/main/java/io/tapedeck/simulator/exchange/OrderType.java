package io.tapedeck.simulator.exchange;

import java.util.Locale;

/** How an order is priced. */
public enum OrderType {
  /** Whatever the market gives. */
  MARKET,
  /** At the limit or better. */
  LIMIT;

  /** Lower-case name. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

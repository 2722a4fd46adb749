package io.tapedeck.domain.order;

/** FIX OrdType, as far as the venues know it. */
public enum OrderType {
  MARKET,
  LIMIT,
  STOP,
  STOP_LIMIT,
  TRAILING_STOP
}

package io.tapedeck.domain.order;

/** FIX TimeInForce. */
public enum TimeInForce {
  GTC,
  DAY,
  IOC,
  FOK,
  GTD
}

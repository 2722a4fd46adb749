package io.tapedeck.domain.market;

/** Which side took liquidity in a trade. */
public enum AggressorSide {
  /** The venue does not say. */
  UNKNOWN,
  /** The buyer crossed the spread. */
  BUY,
  /** The seller crossed the spread. */
  SELL
}

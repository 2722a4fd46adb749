package io.tapedeck.domain.control;

/** What an account may do. */
public enum TradingState {
  /** Everything within limits. */
  ACTIVE,
  /** Only what brings positions towards zero, and cancels. */
  REDUCING,
  /** Only cancels. */
  HALTED;

  /** The stricter of two. */
  public TradingState stricter(TradingState other) {
    return compareTo(other) >= 0 ? this : other;
  }
}

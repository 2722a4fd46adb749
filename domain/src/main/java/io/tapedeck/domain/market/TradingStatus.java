package io.tapedeck.domain.market;

/** Whether the venue lets an instrument trade. */
public enum TradingStatus {
  UNKNOWN,
  TRADING,
  HALTED,
  CANCEL_ONLY,
  POST_ONLY,
  LIMIT_ONLY,
  REDUCE_ONLY,
  CLOSED
}

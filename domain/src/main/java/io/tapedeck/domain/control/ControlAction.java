package io.tapedeck.domain.control;

/** What a person or watchdog commands. */
public enum ControlAction {
  UNKNOWN,
  /** Trading state to HALTED. */
  HALT,
  /** Trading state to REDUCING. */
  REDUCE,
  /** Trading state to ACTIVE. */
  RESUME,
  /** Cancel all working orders. */
  CANCEL_ALL,
  /** Close the position in one instrument. */
  CLOSE_POSITION,
  /** Close all positions. */
  LIQUIDATE
}

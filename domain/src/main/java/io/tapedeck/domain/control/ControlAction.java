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
  LIQUIDATE,
  /** The circuit breaker of an account, or everyone's, trips. */
  TRIP_BREAKER,
  /** The circuit breaker closes again. */
  RESET_BREAKER,
  /** A strategy's orders are refused until a person enables it again. */
  DISABLE_STRATEGY,
  /** A disabled strategy may trade again. */
  ENABLE_STRATEGY,
  /** Money came into the account. */
  DEPOSIT,
  /** Money left the account. */
  WITHDRAW,
  /** Whoever commands is there. */
  HEARTBEAT,
  /** Signals uses another model from the next tick of each instrument on. */
  SWITCH_MODEL
}

package io.tapedeck.simulator.exchange;

/** Why the exchange refuses a request; each protocol has its own words for these. */
public enum Refusal {
  /** A value is missing or makes no sense; the detail names it. */
  INVALID_ARGUMENT,
  /** Below the pair's minimum quantity. */
  BELOW_MINIMUM,
  /** Not enough free balance. */
  INSUFFICIENT_FUNDS,
  /** Client order id in use. */
  DUPLICATE_CLIENT_ID,
  /** Post-only, but would take. */
  WOULD_TAKE,
  /** The deadline had passed when the order came to be matched. */
  DEADLINE_ELAPSED,
  /** No such open order of this account. */
  UNKNOWN_ORDER,
  /** Nothing was shown of this pair yet, so nothing can be matched. */
  NO_MARKET
}

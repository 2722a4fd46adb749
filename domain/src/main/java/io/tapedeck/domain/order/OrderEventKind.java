package io.tapedeck.domain.order;

/** Past-tense kinds of order events. */
public enum OrderEventKind {
  UNKNOWN,
  /** The venue took the order. */
  ACCEPTED,
  /** The venue refused it; definitive. */
  REJECTED,
  /** One execution; see {@link Execution}. */
  FILLED,
  /** No longer working, by our or the venue's wish. */
  CANCELED,
  /** Size or price changed in place. */
  REPLACED,
  /** Never reached the venue, or ended there by time. */
  EXPIRED,
  /** The venue refused to cancel. */
  CANCEL_REJECTED,
  /** The venue refused to replace; the order works on as before. */
  REPLACE_REJECTED,
  /** The venue took an execution back (FIX Trade Cancel). */
  TRADE_CANCELED,
  /** The venue changed an execution after the fact (FIX Trade Correct). */
  TRADE_CORRECTED
}

package io.tapedeck.ingest.kafka;

/** How a trade that comes again is told from a new one. */
public enum TradeIdentity {
  /** Not at all: everything is written. */
  NOT_CHECKED,
  /** By the venue's number in the instrument's sequence. */
  SEQUENCE,
  /** By id, time, price and size together, where ids alone are not unique. */
  CONTENT
}

package io.tapedeck.domain.market;

/** What is known about our own feed of an instrument. */
public enum FeedStatus {
  UNKNOWN,
  /** Subscribed and receiving. */
  CONNECTED,
  /** The connection is gone. */
  LOST,
  /** Messages are known to be missing, or the book's checksum does not match. */
  GAP,
  /** Another address is used now. */
  SWITCHED,
  /** Nothing was received for longer than the threshold. */
  STALE
}

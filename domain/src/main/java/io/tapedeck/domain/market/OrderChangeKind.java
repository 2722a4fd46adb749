package io.tapedeck.domain.market;

/** What happened to an order in a book that shows single orders. */
public enum OrderChangeKind {
  UNKNOWN,
  ADD,
  MODIFY,
  DELETE
}

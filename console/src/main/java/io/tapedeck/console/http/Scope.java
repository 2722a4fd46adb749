package io.tapedeck.console.http;

/** What a request needs to be allowed. */
enum Scope {
  /** Nothing: health and metrics. */
  OPEN,
  /** The token for looking, or the one for control. */
  READ,
  /** The token for control. */
  CONTROL
}

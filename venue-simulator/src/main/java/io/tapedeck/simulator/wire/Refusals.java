package io.tapedeck.simulator.wire;

import org.jspecify.annotations.Nullable;

/** Planned refusals of what clients ask for. Thread-safe. */
@FunctionalInterface
public interface Refusals {
  /** What can be refused. */
  enum Request {
    /** The handshake; the text is an HTTP status. */
    CONNECT,
    /** An authentication. */
    AUTHENTICATE,
    /** A subscription. */
    SUBSCRIBE
  }

  /** The venue's words if this request is to be refused, empty for its usual ones, else null. */
  @Nullable String refuse(String protocol, Request request);
}

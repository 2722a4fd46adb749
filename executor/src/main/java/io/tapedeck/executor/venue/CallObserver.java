package io.tapedeck.executor.venue;

/** Told of an adapter's calls, for metrics and for crash tests. Thread-safe. */
public interface CallObserver {
  /** Ignores all. */
  CallObserver NONE = new CallObserver() {};

  /** The bytes of a request that changes something are with the network. */
  default void requestSent(String method) {}

  /** A call ended, well or not. */
  default void callEnded(String method, long nanos) {}

  /** The venue refused for too many requests. */
  default void rateLimited(String method) {}

  /** No answer came within the call's deadline. */
  default void timedOut(String method) {}
}

package io.tapedeck.runtime.lifecycle;

/** Told once when a running service can no longer do its work. Called from any thread. */
@FunctionalInterface
public interface FailureListener {
  /** The service has failed and wants the process to end with a non-zero code. */
  void failed(Throwable cause);
}

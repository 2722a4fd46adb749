package io.tapedeck.localstack.process;

/**
 * A part of the local stack could not be started, reached or stopped; the message says what to do.
 */
public class LocalStackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LocalStackException(String message) {
    super(message);
  }

  public LocalStackException(String message, Throwable cause) {
    super(message, cause);
  }
}

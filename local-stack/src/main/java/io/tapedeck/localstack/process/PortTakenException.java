package io.tapedeck.localstack.process;

/**
 * A port that was asked for is held by another socket; the message names its owner if /proc does.
 */
public final class PortTakenException extends LocalStackException {
  private static final long serialVersionUID = 1L;

  PortTakenException(String message) {
    super(message);
  }
}

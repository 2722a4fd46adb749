package io.tapedeck.risk.core;

/**
 * A position that is being closed by command: first its working orders are cancelled, then it is
 * closed with market orders until it is flat.
 *
 * @param command id of the command
 * @param actor who gave it
 * @param atNanos the commander's clock
 * @param attempts closing orders sent so far
 */
public record Closing(String command, String actor, long atNanos, int attempts) {
  /** Closing orders before a person must look. */
  static final int MOST_ATTEMPTS = 5;

  Closing next() {
    return new Closing(command, actor, atNanos, attempts + 1);
  }
}

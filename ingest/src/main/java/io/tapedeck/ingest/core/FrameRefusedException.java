package io.tapedeck.ingest.core;

/**
 * A frame or row that is not what its venue documents; nothing of it was used. Has no stack trace:
 * it is an answer about data, and a broken feed asks for many of them.
 */
public final class FrameRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what was wrong and where. */
  public FrameRefusedException(String reason) {
    super(reason, null, false, false);
  }

  /** What was wrong. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}

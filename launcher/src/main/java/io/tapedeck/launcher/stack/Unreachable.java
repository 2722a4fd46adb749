package io.tapedeck.launcher.stack;

/** No broker answers. */
public final class Unreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Unreachable(String message) {
    super(message);
  }
}

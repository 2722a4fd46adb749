package io.tapedeck.executor.venue;

/** A read got no usable answer; ask again later. The message holds no secret. */
public final class VenueUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public VenueUnavailableException(String message) {
    super(message);
  }
}

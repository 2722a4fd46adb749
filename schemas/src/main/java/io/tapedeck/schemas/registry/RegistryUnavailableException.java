package io.tapedeck.schemas.registry;

/** No registry answered in time; worth trying again, never a reason to drop a record. */
public final class RegistryUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.tapedeck.schemas.registry;

/** The registry answered, and refused. */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int errorCode;

  RegistryException(int status, int errorCode, String message) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
  }

  /** HTTP status, such as 404 or 409. */
  public int status() {
    return status;
  }

  /** The registry's own code, such as 40401 (subject unknown); 0 if it gave none. */
  public int errorCode() {
    return errorCode;
  }
}

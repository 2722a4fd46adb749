package io.tapedeck.localstack.registry.kafka;

/** A change could not be made durable, or it is not known that it was; the caller may try again. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  StoreException(String message) {
    super(message);
  }
}

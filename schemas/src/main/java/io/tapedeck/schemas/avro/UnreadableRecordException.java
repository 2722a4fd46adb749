package io.tapedeck.schemas.avro;

/**
 * The bytes of a record are not what its schema says, or say what this build does not know. It will
 * not get better by trying again: the record is dead-lettered.
 */
public final class UnreadableRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadableRecordException(String message) {
    super(message);
  }

  public UnreadableRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}

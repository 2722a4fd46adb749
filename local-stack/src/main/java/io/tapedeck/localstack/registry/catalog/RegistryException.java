package io.tapedeck.localstack.registry.catalog;

/** A refusal as Confluent's API words it: an HTTP status, an error code and a message. */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int CODES_PER_STATUS = 100;
  private static final int PLAIN_STATUS = 1000;

  private final int code;

  public RegistryException(int code, String message) {
    super(message);
    this.code = code;
  }

  public RegistryException(int code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The error code of the body: a plain HTTP status, or one with two more digits. */
  public int code() {
    return code;
  }

  /** The HTTP status: the code itself or its leading digits. */
  public int status() {
    return code < PLAIN_STATUS ? code : code / CODES_PER_STATUS;
  }

  static RegistryException subjectNotFound(String subject) {
    return new RegistryException(40401, "Subject '" + subject + "' not found.");
  }

  static RegistryException versionNotFound(String version) {
    return new RegistryException(40402, "Version " + version + " not found.");
  }

  static RegistryException schemaNotFound() {
    return new RegistryException(40403, "Schema not found");
  }

  static RegistryException idNotFound(int id) {
    return new RegistryException(40403, "Schema " + id + " not found");
  }

  static RegistryException invalidSchema(String why) {
    return new RegistryException(42201, "Invalid schema: " + why);
  }

  static RegistryException invalidVersion(String version) {
    return new RegistryException(
        42202,
        "The specified version '"
            + version
            + "' is not a valid version id. Allowed values are between [1, 2^31-1] and the string"
            + " \"latest\"");
  }
}

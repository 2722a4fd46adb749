package io.tapedeck.runtime.config;

import io.tapedeck.runtime.redaction.Redactor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A credential. Its text form is redacted, and its value is registered with the process's {@link
 * Redactor} on creation, so that no log line can show it. Immutable and thread-safe.
 */
public final class Secret {
  private final char[] value;

  private Secret(char[] value) {
    this.value = value;
  }

  /** Wraps a value and registers it for redaction. */
  public static Secret of(String value) {
    Redactor.process().register(value);
    return new Secret(value.toCharArray());
  }

  /** The value itself: only for handing to the client that signs or authenticates with it. */
  public String reveal() {
    return new String(value);
  }

  /** A copy of the value for callers that wipe it after use. */
  public char[] revealChars() {
    return value.clone();
  }

  public boolean isEmpty() {
    return value.length == 0;
  }

  /** Compares in constant time for equal lengths. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && MessageDigest.isEqual(bytes(), that.bytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return Redactor.MASK;
  }

  private byte[] bytes() {
    return new String(value).getBytes(StandardCharsets.UTF_8);
  }
}

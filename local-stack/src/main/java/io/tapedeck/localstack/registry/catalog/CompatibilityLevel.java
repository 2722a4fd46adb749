package io.tapedeck.localstack.registry.catalog;

import java.util.Arrays;
import java.util.Locale;

/** What a new schema must be able to read, and be read by, and how far back. */
public enum CompatibilityLevel {
  NONE(false, false, false),
  BACKWARD(true, false, false),
  BACKWARD_TRANSITIVE(true, false, true),
  FORWARD(false, true, false),
  FORWARD_TRANSITIVE(false, true, true),
  FULL(true, true, false),
  FULL_TRANSITIVE(true, true, true);

  private final boolean readsOld;
  private final boolean readByOld;
  private final boolean transitive;

  CompatibilityLevel(boolean readsOld, boolean readByOld, boolean transitive) {
    this.readsOld = readsOld;
    this.readByOld = readByOld;
    this.transitive = transitive;
  }

  boolean readsOld() {
    return readsOld;
  }

  boolean readByOld() {
    return readByOld;
  }

  boolean transitive() {
    return transitive;
  }

  /**
   * @throws RegistryException 42203 for any other word
   */
  public static CompatibilityLevel parse(String word) {
    return Arrays.stream(values())
        .filter(level -> level.name().equals(word.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new RegistryException(
                    42203,
                    "Invalid compatibility level '"
                        + word
                        + "'. Valid values are none, backward, forward, full, backward_transitive,"
                        + " forward_transitive, and full_transitive"));
  }
}

package io.tapedeck.localstack.registry.catalog;

import java.util.Arrays;
import java.util.Locale;

/** Whether a subject takes new schemas. Confluent's IMPORT is not offered. */
public enum Mode {
  READWRITE,
  READONLY;

  /**
   * @throws RegistryException 42204 for any other word
   */
  public static Mode parse(String word) {
    return Arrays.stream(values())
        .filter(mode -> mode.name().equals(word.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new RegistryException(
                    42204, "Invalid mode '" + word + "'. Valid values are READWRITE and READONLY"));
  }
}

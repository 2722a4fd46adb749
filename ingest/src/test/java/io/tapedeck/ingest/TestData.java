package io.tapedeck.ingest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The recorded data beside the project; tests that need it skip where it is missing. */
public final class TestData {
  private TestData() {}

  /** A file or folder of it. */
  public static Path path(String relative) {
    Path file = Path.of(System.getProperty("tapedeck.data", "missing")).resolve(relative);
    assumeTrue(
        Files.isReadable(file), "recorded data missing: set -Dtapedeck.data, looked at " + file);
    return file;
  }
}

package io.tapedeck.executor.lane;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Stops new orders and replacements at once, without Kafka: engaged while its file exists, or once
 * told so. Cancels still pass. Thread-safe.
 */
public final class KillSwitch {
  private final Path file;
  private volatile @Nullable String told;

  public KillSwitch(Path file) {
    this.file = file;
  }

  /** Engages until the process ends. */
  public void engage(String reason) {
    told = reason;
  }

  /** Why nothing may be sent, or null. */
  public @Nullable String engaged() {
    String reason = told;
    if (reason != null) {
      return "KILLED: " + reason;
    }
    return Files.exists(file) ? "KILLED: file " + file.getFileName() + " is present" : null;
  }
}

package io.tapedeck.executor.lane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops new orders and replacements at once, without Kafka: engaged while its file exists. Being
 * told so writes the file, so that a restart finds it as it was left. Cancels still pass.
 * Thread-safe.
 */
public final class KillSwitch {
  private static final Logger LOG = LoggerFactory.getLogger(KillSwitch.class);

  private final Path file;
  private volatile @Nullable String told;

  public KillSwitch(Path file) {
    this.file = file;
  }

  /**
   * Engages until a person removes the file; where that cannot be written, until the process ends.
   */
  public void engage(String reason) {
    told = reason; // before the disk, which may be full
    LOG.error("KILLED: {}: no new order leaves; remove {} to go on", reason, file);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, (reason + "\n").getBytes(StandardCharsets.UTF_8));
      told = null;
    } catch (IOException e) {
      LOG.error("kill file {} not written; a restart would forget the kill", file, e);
    }
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

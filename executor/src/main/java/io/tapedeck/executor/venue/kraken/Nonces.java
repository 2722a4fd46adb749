package io.tapedeck.executor.venue.kraken;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.LongSupplier;

/**
 * Strictly increasing nonces of one key: wall-clock microseconds, or one more than the last. They
 * go on increasing over restarts even if the clock was set back, because a range is reserved in a
 * file before it is used. Thread-safe.
 */
final class Nonces {
  private static final long RANGE_MICROS = 60_000_000L;

  private final Path file;
  private final LongSupplier epochMicros;
  private long last;
  private long reserved;

  /**
   * Goes on where the file says.
   *
   * @throws UncheckedIOException if the file cannot be read
   * @throws IllegalStateException if it holds no number
   */
  Nonces(Path file, LongSupplier epochMicros) {
    this.file = file;
    this.epochMicros = epochMicros;
    this.reserved = read(file);
    this.last = reserved;
  }

  /**
   * The next one.
   *
   * @throws UncheckedIOException if the range cannot be reserved; nothing must be sent then
   */
  synchronized long next() {
    long next = Math.max(epochMicros.getAsLong(), last + 1);
    if (next > reserved) {
      reserve(next + RANGE_MICROS);
    }
    last = next;
    return next;
  }

  private void reserve(long until) {
    Path written = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(written, Long.toString(until));
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write nonce file " + file, e);
    }
    reserved = until;
  }

  private static long read(Path file) {
    if (!Files.exists(file)) {
      return 0;
    }
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read nonce file " + file, e);
    } catch (NumberFormatException e) {
      throw new IllegalStateException(
          "nonce file " + file + " holds no number; delete it if the host's clock is right");
    }
  }
}

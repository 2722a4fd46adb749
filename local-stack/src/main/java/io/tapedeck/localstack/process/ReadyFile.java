package io.tapedeck.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The file in which a child says that it serves: its pid and the moment it was started, which
 * together tell it from a later process that was given the same pid.
 */
record ReadyFile(long pid, long startedMillis) {

  static ReadyFile ofThisProcess() {
    return of(ProcessHandle.current());
  }

  static ReadyFile of(ProcessHandle process) {
    return new ReadyFile(
        process.pid(), process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
  }

  void write(Path file) {
    try {
      Path partial = file.resolveSibling(file.getFileName() + ".tmp");
      Files.writeString(partial, pid + "\n" + startedMillis + "\n");
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /** The process named by the file, if it is still that process and alive. */
  static Optional<ProcessHandle> liveProcess(Path file) {
    return read(file)
        .flatMap(
            ready ->
                ProcessHandle.of(ready.pid)
                    .filter(process -> process.isAlive() && of(process).equals(ready)));
  }

  private static Optional<ReadyFile> read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.size() < 2
          ? Optional.empty()
          : Optional.of(new ReadyFile(Long.parseLong(lines.get(0)), Long.parseLong(lines.get(1))));
    } catch (NoSuchFileException | NumberFormatException absent) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}

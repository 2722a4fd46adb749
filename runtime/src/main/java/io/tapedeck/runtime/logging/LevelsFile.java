package io.tapedeck.runtime.logging;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** A file of log levels, {@code logger=LEVEL} a line: written by an operator, followed by parts. */
public final class LevelsFile {
  private final Path file;

  public LevelsFile(Path file) {
    this.file = file;
  }

  /** What it says; nothing if it does not exist. */
  public Map<String, String> read() {
    Map<String, String> levels = new TreeMap<>();
    if (!Files.exists(file)) {
      return levels;
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    properties.stringPropertyNames().forEach(n -> levels.put(n, properties.getProperty(n)));
    return levels;
  }

  /**
   * Sets and unsets ({@code logger=}) levels, and returns what it says then.
   *
   * @throws IllegalArgumentException naming the assignment that cannot be used; nothing is written
   */
  public Map<String, String> change(Collection<String> assignments) {
    Map<String, String> levels = read();
    for (String assignment : assignments) {
      int equals = assignment.lastIndexOf('=');
      String level =
          equals < 1 ? "?" : assignment.substring(equals + 1).strip().toUpperCase(Locale.ROOT);
      if (level.isEmpty()) {
        levels.remove(assignment.substring(0, equals));
      } else if (Level.toLevel(level, null) == null) {
        throw new IllegalArgumentException(
            "\""
                + assignment
                + "\": write LOGGER=LEVEL with TRACE, DEBUG, INFO, WARN, ERROR or OFF");
      } else {
        levels.put(assignment.substring(0, equals), level);
      }
    }
    if (!assignments.isEmpty()) {
      write(levels);
    }
    return levels;
  }

  private void write(Map<String, String> levels) {
    StringBuilder text = new StringBuilder();
    levels.forEach((logger, level) -> text.append(logger).append('=').append(level).append('\n'));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path whole = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(whole, text, StandardCharsets.UTF_8);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}

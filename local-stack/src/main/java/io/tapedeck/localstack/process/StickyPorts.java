package io.tapedeck.localstack.process;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The ports of a child by purpose. A configured port is used or refused; an automatic one (0) is
 * chosen free, remembered in a file and taken again at the next start, unless lost to another
 * process meanwhile.
 */
public final class StickyPorts {
  private final Path file;
  private final Map<String, Integer> configured;
  private final Map<String, Integer> chosen = new TreeMap<>();

  /**
   * @param configured port by purpose; 0 is automatic
   */
  public StickyPorts(Path file, Map<String, Integer> configured) {
    this.file = file;
    this.configured = new TreeMap<>(configured);
  }

  /**
   * Settles all ports for one start.
   *
   * @throws PortTakenException if a configured one is held
   */
  public synchronized void choose() {
    Properties remembered = remembered();
    configured.forEach(
        (purpose, port) -> {
          if (port != 0) {
            Ports.requireFree(port, purpose);
            chosen.put(purpose, port);
          } else {
            int earlier = Integer.parseInt(remembered.getProperty(purpose, "0"));
            chosen.put(purpose, earlier != 0 && Ports.isFree(earlier) ? earlier : unused());
          }
        });
    remember();
  }

  /** The port last chosen, by this process or an earlier one. */
  public synchronized int get(String purpose) {
    Integer port = chosen.get(purpose);
    if (port != null) {
      return port;
    }
    String remembered = remembered().getProperty(purpose);
    if (remembered == null) {
      throw new LocalStackException("No " + purpose + " yet: start it first");
    }
    return Integer.parseInt(remembered);
  }

  /** Whether each port last chosen could be bound now: then no port was why a start failed. */
  public synchronized boolean allFree() {
    return chosen.values().stream().allMatch(Ports::isFree);
  }

  private int unused() {
    int port = Ports.free();
    while (chosen.containsValue(port)) {
      port = Ports.free();
    }
    return port;
  }

  private Properties remembered() {
    Properties properties = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read " + file, e);
      }
    }
    return properties;
  }

  private void remember() {
    Properties properties = new Properties();
    chosen.forEach((purpose, port) -> properties.setProperty(purpose, String.valueOf(port)));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (Writer writer = Files.newBufferedWriter(file)) {
        properties.store(writer, "Ports last used");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}

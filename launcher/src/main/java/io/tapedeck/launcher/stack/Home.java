package io.tapedeck.launcher.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folder of all local state and what lies where in it. */
public record Home(Path folder) {
  private static final List<String> DATA =
      List.of("broker", "registry", "simulator", "streams", "executor", "proof");
  private static final String LOG = ".log";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  public Home {
    folder = folder.toAbsolutePath().normalize();
  }

  /** The broker's data. */
  public Path broker() {
    return folder.resolve("broker");
  }

  /** The registry's process files. */
  public Path registry() {
    return folder.resolve("registry");
  }

  /** The venue's ledger. */
  public Path simulator() {
    return folder.resolve("simulator");
  }

  /** Local state stores. */
  public Path streams() {
    return folder.resolve("streams");
  }

  /** Logs and pid files of services that run as processes. */
  public Path run() {
    return folder.resolve("run");
  }

  /** Log levels that were set while the parts run. */
  public Path logLevels() {
    return run().resolve("log-levels.properties");
  }

  /** The logs that there are, by part. */
  public SortedMap<String, Path> logFiles() {
    SortedMap<String, Path> files = new TreeMap<>();
    try (Stream<Path> logs = Files.exists(run()) ? Files.list(run()) : Stream.empty()) {
      logs.filter(file -> file.toString().endsWith(LOG))
          .forEach(file -> files.put(partOf(file), file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + run(), e);
    }
    for (Path file : List.of(broker().resolve("broker.log"), registry().resolve("registry.log"))) {
      if (Files.exists(file)) {
        files.put(partOf(file), file);
      }
    }
    return files;
  }

  private static String partOf(Path log) {
    String name = log.getFileName().toString();
    return name.substring(0, name.length() - LOG.length());
  }

  /** The control API's tokens. */
  public Path console() {
    return folder.resolve("console");
  }

  /** Anchors and snapshots of the continuous verifier, and the key that signs certificates. */
  public Path proof() {
    return folder.resolve("proof");
  }

  /** The private key that signs certificates; it outlives demos. */
  public Path signingKey() {
    return folder.resolve("keys").resolve("verify.pem");
  }

  private Path demoMarker() {
    return folder.resolve("demo");
  }

  /**
   * Makes room for a demo: its tape begins fresh, and that of the demo before it is kept under
   * {@code previous/}.
   *
   * @throws IllegalStateException if the folder holds the data of a stack that is no demo
   */
  public void freshDemo() {
    try {
      Files.createDirectories(folder);
      boolean used = DATA.stream().anyMatch(name -> Files.exists(folder.resolve(name)));
      if (used && !Files.exists(demoMarker())) {
        throw new IllegalStateException(
            folder
                + " holds the data of 'tapedeck up'; a demo begins with fresh data: set TAPEDECK_HOME"
                + " to another folder");
      }
      if (used) {
        keepPrevious();
      }
      Files.writeString(demoMarker(), "a demo's data: the next demo begins fresh\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare " + folder, e);
    }
  }

  /** Makes the data here a stack's, which no demo may move away. */
  public void keep() throws IOException {
    Files.createDirectories(folder);
    Files.deleteIfExists(demoMarker());
  }

  /** Says again that the data here is a demo's. */
  public void freshlyMarked() throws IOException {
    Files.writeString(demoMarker(), "a demo's data: the next demo begins fresh\n");
  }

  private void keepPrevious() throws IOException {
    Path previous = folder.resolve("previous");
    if (Files.exists(previous)) {
      delete(previous);
    }
    Path kept = previous.resolve(STAMP.format(Instant.now()));
    Files.createDirectories(kept);
    for (String name : DATA) {
      Path data = folder.resolve(name);
      if (Files.exists(data)) {
        Files.move(data, kept.resolve(name));
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /**
   * A key and secret for the local venue, made at the first start and readable by its owner only.
   */
  public VenueKey venueKey() {
    Path file = simulator().resolve("credentials");
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(simulator());
        SecureRandom random = new SecureRandom();
        byte[] key = new byte[24];
        byte[] secret = new byte[48];
        random.nextBytes(key);
        random.nextBytes(secret);
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
            file,
            Base64.getEncoder().encodeToString(key)
                + "\n"
                + Base64.getEncoder().encodeToString(secret)
                + "\n");
      }
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      return new VenueKey(lines.get(0), lines.get(1));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the local venue's credentials in " + file, e);
    }
  }

  /** Credentials of the local venue. */
  public record VenueKey(String key, String secret) {
    @Override
    public String toString() {
      return "VenueKey[***]";
    }
  }
}

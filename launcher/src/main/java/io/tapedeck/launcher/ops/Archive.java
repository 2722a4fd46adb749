package io.tapedeck.launcher.ops;

import io.tapedeck.runtime.redaction.Redactor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a {@code tar.gz} (ustar) that its owner alone can read. Text goes through the redactor,
 * whatever it is; the last entry lists the SHA-256 of each file. Not thread-safe.
 */
public final class Archive implements AutoCloseable {
  private static final int BLOCK = 512;
  private static final int LONGEST_NAME = 100;

  private final OutputStream out;
  private final String folder;
  private final long seconds;
  private final Map<String, String> sums = new TreeMap<>();

  /**
   * Begins one.
   *
   * @param folder name of the folder that all files lie in
   * @param millis time of its files, since the epoch
   */
  public Archive(Path file, String folder, long millis) throws IOException {
    Path absolute = file.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    Files.createFile(
        absolute,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    this.out = new GZIPOutputStream(Files.newOutputStream(absolute, StandardOpenOption.WRITE));
    this.folder = folder;
    this.seconds = millis / 1_000;
  }

  /** A text without its secrets. */
  public void text(String name, String text) throws IOException {
    bytes(name, Redactor.process().scrub(text).getBytes(StandardCharsets.UTF_8));
  }

  /** A file as it is: for what cannot hold a secret. */
  public void file(String name, Path from) throws IOException {
    header(name, Files.size(from));
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(from), digest)) {
      pad(in.transferTo(out));
    }
    sums.put(name, HexFormat.of().formatHex(digest.digest()));
  }

  private void bytes(String name, byte[] content) throws IOException {
    header(name, content.length);
    out.write(content);
    pad(content.length);
    sums.put(name, sha256(content));
  }

  private void pad(long length) throws IOException {
    out.write(new byte[(int) ((BLOCK - length % BLOCK) % BLOCK)]);
  }

  private void header(String name, long length) throws IOException {
    String path = folder + "/" + name;
    byte[] header = new byte[BLOCK];
    byte[] pathBytes = path.getBytes(StandardCharsets.UTF_8);
    if (pathBytes.length > LONGEST_NAME) {
      throw new IllegalArgumentException("name too long for ustar: " + path);
    }
    System.arraycopy(pathBytes, 0, header, 0, pathBytes.length);
    octal(header, 100, 8, 0600);
    octal(header, 108, 8, 0);
    octal(header, 116, 8, 0);
    octal(header, 124, 12, length);
    octal(header, 136, 12, seconds);
    header[156] = '0';
    put(header, 257, "ustar");
    put(header, 263, "00");
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    octal(header, 148, 7, sum);
    out.write(header);
  }

  private static void octal(byte[] header, int at, int width, long value) {
    put(header, at, String.format(Locale.ROOT, "%0" + (width - 1) + "o", value));
    header[at + width - 1] = 0;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static String sha256(byte[] content) {
    return HexFormat.of().formatHex(sha256().digest(content));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public void close() throws IOException {
    StringBuilder list = new StringBuilder();
    sums.forEach((name, sum) -> list.append(sum).append("  ").append(name).append('\n'));
    bytes("checksums.txt", list.toString().getBytes(StandardCharsets.UTF_8));
    out.write(new byte[2 * BLOCK]);
    out.close();
  }

  /**
   * Unpacks one of ours into a folder and holds each file against its checksum.
   *
   * @throws IOException if it is damaged, or a file would land outside of the folder
   */
  public static void unpack(Path archive, Path into) throws IOException {
    Map<String, String> found = new TreeMap<>();
    String list = "";
    Path folder = into.toAbsolutePath().normalize();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
      for (byte[] header = in.readNBytes(BLOCK);
          header.length == BLOCK && header[0] != 0;
          header = in.readNBytes(BLOCK)) {
        String path = text(header, 0, LONGEST_NAME);
        long size = Long.parseLong(text(header, 124, 12).strip(), 8);
        String name = path.substring(path.indexOf('/') + 1);
        Path target = folder.resolve(name).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException(archive + " holds a file that would land elsewhere: " + path);
        }
        Files.createDirectories(target.getParent());
        String sum = copy(in, size, target);
        in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
        if (name.equals("checksums.txt")) {
          list = Files.readString(target);
        } else {
          found.put(name, sum);
        }
      }
    }
    StringBuilder expected = new StringBuilder();
    found.forEach((name, sum) -> expected.append(sum).append("  ").append(name).append('\n'));
    if (!list.contentEquals(expected)) {
      throw new IOException(archive + " is damaged: its files do not match its checksums");
    }
  }

  /** Deletes a folder with all that is in it. */
  public static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static String copy(InputStream in, long size, Path target) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[64 * 1024];
    try (OutputStream to = Files.newOutputStream(target)) {
      for (long left = size; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new EOFException(target.getFileName() + " is cut off");
        }
        to.write(buffer, 0, read);
        digest.update(buffer, 0, read);
        left -= read;
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String text(byte[] header, int at, int width) {
    int end = at;
    while (end < at + width && header[end] != 0) {
      end++;
    }
    return new String(header, at, end - at, StandardCharsets.UTF_8);
  }
}

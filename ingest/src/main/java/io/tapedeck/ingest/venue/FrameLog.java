package io.tapedeck.ingest.venue;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of what sockets gave, byte for byte: a first line {@code tapedeck-frames 1 PROTOCOL}, then
 * for each thing a line {@code KIND CONNECTION RECEIVED_NANOS LENGTH}, that many bytes and a line
 * feed. Kinds: {@code O} a connection opened (the bytes are its address), {@code F} a frame, {@code
 * L} it was lost (the bytes say why). What we said is not in it, so no secrets are. Gzipped if the
 * name ends in {@code .gz}. Used by one thread at a time.
 */
public final class FrameLog {
  private static final String MAGIC = "tapedeck-frames 1 ";
  private static final int LARGEST_FRAME = 16 << 20;
  private static final int LONGEST_LINE = 200;
  private static final byte[] NOTHING = {};

  private FrameLog() {}

  /** What a record is. */
  public enum Kind {
    /** A connection opened. */
    OPENED('O'),
    /** A frame came. */
    FRAME('F'),
    /** The connection is gone. */
    LOST('L');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }
  }

  /**
   * One record.
   *
   * @param connection counts from 1
   * @param receivedNanos our wall clock, nanoseconds since the epoch
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes in transit, never compared
  public record Entry(Kind kind, long connection, long receivedNanos, byte[] bytes) {
    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** Writes a file. */
  public static final class Writer implements Closeable {
    private final OutputStream out;

    /**
     * Begins a file; fails if it is there.
     *
     * @throws IOException if it cannot be written
     */
    public Writer(Path file, String protocol) throws IOException {
      OutputStream bytes =
          Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      // synced, so that a recording that is killed can be read up to its last flush
      boolean gzipped = file.toString().endsWith(".gz");
      out =
          new BufferedOutputStream(
              gzipped ? new GZIPOutputStream(bytes, 1 << 16, true) : bytes, 1 << 16);
      line(MAGIC + protocol);
    }

    private void line(String text) throws IOException {
      out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a record. */
    public synchronized void write(Entry entry) throws IOException {
      line(
          entry.kind.letter
              + " "
              + entry.connection
              + " "
              + entry.receivedNanos
              + " "
              + entry.bytes.length);
      out.write(entry.bytes);
      out.write('\n');
    }

    /** Hands all to the file. */
    public synchronized void flush() throws IOException {
      out.flush();
    }

    @Override
    public synchronized void close() throws IOException {
      out.close();
    }
  }

  /** Reads a file. */
  public static final class Reader implements Closeable {
    private final Path file;
    private final InputStream in;
    private final String protocol;
    private long records;

    /**
     * Opens a file.
     *
     * @throws IOException if it is none of this kind
     */
    public Reader(Path file) throws IOException {
      this.file = file;
      InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
      this.in =
          file.toString().endsWith(".gz")
              ? new BufferedInputStream(new GZIPInputStream(bytes, 1 << 16), 1 << 16)
              : bytes;
      String first = line();
      if (first == null || !first.startsWith(MAGIC)) {
        in.close();
        throw new IOException(file + ": not a recording of frames, line 1 must begin: " + MAGIC);
      }
      this.protocol = first.substring(MAGIC.length());
    }

    /** Whose frames they are, such as {@code kraken-v2}. */
    public String protocol() {
      return protocol;
    }

    private @Nullable String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          return null;
        }
        if (line.length() > LONGEST_LINE) {
          throw new IOException(file + ": record " + (records + 1) + " does not begin with a line");
        }
        line.append((char) next);
      }
      return line.toString();
    }

    /**
     * The next record; null at the end, and where a recording was broken off in the middle of one.
     *
     * @throws IOException naming file and record if it is damaged
     */
    public @Nullable Entry next() throws IOException {
      try {
        String head = line();
        if (head == null) {
          return null;
        }
        Entry entry = entry(head);
        records++;
        return entry;
      } catch (EOFException e) {
        return null;
      }
    }

    private @Nullable Entry entry(String head) throws IOException {
      String[] parts = head.split(" ");
      Kind kind = null;
      for (Kind one : Kind.values()) {
        if (parts[0].equals(String.valueOf(one.letter))) {
          kind = one;
        }
      }
      try {
        if (kind != null && parts.length == 4) {
          int length = Integer.parseInt(parts[3]);
          if (length >= 0 && length <= LARGEST_FRAME) {
            byte[] bytes = length == 0 ? NOTHING : in.readNBytes(length);
            int end = in.read();
            if (bytes.length < length || end < 0) {
              return null;
            }
            if (end == '\n') {
              long connection = Long.parseLong(parts[1]);
              return new Entry(kind, connection, Long.parseLong(parts[2]), bytes);
            }
          }
        }
      } catch (NumberFormatException e) {
        throw damaged(head);
      }
      throw damaged(head);
    }

    private IOException damaged(String head) {
      return new IOException(file + ": record " + (records + 1) + " is damaged: '" + head + "'");
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}

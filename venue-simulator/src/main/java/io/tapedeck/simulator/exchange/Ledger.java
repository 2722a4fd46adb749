package io.tapedeck.simulator.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The append-only file of all that happened. A thread of its own writes what has gathered and
 * forces it to disk in one go; only then do waiting requests and listeners go on. Thread-safe;
 * records get the order in which {@link #append} is called.
 */
public final class Ledger implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Entry(long seq, String line, @Nullable LongConsumer afterSync) {}

  private final Path file;
  private final FileChannel channel;
  private final Thread writer;
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private long nextSeq = 1;
  private long syncedSeq;
  private boolean closed;
  private @Nullable IOException failure;

  /**
   * Opens a ledger, cuts off an unfinished last line and reads what is there.
   *
   * @param file created if missing
   * @param replay given every record in order
   * @throws IOException if it cannot be read or is damaged elsewhere than in its last line
   */
  public Ledger(Path file, Consumer<JsonNode> replay) throws IOException {
    this.file = file;
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    this.channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    channel.truncate(endOfLastLine());
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode node = JSON.readTree(line);
        if (node.path("seq").asLong() != nextSeq) {
          throw new IOException(
              file + ":" + nextSeq + ": expected seq " + nextSeq + ", found: " + line);
        }
        nextSeq++;
        replay.accept(node);
      }
    }
    syncedSeq = nextSeq - 1;
    channel.position(channel.size());
    writer = new Thread(this::run, "simulator-ledger");
    writer.start();
  }

  private long endOfLastLine() throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    for (long end = channel.size(); end > 0; end--) {
      one.clear();
      channel.read(one, end - 1);
      if (one.get(0) == '\n') {
        return end;
      }
    }
    return 0;
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** An empty record; {@link #append} puts {@code seq} in front. */
  static ObjectNode newRecord(String kind, long receivedAtNs) {
    return JSON.createObjectNode()
        .put("seq", 0L)
        .put("kind", kind)
        .put("receivedAtNs", receivedAtNs);
  }

  /**
   * Appends; {@code afterSync} is given the seq on the ledger's thread once the record is on disk.
   */
  long append(ObjectNode record, @Nullable LongConsumer afterSync) {
    synchronized (waiting) {
      long seq = nextSeq++;
      record.put("seq", seq);
      waiting.add(new Entry(seq, record + "\n", afterSync));
      waiting.notifyAll();
      return seq;
    }
  }

  /** The last seq given to a record, synced or not. */
  long lastSeq() {
    synchronized (waiting) {
      return nextSeq - 1;
    }
  }

  /** Waits until everything appended so far is on disk and its listeners were told. */
  public void awaitSynced() {
    synchronized (waiting) {
      long target = nextSeq - 1;
      boolean interrupted = false;
      while (syncedSeq < target && failure == null) {
        try {
          waiting.wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (failure != null) {
        throw new UncheckedIOException("ledger not writable: " + file, failure);
      }
    }
  }

  private void run() {
    List<Entry> batch = new ArrayList<>();
    while (take(batch)) {
      try {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Entry entry : batch) {
          bytes.writeBytes(entry.line.getBytes(StandardCharsets.UTF_8));
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(false);
      } catch (IOException e) {
        synchronized (waiting) {
          failure = e;
          waiting.notifyAll();
        }
        return;
      }
      for (Entry entry : batch) {
        if (entry.afterSync != null) {
          entry.afterSync.accept(entry.seq);
        }
      }
      synchronized (waiting) {
        syncedSeq = batch.get(batch.size() - 1).seq;
        waiting.notifyAll();
      }
      batch.clear();
    }
  }

  private boolean take(List<Entry> batch) {
    synchronized (waiting) {
      while (waiting.isEmpty()) {
        if (closed) {
          return false;
        }
        try {
          waiting.wait();
        } catch (InterruptedException e) {
          return false;
        }
      }
      batch.addAll(waiting);
      waiting.clear();
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (waiting) {
      closed = true;
      waiting.notifyAll();
    }
    try {
      writer.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    channel.close();
  }
}

package io.tapedeck.replay.tick;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.domain.id.InstrumentId;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * A tape in a compact local file, decoded once and then read by as many runs at once as one likes.
 * The file: eight letters; the key, a JSON text behind its length; blocks, each behind its size and
 * its number of ticks; a zero; the footer, a JSON text with its length behind; the SHA-256 of all
 * before. Opening checks that hash, so that no run ever reads a damaged tape. Immutable,
 * thread-safe; each {@link #ticks} is for one thread.
 */
public final class TickCache implements AutoCloseable {
  /** Named in every key: a build with another format, or other ticks, makes other files. */
  public static final int FORMAT = 1;

  private static final byte[] MAGIC = "TAPEDCK1".getBytes(StandardCharsets.US_ASCII);
  private static final int HASH = 32;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final FileChannel channel;
  private final long blocksAt;
  private final Footer footer;

  private record Footer(
      List<TickSource.Lane> lanes,
      SortedMap<Integer, TickSource.Range> ranges,
      List<String> leftOut,
      long ticks,
      long firstReceivedNanos,
      long lastReceivedNanos,
      String sha256) {}

  private TickCache(Path file, FileChannel channel, long blocksAt, Footer footer) {
    this.file = file;
    this.channel = channel;
    this.blocksAt = blocksAt;
    this.footer = footer;
  }

  /**
   * Reads a source to its end and writes it to a file, which is there whole or not at all.
   *
   * @param key what the file is of, see {@link TickCaches}
   * @param progress told the number of ticks now and then
   */
  static void write(Path file, String key, TickSource from, LongConsumer progress)
      throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path part = Files.createTempFile(file.toAbsolutePath().getParent(), "tape", ".part");
    try {
      MessageDigest whole = sha256();
      MessageDigest content = sha256();
      try (DataOutputStream out =
          new DataOutputStream(
              new DigestOutputStream(
                  new BufferedOutputStream(Files.newOutputStream(part), 1 << 20), whole))) {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        out.write(MAGIC);
        out.writeInt(keyBytes.length);
        out.write(keyBytes);
        byte[] footer = blocks(from, out, content, progress);
        out.writeInt(0);
        out.write(footer);
        out.writeInt(footer.length);
        out.flush();
        byte[] hash = whole.digest();
        out.write(hash);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static byte[] blocks(
      TickSource from, DataOutputStream out, MessageDigest content, LongConsumer progress)
      throws IOException {
    BlockWriter block = new BlockWriter(from.lanes());
    TapeTick tick = new TapeTick();
    long ticks = 0;
    long first = 0;
    long last = 0;
    while (from.next(tick)) {
      first = ticks == 0 ? tick.receivedNanos : first;
      last = Math.max(last, tick.receivedNanos);
      ticks++;
      if (block.add(tick)) {
        put(block, out, content);
        progress.accept(ticks);
      }
    }
    if (block.count() > 0) {
      put(block, out, content);
    }
    progress.accept(ticks);
    ObjectNode footer = JSON.createObjectNode();
    footer.put("ticks", ticks).put("first_received_ns", first).put("last_received_ns", last);
    ArrayNode lanes = footer.putArray("lanes");
    for (TickSource.Lane lane : from.lanes()) {
      lanes.addArray().add(lane.instrument().value()).add(lane.partition());
    }
    content.update(lanes.toString().getBytes(StandardCharsets.UTF_8));
    ArrayNode ranges = footer.putArray("ranges");
    from.ranges().forEach((p, range) -> ranges.addArray().add(p).add(range.from()).add(range.to()));
    ArrayNode leftOut = footer.putArray("left_out");
    from.leftOut().forEach(leftOut::add);
    footer.put("ticks_sha256", HexFormat.of().formatHex(content.digest()));
    return footer.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void put(BlockWriter block, DataOutputStream out, MessageDigest content)
      throws IOException {
    int ticks = block.count();
    int size = block.pack();
    out.writeInt(size);
    out.writeInt(ticks);
    out.write(block.bytes(), 0, size);
    content.update(block.bytes(), 0, size);
  }

  /**
   * Opens a file and checks it, whole.
   *
   * @throws DamagedCacheException if it is not as it was written, or of another key
   */
  static TickCache open(Path file, String key) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      long body = channel.size() - HASH;
      if (body < MAGIC.length + 12) {
        throw new DamagedCacheException(file + " is too short to be a cached tape");
      }
      if (!MessageDigest.isEqual(digest(channel, body), read(channel, body, HASH))) {
        throw new DamagedCacheException(file + " does not have the hash that it was written with");
      }
      int keyLength = ByteBuffer.wrap(read(channel, MAGIC.length, 4)).getInt();
      String found = text(read(channel, MAGIC.length + 4L, keyLength));
      if (!found.equals(key)) {
        throw new DamagedCacheException(file + " is of another tape: " + found);
      }
      int footerLength = ByteBuffer.wrap(read(channel, body - 4, 4)).getInt();
      Footer footer = footer(JSON.readTree(read(channel, body - 4 - footerLength, footerLength)));
      return new TickCache(file, channel, MAGIC.length + 4L + keyLength, footer);
    } catch (JsonProcessingException e) {
      channel.close();
      throw new DamagedCacheException(file + " has no footer: " + e.getOriginalMessage());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static byte[] digest(FileChannel channel, long length) throws IOException {
    MessageDigest digest = sha256();
    ByteBuffer part = ByteBuffer.allocate(1 << 20);
    for (long at = 0; at < length; ) {
      part.clear().limit((int) Math.min(part.capacity(), length - at));
      int got = channel.read(part, at);
      if (got < 0) {
        throw new DamagedCacheException("a cached tape became shorter while it was read");
      }
      digest.update(part.flip());
      at += got;
    }
    return digest.digest();
  }

  private static Footer footer(JsonNode json) {
    List<TickSource.Lane> lanes = new ArrayList<>();
    json.path("lanes")
        .forEach(
            lane ->
                lanes.add(
                    new TickSource.Lane(
                        new InstrumentId(lane.get(0).asText()), lane.get(1).asInt())));
    SortedMap<Integer, TickSource.Range> ranges = new TreeMap<>();
    json.path("ranges")
        .forEach(
            range ->
                ranges.put(
                    range.get(0).asInt(),
                    new TickSource.Range(range.get(1).asLong(), range.get(2).asLong())));
    List<String> leftOut = new ArrayList<>();
    json.path("left_out").forEach(one -> leftOut.add(one.asText()));
    return new Footer(
        List.copyOf(lanes),
        ranges,
        List.copyOf(leftOut),
        json.path("ticks").asLong(),
        json.path("first_received_ns").asLong(),
        json.path("last_received_ns").asLong(),
        json.path("ticks_sha256").asText());
  }

  private static byte[] read(FileChannel channel, long at, int length) throws IOException {
    if (length < 0 || at < 0 || at + length > channel.size()) {
      throw new DamagedCacheException("a cached tape ends before it should");
    }
    byte[] bytes = new byte[length];
    readFully(channel, at, bytes, length);
    return bytes;
  }

  private static void readFully(FileChannel channel, long at, byte[] into, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new DamagedCacheException("a cached tape became shorter while it was read");
      }
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Where it lies. */
  public Path file() {
    return file;
  }

  /** How many ticks there are. */
  public long size() {
    return footer.ticks;
  }

  /** Received time of the first tick. */
  public long firstReceivedNanos() {
    return footer.firstReceivedNanos;
  }

  /** Latest received time. */
  public long lastReceivedNanos() {
    return footer.lastReceivedNanos;
  }

  /** Hex SHA-256 of the ticks and their instruments, wherever they came from. */
  public String ticksSha256() {
    return footer.sha256;
  }

  /** What was left out when it was made. */
  public List<String> leftOut() {
    return footer.leftOut;
  }

  /** From the first tick on. */
  public TickSource ticks() {
    return new Reading();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file, e);
    }
  }

  private final class Reading implements TickSource {
    private final BlockReader block = new BlockReader(footer.lanes);
    private final byte[] head = new byte[8];
    private byte[] bytes = new byte[1 << 18];
    private long at = blocksAt;

    @Override
    public boolean next(TapeTick into) {
      return block.next(into) || (nextBlock() && block.next(into));
    }

    private boolean nextBlock() {
      try {
        readFully(channel, at, head, head.length);
        ByteBuffer sizes = ByteBuffer.wrap(head);
        int size = sizes.getInt();
        if (size == 0) {
          return false;
        }
        int ticks = sizes.getInt();
        if (size > bytes.length) {
          bytes = new byte[size];
        }
        readFully(channel, at + head.length, bytes, size);
        at += head.length + size;
        block.begin(bytes, ticks);
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }

    @Override
    public List<Lane> lanes() {
      return footer.lanes;
    }

    @Override
    public SortedMap<Integer, Range> ranges() {
      return footer.ranges;
    }

    @Override
    public List<String> leftOut() {
      return footer.leftOut;
    }

    @Override
    public void close() {}
  }

  /** The key of a tape as canonical JSON. */
  static String key(Map<String, Object> parts) {
    try {
      return JSON.writeValueAsString(new TreeMap<>(parts));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a key is texts and numbers", e);
    }
  }
}

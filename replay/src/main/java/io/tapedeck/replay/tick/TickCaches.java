package io.tapedeck.replay.tick;

import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of cached tapes. A file's name is the hash of its key: what the tape is of (a file's
 * SHA-256, or cluster, topic and offsets), the ticks' schema, and the cache's format. Anything in
 * it may be deleted at any time; what is damaged is made anew.
 */
public final class TickCaches {
  private static final Logger LOG = LoggerFactory.getLogger(TickCaches.class);
  private static final int NAME_DIGITS = 32;

  private final Path folder;

  /** Of a folder, which need not exist. */
  public TickCaches(Path folder) {
    this.folder = folder;
  }

  /**
   * A recorded file's tape, from the cache or put into it.
   *
   * @param venue of instruments that name none
   * @param progress told the number of ticks while the file is decoded
   */
  public TickCache ofCsv(Path file, String venue, LongConsumer progress) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "no such tape: "
              + file
              + "; give a file of the neutral CSV (docs/history.md) or a topic");
    }
    Map<String, Object> key = Map.of("csv_sha256", sha256(file), "venue", venue);
    return of(key, () -> new CsvTicks(file, venue), progress);
  }

  /**
   * A topic's tape, from the cache or put into it. Its key holds the topic's id: one that was
   * deleted and made again under its name is another.
   *
   * @param topic as in the catalogue, or as it is called on the cluster
   * @param wanted offsets by partition, empty for all that there is now
   * @throws IllegalArgumentException if there is no such topic, partition or offset
   */
  public TickCache ofTopic(
      Platform platform,
      String topic,
      Map<Integer, TickSource.Range> wanted,
      LongConsumer progress) {
    String name = Topics.named(topic).map(platform::topic).orElse(topic);
    Map<String, Object> key = new TreeMap<>();
    try (Admin admin = platform.kafka().admin("replay-tape")) {
      key.put("cluster", admin.describeCluster().clusterId().get());
      admin
          .describeTopics(List.of(name))
          .allTopicNames()
          .get()
          .values()
          .forEach(found -> key.put("topic", found.topicId().toString()));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new IllegalArgumentException("neither a file nor a topic: " + topic, e);
      }
      throw new IllegalStateException("cannot ask for topic " + name + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    // opened first: its ranges are part of the key
    try (TopicTicks ticks = new TopicTicks(platform, name, wanted)) {
      ticks
          .ranges()
          .forEach(
              (partition, range) ->
                  key.put("partition-" + partition, range.from() + "-" + range.to()));
      return of(key, () -> ticks, progress);
    }
  }

  /** The tape of a key, from the cache or put into it from its source. */
  public TickCache of(
      Map<String, Object> parts, Supplier<TickSource> source, LongConsumer progress) {
    Map<String, Object> all = new TreeMap<>(parts);
    all.put("format", TickCache.FORMAT);
    all.put(
        "schema",
        Long.toHexString(
            SchemaNormalization.parsingFingerprint64(Topics.MARKET_TICKS.codec().schema())));
    String key = TickCache.key(all);
    String name = hash(key.getBytes(StandardCharsets.UTF_8)).substring(0, NAME_DIGITS) + ".tape";
    Path file = folder.resolve(name);
    try {
      if (Files.exists(file)) {
        try {
          return TickCache.open(file, key);
        } catch (DamagedCacheException e) {
          LOG.warn("{}; it is made anew", e.getMessage());
          Files.deleteIfExists(file);
        }
      }
      try (TickSource from = source.get()) {
        TickCache.write(file, key, from, progress);
      }
      return TickCache.open(file, key);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the cache " + file + ": " + e.getMessage(), e);
    }
  }

  private static String hash(byte[] bytes) {
    return HexFormat.of().formatHex(TickCache.sha256().digest(bytes));
  }

  /** Hex SHA-256 of a file. */
  private static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      var digest = TickCache.sha256();
      byte[] part = new byte[1 << 16];
      for (int got = in.read(part); got >= 0; got = in.read(part)) {
        digest.update(part, 0, got);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}

package io.tapedeck.console.kafka;

import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import io.tapedeck.schemas.serde.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** One pass over a topic, committed records only, up to the end that it has when it begins. */
public final class TopicScan {
  private TopicScan() {}

  /**
   * A readable record.
   *
   * @param timestamp record time, milliseconds since the epoch
   * @param build which build wrote it; null if it does not say
   */
  public record Seen<T>(Coordinates at, long timestamp, T value, @Nullable String build) {}

  /** Told each readable record in the order of its partition; the partitions come one by one. */
  @FunctionalInterface
  public interface Sight<T> {
    void record(Seen<T> seen);
  }

  /** All partitions from their beginnings. What cannot be read is a dead letter elsewhere. */
  public static <T> void all(Platform platform, Topic<T> topic, Sight<T> sight) {
    scan(platform, topic, -1, -1, sight);
  }

  /** All partitions, from the first record of a time on (milliseconds since the epoch). */
  public static <T> void since(Platform platform, Topic<T> topic, long millis, Sight<T> sight) {
    scan(platform, topic, -1, millis, sight);
  }

  /** One partition from its beginning. */
  public static <T> void partition(
      Platform platform, Topic<T> topic, int partition, Sight<T> sight) {
    scan(platform, topic, partition, -1, sight);
  }

  private static <T> void scan(
      Platform platform, Topic<T> topic, int only, long since, Sight<T> sight) {
    RecordFormat<T> format = platform.formats().of(topic);
    String name = platform.topic(topic);
    try (Consumer<byte[], byte[]> consumer =
        platform
            .kafka()
            .consumer(null, "tapedeck-scan-" + topic.name(), Map.of("max.poll.records", 5000))) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(name).stream()
              .map(p -> new TopicPartition(name, p.partition()))
              .filter(p -> only < 0 || p.partition() == only)
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      for (TopicPartition at : partitions) {
        consumer.assign(List.of(at));
        begin(consumer, at, since);
        // transaction markers take offsets, so the end is a position, never a count of records
        while (consumer.position(at) < ends.getOrDefault(at, 0L)) {
          consumer.poll(Duration.ofMillis(100)).forEach(record -> tell(format, record, sight));
        }
      }
    }
  }

  private static void begin(Consumer<byte[], byte[]> consumer, TopicPartition at, long since) {
    if (since < 0) {
      consumer.seekToBeginning(List.of(at));
      return;
    }
    var found = consumer.offsetsForTimes(Map.of(at, since)).get(at);
    if (found == null) {
      consumer.seekToEnd(List.of(at));
    } else {
      consumer.seek(at, found.offset());
    }
  }

  private static <T> void tell(
      RecordFormat<T> format, ConsumerRecord<byte[], byte[]> record, Sight<T> sight) {
    if (record.value() == null) {
      return;
    }
    T value;
    try {
      value = format.decode(record.value());
    } catch (UnreadableRecordException e) {
      return;
    }
    Header build = record.headers().lastHeader("build");
    sight.record(
        new Seen<>(
            new Coordinates(record.topic(), record.partition(), record.offset()),
            record.timestamp(),
            value,
            build == null ? null : new String(build.value(), StandardCharsets.UTF_8)));
  }
}

package io.tapedeck.executor.kafka;

import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import io.tapedeck.schemas.serde.RecordFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads a whole topic as it is committed now. */
final class TopicReader {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Platform platform;

  TopicReader(Platform platform) {
    this.platform = platform;
  }

  /**
   * Every committed record, in the order of each partition.
   *
   * @throws IllegalStateException naming the record, if one of our own cannot be read
   */
  <T> void read(Topic<T> topic, Consumer<T> each) {
    read(topic, record -> {}, each);
  }

  /** The same, each record shown as it lies there before its value is. */
  <T> void read(Topic<T> topic, Consumer<ConsumerRecord<byte[], byte[]>> whole, Consumer<T> each) {
    RecordFormat<T> format = platform.formats().of(topic);
    try (var consumer =
        platform.kafka().consumer(null, "executor-reads-" + topic.name(), Map.of())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(platform.topic(topic)).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      // by position: a transactional topic has gaps, so that counting would never end
      while (partitions.stream()
          .anyMatch(at -> consumer.position(at) < ends.getOrDefault(at, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          whole.accept(record);
          each.accept(decode(format, record));
        }
      }
    }
  }

  private static <T> T decode(RecordFormat<T> format, ConsumerRecord<byte[], byte[]> record) {
    try {
      return format.decode(record.value());
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException(
          record.topic()
              + "-"
              + record.partition()
              + "@"
              + record.offset()
              + " cannot be read; the executor does not start without all of its own records",
          e);
    }
  }
}

package io.tapedeck.launcher.bench;

import io.tapedeck.runtime.Platform;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads a topic once, from its beginning to its present end. */
final class PlainReader {
  private final Platform platform;

  PlainReader(Platform platform) {
    this.platform = platform;
  }

  /** Bytes of all keys and values. */
  long bytes(String topic) {
    return bytes(topic, Map.of("max.poll.records", 20_000));
  }

  /** The same, as fast as a consumer can that looks at nothing. */
  long tuned(String topic) {
    return bytes(topic, PlainThroughput.CONSUMER);
  }

  private long bytes(String topic, Map<String, ?> settings) {
    long bytes = 0;
    try (Consumer<byte[], byte[]> consumer =
        platform.kafka().consumer(null, "bench-reader", settings)) {
      List<TopicPartition> all =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(at -> consumer.position(at) < ends.getOrDefault(at, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          bytes += Math.max(0, record.serializedKeySize());
          bytes += Math.max(0, record.serializedValueSize());
        }
      }
    }
    return bytes;
  }
}

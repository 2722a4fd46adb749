package io.tapedeck.ingest.kafka;

import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a topic, the ticks if no other, up to where it ended when the reading began. Used by one
 * thread.
 */
public final class TapeReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Comparator<TopicPartition> BY_NUMBER =
      Comparator.comparingInt(TopicPartition::partition);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final List<TopicPartition> partitions;
  private final Map<TopicPartition, Long> begins;
  private final Map<TopicPartition, Long> ends;

  /**
   * Opens it.
   *
   * @throws IllegalStateException if the topic is not there
   */
  public TapeReader(Platform platform, String clientId) {
    this(platform, clientId, Topics.MARKET_TICKS);
  }

  /**
   * Opens another topic.
   *
   * @throws IllegalStateException if it is not there
   */
  public TapeReader(Platform platform, String clientId, Topic<?> of) {
    this.topic = platform.topic(of);
    this.consumer = platform.kafka().consumer(null, clientId, Map.of());
    List<PartitionInfo> found = consumer.partitionsFor(topic);
    if (found == null || found.isEmpty()) {
      consumer.close();
      throw new IllegalStateException(
          "topic " + topic + " is not there; create it with: tapedeck topics create");
    }
    this.partitions =
        found.stream()
            .map(p -> new TopicPartition(topic, p.partition()))
            .sorted(BY_NUMBER)
            .toList();
    consumer.assign(partitions); // or the client warns about answers it did not ask for
    this.begins = consumer.beginningOffsets(partitions);
    this.ends = consumer.endOffsets(partitions);
  }

  /** Takes records. */
  @FunctionalInterface
  public interface Visitor {
    void record(ConsumerRecord<byte[], byte[]> record);
  }

  /** Partitions, by number. */
  public List<TopicPartition> partitions() {
    return partitions;
  }

  /** First offset that is still there. */
  public long begin(TopicPartition partition) {
    return begins.getOrDefault(partition, 0L);
  }

  /** The offset after the last one when this reader was opened. */
  public long end(TopicPartition partition) {
    return ends.getOrDefault(partition, 0L);
  }

  /** Records in all partitions, at most. */
  public long size() {
    return partitions.stream().mapToLong(p -> end(p) - begin(p)).sum();
  }

  /** Visits all records of the partitions from these offsets to the end, each in offset order. */
  public void read(Map<TopicPartition, Long> from, Visitor visitor) {
    Map<TopicPartition, Long> open = new HashMap<>();
    from.forEach(
        (partition, offset) -> {
          if (offset < end(partition)) {
            open.put(partition, offset);
          }
        });
    consumer.assign(open.keySet());
    open.forEach(consumer::seek);
    while (!open.isEmpty()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        TopicPartition partition = new TopicPartition(topic, record.partition());
        if (record.offset() < end(partition)) {
          visitor.record(record);
        }
      }
      // by position, not by count: transactions and compaction leave gaps
      boolean done = open.keySet().removeIf(p -> consumer.position(p) >= end(p));
      if (done) {
        consumer.assign(Set.copyOf(open.keySet()));
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}

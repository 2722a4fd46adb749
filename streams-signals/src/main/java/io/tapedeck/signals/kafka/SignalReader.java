package io.tapedeck.signals.kafka;

import io.tapedeck.domain.signal.Signal;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.RecordFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the signals' topic once, up to its present end. */
public final class SignalReader {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Platform platform;

  /** Of a cluster. */
  public SignalReader(Platform platform) {
    this.platform = platform;
  }

  /** Takes a signal and its address. */
  public interface Taker {
    void take(int partition, long offset, Signal signal);
  }

  /** Reads offsets from one up to and without another, in every partition. */
  public void read(long from, long to, Taker taker) {
    RecordFormat<Signal> format = platform.formats().of(Topics.SIGNALS);
    String topic = platform.topic(Topics.SIGNALS);
    try (Consumer<byte[], byte[]> consumer =
        platform.kafka().consumer(null, "signals-audit", Map.of())) {
      List<TopicPartition> all =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(all);
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      for (TopicPartition at : all) {
        long begin = Math.max(from, begins.getOrDefault(at, 0L));
        consumer.seek(at, Math.min(begin, ends.getOrDefault(at, 0L)));
      }
      // by position: transactions leave gaps
      while (all.stream()
          .anyMatch(at -> consumer.position(at) < Math.min(to, ends.getOrDefault(at, 0L)))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.offset() < to) {
            taker.take(record.partition(), record.offset(), format.decode(record.value()));
          }
        }
      }
    }
  }
}

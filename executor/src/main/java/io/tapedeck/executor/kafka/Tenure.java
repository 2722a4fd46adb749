package io.tapedeck.executor.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Tells our own records of the journal from another executor's. A writer that lost its epoch cannot
 * know whether the broker gave its transaction up or another executor took over: if the journal
 * went on in another's hand, it was the latter, and taking over in turn would be wrong. Of one
 * process; not thread-safe.
 */
final class Tenure {
  private static final String HEADER = "executor";

  private final byte[] name = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
  private final Map<TopicPartition, Long> readTo = new HashMap<>();
  private boolean begun;

  /** Writes our name on a record. */
  void sign(ProducerRecord<byte[], byte[]> record) {
    record.headers().add(HEADER, name);
  }

  /**
   * A record of the journal, read at the start or after a failure.
   *
   * @throws IllegalStateException if another executor wrote it since we began
   */
  void read(ConsumerRecord<byte[], byte[]> record) {
    TopicPartition at = new TopicPartition(record.topic(), record.partition());
    if (begun && record.offset() >= readTo.getOrDefault(at, 0L)) {
      Header writer = record.headers().lastHeader(HEADER);
      if (writer != null && !Arrays.equals(writer.value(), name)) {
        throw new IllegalStateException(
            "another executor of the same group has taken over: it wrote "
                + at
                + "@"
                + record.offset()
                + "; this one ends");
      }
    }
    readTo.merge(at, record.offset() + 1, Math::max);
  }

  /** From now on the journal is ours alone. */
  void begin() {
    begun = true;
  }
}

package io.tapedeck.replay;

import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.serde.Formats;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads topics of a cluster, committed records only. */
public final class KafkaTape implements Tape {
  private final Platform platform;

  public KafkaTape(Platform platform) {
    this.platform = platform;
  }

  @Override
  public int partitions(Topic<?> topic) {
    try (Consumer<byte[], byte[]> consumer =
        platform.kafka().consumer(null, "replay-partitions", Map.of())) {
      return consumer.partitionsFor(platform.topic(topic)).size();
    }
  }

  @Override
  public Records records(Topic<?> topic, int partition) {
    return records(topic, partition, 0);
  }

  @Override
  public Records records(Topic<?> topic, int partition, long fromOffset) {
    return new Scan(new TopicPartition(platform.topic(topic), partition), fromOffset);
  }

  @Override
  public Formats formats() {
    return platform.formats();
  }

  @Override
  public void close() {}

  private final class Scan implements Records {
    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition at;
    private final long end;
    private Iterator<ConsumerRecord<byte[], byte[]>> batch = Collections.emptyIterator();

    Scan(TopicPartition at, long fromOffset) {
      this.at = at;
      consumer =
          platform
              .kafka()
              .consumer(
                  null,
                  "replay-" + at,
                  Map.of("max.poll.records", 5000, "fetch.max.bytes", 16 << 20));
      consumer.assign(List.of(at));
      long begin = consumer.beginningOffsets(List.of(at)).getOrDefault(at, 0L);
      consumer.seek(at, Math.max(begin, fromOffset));
      end = consumer.endOffsets(List.of(at)).getOrDefault(at, 0L);
    }

    @Override
    public boolean hasNext() {
      // transaction markers take offsets, so the end is a position, never a count of records
      while (!batch.hasNext() && consumer.position(at) < end) {
        batch = consumer.poll(Duration.ofMillis(100)).iterator();
      }
      return batch.hasNext();
    }

    @Override
    public TapeRecord next() {
      if (!hasNext()) {
        throw new NoSuchElementException(at + " ends at " + end);
      }
      return TapeRecord.of(batch.next());
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}

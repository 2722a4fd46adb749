package io.tapedeck.risk.kafka;

import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.RecordFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads journal partitions from the topic. Thread-safe: each call has a consumer of its own. */
public final class JournalReader implements Journal {
  private static final long FIRST_STEP = 16;

  private final Platform platform;

  public JournalReader(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Head head(int partition) {
    ConsumerRecord<byte[], byte[]> last = last(partition);
    if (last == null) {
      return Head.EMPTY;
    }
    RecordFormat<JournalEntry> format = platform.formats().of(Topics.RISK_JOURNAL);
    return new Head(format.decode(last.value()).seq(), chain(last));
  }

  private @Nullable ConsumerRecord<byte[], byte[]> last(int partition) {
    try (Scan scan = new Scan(partition)) {
      // commit markers take offsets too, so the last record may lie some way before the end
      for (long step = FIRST_STEP; ; step *= 8) {
        long from = Math.max(scan.begin, scan.end - step);
        Last last = new Last();
        scan.read(from, last);
        if (last.record != null || from == scan.begin) {
          return last.record;
        }
      }
    }
  }

  @Override
  public void read(int partition, BiConsumer<JournalEntry, ChainHash> entry) {
    RecordFormat<JournalEntry> format = platform.formats().of(Topics.RISK_JOURNAL);
    try (Scan scan = new Scan(partition)) {
      scan.read(scan.begin, record -> entry.accept(format.decode(record.value()), chain(record)));
    }
  }

  private static ChainHash chain(ConsumerRecord<byte[], byte[]> record) {
    Header hash = record.headers().lastHeader(ChainHash.HEADER);
    if (hash == null) {
      throw new IllegalStateException(
          record.topic() + "-" + record.partition() + "@" + record.offset() + " has no chain hash");
    }
    return ChainHash.of(hash.value());
  }

  private static final class Last implements Consumer<ConsumerRecord<byte[], byte[]>> {
    private @Nullable ConsumerRecord<byte[], byte[]> record;

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> next) {
      record = next;
    }
  }

  /** One pass over a partition, up to the end that it had when the pass began. */
  private final class Scan implements AutoCloseable {
    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
    private final TopicPartition at;
    private final long begin;
    private final long end;

    Scan(int partition) {
      at = new TopicPartition(platform.topic(Topics.RISK_JOURNAL), partition);
      consumer = platform.kafka().consumer(null, "risk-journal-" + partition, Map.of());
      consumer.assign(List.of(at));
      begin = consumer.beginningOffsets(List.of(at)).getOrDefault(at, 0L);
      end = consumer.endOffsets(List.of(at)).getOrDefault(at, 0L);
    }

    void read(long from, Consumer<ConsumerRecord<byte[], byte[]>> records) {
      consumer.seek(at, from);
      while (consumer.position(at) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(records);
      }
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}

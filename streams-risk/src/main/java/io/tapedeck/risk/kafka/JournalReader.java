package io.tapedeck.risk.kafka;

import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.RecordFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads journal partitions from the topic, up to their real end: a transaction that is still open
 * there is waited for. What a killed owner left may yet be committed, and a reader that stopped
 * short of it would take an older entry for the last one. Thread-safe: each call has clients of its
 * own.
 */
public final class JournalReader implements Journal {
  private static final long FIRST_STEP = 16;

  private final Platform platform;
  private final Duration patience;

  /** Waits for open transactions a few times longer than any of ours may live. */
  public JournalReader(Platform platform) {
    this(platform, platform.kafka().config().transactionTimeout().multipliedBy(3).plusSeconds(10));
  }

  /** Waits for open transactions as long as this, then fails. */
  public JournalReader(Platform platform, Duration patience) {
    this.platform = platform;
    this.patience = patience;
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

  /** Open transactions included; a consumer of committed records would leave them out. */
  private long realEnd(TopicPartition at) {
    try (Admin admin = platform.kafka().admin("risk-journal-end-" + at.partition())) {
      return admin.listOffsets(Map.of(at, OffsetSpec.latest())).partitionResult(at).get().offset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the end of " + at + " was asked for", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause
          ? cause
          : new IllegalStateException("the end of " + at + " cannot be had", e.getCause());
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
      end = realEnd(at);
      consumer = platform.kafka().consumer(null, "risk-journal-" + partition, Map.of());
      consumer.assign(List.of(at));
      begin = consumer.beginningOffsets(List.of(at)).getOrDefault(at, 0L);
    }

    void read(long from, Consumer<ConsumerRecord<byte[], byte[]>> records) {
      consumer.seek(at, from);
      long moved = platform.clock().monotonicNanos();
      for (long position = from; position < end; ) {
        consumer.poll(Duration.ofMillis(100)).forEach(records);
        long next = consumer.position(at);
        if (next > position) {
          position = next;
          moved = platform.clock().monotonicNanos();
        } else if (platform.clock().monotonicNanos() - moved > patience.toNanos()) {
          throw new IllegalStateException(
              at
                  + " ends at "
                  + end
                  + " but cannot be read beyond "
                  + position
                  + " for "
                  + patience
                  + ": a transaction is open there. Find who holds it with Kafka's"
                  + " 'kafka-transactions.sh find-hanging' and abort it; only risk may write there");
        }
      }
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}

package io.tapedeck.localstack.registry.kafka;

import io.tapedeck.localstack.registry.catalog.Catalog;
import io.tapedeck.localstack.registry.catalog.LogRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only one that changes the catalogue: follows the topic on a thread of its own, committed
 * records alone, and tells how far it is. An unreadable record stops it: what follows cannot be
 * trusted, so writes are refused while reads go on from memory.
 */
final class SchemasReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SchemasReader.class);
  private static final Duration POLL = Duration.ofMillis(500);

  private final Catalog catalog;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;
  private long position;
  private @Nullable RuntimeException failure;
  private volatile boolean closing;

  SchemasReader(String bootstrapServers, Catalog catalog) {
    this.catalog = catalog;
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "client.id",
                "schema-registry-reader",
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                // How soon schemas are found again after the broker was away.
                "reconnect.backoff.max.ms",
                500),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(List.of(SchemasTopic.PARTITION));
    consumer.seekToBeginning(List.of(SchemasTopic.PARTITION));
    thread = new Thread(this::follow, "schemas-reader");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * Returns once everything before the offset is in the catalogue.
   *
   * @throws StoreException if that takes too long or the reader has stopped
   */
  synchronized void await(long offset, Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    while (position < offset) {
      if (failure != null) {
        throw new StoreException("The topic cannot be read: " + failure.getMessage(), failure);
      }
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new StoreException(
            "Read " + SchemasTopic.NAME + " up to " + position + " only, not " + offset);
      }
      wait(left);
    }
  }

  private void follow() {
    try {
      while (!closing) {
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
          take(each);
        }
        position().ifPresent(this::reached);
      }
    } catch (WakeupException closed) {
      LOG.debug("Reader closed");
    } catch (KafkaException | IllegalArgumentException e) {
      LOG.error("Reader stopped; writes are refused until the registry is restarted", e);
      failed(e);
    }
  }

  /** Empty while the broker has not yet said where the topic begins. */
  private OptionalLong position() {
    try {
      return OptionalLong.of(consumer.position(SchemasTopic.PARTITION, POLL));
    } catch (TimeoutException away) {
      return OptionalLong.empty();
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> each) {
    if (each.key() == null) {
      return;
    }
    try {
      byte[] value = each.value();
      catalog.apply(
          new LogRecord(
              new String(each.key(), StandardCharsets.UTF_8),
              value == null ? null : new String(value, StandardCharsets.UTF_8)));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          SchemasTopic.PARTITION + " offset " + each.offset() + ": " + e.getMessage(), e);
    }
  }

  private synchronized void reached(long offset) {
    position = offset;
    notifyAll();
  }

  private synchronized void failed(RuntimeException e) {
    failure = e;
    notifyAll();
  }

  @Override
  public void close() {
    closing = true;
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!thread.isAlive()) {
      consumer.close();
    }
  }
}

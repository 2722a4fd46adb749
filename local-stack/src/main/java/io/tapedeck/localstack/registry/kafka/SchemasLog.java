package io.tapedeck.localstack.registry.kafka;

import io.tapedeck.localstack.registry.catalog.Catalog;
import io.tapedeck.localstack.registry.catalog.Change;
import io.tapedeck.localstack.registry.catalog.LogRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes changes durable, one at a time, each in a transaction, and answers only when the catalogue
 * shows them.
 *
 * <p>A write whose fate is unknown (the broker died under it) closes the producer. The next write
 * opens a new one with the same transactional id, which aborts or finishes what is left of the old,
 * and reads the topic to its end before it decides. Thus two schemas never get one id, not even
 * when a second registry serves the same topic.
 */
public final class SchemasLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SchemasLog.class);
  private static final String TRANSACTIONAL_ID = "tapedeck-schema-registry";
  private static final Duration WRITE_WITHIN = Duration.ofSeconds(5);

  private final String bootstrapServers;
  private final SchemasReader reader;
  private final ReentrantLock oneAtATime = new ReentrantLock(true);
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  private SchemasLog(String bootstrapServers, SchemasReader reader) {
    this.bootstrapServers = bootstrapServers;
    this.reader = reader;
  }

  /**
   * Provides the topic and reads it to its end.
   *
   * @param within how long to wait for the broker
   * @throws StoreException if the broker does not answer, or a record is unreadable
   * @throws IllegalStateException if the topic is not one compacted partition
   */
  public static SchemasLog open(String bootstrapServers, Catalog catalog, Duration within)
      throws InterruptedException {
    SchemasTopic.provide(bootstrapServers, within);
    SchemasLog log = new SchemasLog(bootstrapServers, new SchemasReader(bootstrapServers, catalog));
    try {
      log.reader.start();
      log.reader.await(log.end(), within);
      return log;
    } catch (StoreException | KafkaException e) {
      log.close();
      throw e;
    }
  }

  /**
   * Decides and writes.
   *
   * @param decision asked again after the topic was caught up with, so it must not keep state
   * @throws StoreException if the records are not known to be durable; asking again is safe
   */
  public <T> T write(Supplier<Change<T>> decision) throws InterruptedException {
    Change<T> already = decision.get();
    if (already.records().isEmpty()) {
      return already.answer();
    }
    if (!oneAtATime.tryLock(2 * WRITE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new StoreException("Other writes are waiting for the broker");
    }
    try {
      KafkaProducer<byte[], byte[]> current = producer();
      Change<T> change = decision.get();
      if (!change.records().isEmpty()) {
        reader.await(commit(current, change) + 1, WRITE_WITHIN);
      }
      return change.answer();
    } catch (KafkaException | StoreException e) {
      abandonProducer();
      throw e instanceof StoreException known
          ? known
          : new StoreException("Not durable: " + e.getMessage(), e);
    } finally {
      oneAtATime.unlock();
    }
  }

  @Override
  public void close() {
    abandonProducer();
    reader.close();
  }

  private static <T> long commit(KafkaProducer<byte[], byte[]> producer, Change<T> change)
      throws InterruptedException {
    try {
      producer.beginTransaction();
      Future<RecordMetadata> last = null;
      for (LogRecord each : change.records()) {
        String value = each.value();
        last =
            producer.send(
                new ProducerRecord<>(
                    SchemasTopic.NAME,
                    0,
                    each.key().getBytes(StandardCharsets.UTF_8),
                    value == null ? null : value.getBytes(StandardCharsets.UTF_8)));
      }
      producer.commitTransaction();
      return last == null ? -1 : last.get().offset();
    } catch (ExecutionException e) {
      throw new StoreException("Not written: " + e.getMessage(), e);
    }
  }

  private KafkaProducer<byte[], byte[]> producer() throws InterruptedException {
    if (producer != null) {
      return producer;
    }
    KafkaProducer<byte[], byte[]> fresh =
        new KafkaProducer<>(
            producerSettings(), new ByteArraySerializer(), new ByteArraySerializer());
    producer = fresh;
    fresh.initTransactions();
    reader.await(end(), WRITE_WITHIN);
    LOG.info("Writing to {} at {}", SchemasTopic.NAME, bootstrapServers);
    return fresh;
  }

  private Map<String, Object> producerSettings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("client.id", "schema-registry-writer");
    settings.put("transactional.id", TRANSACTIONAL_ID);
    settings.put("acks", "all");
    settings.put("max.block.ms", (int) WRITE_WITHIN.toMillis());
    settings.put("delivery.timeout.ms", (int) WRITE_WITHIN.toMillis());
    settings.put("request.timeout.ms", 3_000);
    settings.put("transaction.timeout.ms", 10_000);
    settings.put("reconnect.backoff.max.ms", 500);
    return settings;
  }

  /** The end of what is decided: no committed record lies behind it. */
  private long end() throws InterruptedException {
    return SchemasTopic.end(bootstrapServers, WRITE_WITHIN);
  }

  private void abandonProducer() {
    KafkaProducer<byte[], byte[]> gone = producer;
    producer = null;
    if (gone != null) {
      gone.close(Duration.ZERO);
    }
  }
}

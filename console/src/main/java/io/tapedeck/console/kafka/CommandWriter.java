package io.tapedeck.console.kafka;

import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Writes control commands: one for an account into the account's partition, one for everyone into
 * every partition. Thread-safe.
 */
public final class CommandWriter implements AutoCloseable {
  /** Key of what concerns everyone. */
  private static final String EVERYONE = "*";

  private final Producer<byte[], byte[]> producer;
  private final RecordFormat<ControlCommand> format;
  private final String topic;
  private final long withinMillis;

  public CommandWriter(Platform platform) {
    this.producer = platform.kafka().producer("tapedeck-control", Map.of("linger.ms", 0));
    this.format = platform.formats().of(Topics.CONTROL_COMMANDS);
    this.topic = platform.topic(Topics.CONTROL_COMMANDS);
    this.withinMillis = platform.kafka().config().requestTimeout().toMillis();
  }

  /**
   * Writes a command and returns when all of its records are acknowledged.
   *
   * @return {@code topic-partition@offset} of each record
   * @throws org.apache.kafka.common.errors.TimeoutException if the broker did not answer; records
   *     of the command may or may not be there, and sending the same command id again is safe
   */
  public List<String> write(ControlCommand command) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    byte[] value = encode(command);
    AccountId account = command.account();
    if (account != null) {
      byte[] key = account.value().getBytes(StandardCharsets.UTF_8);
      sent.add(producer.send(new ProducerRecord<>(topic, key, value)));
    } else {
      byte[] key = EVERYONE.getBytes(StandardCharsets.UTF_8);
      producer
          .partitionsFor(topic)
          .forEach(
              p -> sent.add(producer.send(new ProducerRecord<>(topic, p.partition(), key, value))));
    }
    List<String> places = new ArrayList<>();
    sent.forEach(record -> places.add(await(record)));
    return places;
  }

  private synchronized byte[] encode(ControlCommand command) {
    return format.encode(command);
  }

  private String await(Future<RecordMetadata> record) {
    try {
      RecordMetadata at = record.get(withinMillis, TimeUnit.MILLISECONDS);
      return at.topic() + "-" + at.partition() + "@" + at.offset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a command was written", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException(
          "the broker did not acknowledge the command within "
              + withinMillis
              + " ms: "
              + (e.getCause() == null ? e : e.getCause()),
          e);
    }
  }

  @Override
  public void close() {
    producer.close(java.time.Duration.ofSeconds(2));
  }
}

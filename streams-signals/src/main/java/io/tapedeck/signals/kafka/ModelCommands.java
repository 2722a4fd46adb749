package io.tapedeck.signals.kafka;

import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.id.DerivedIds;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Writes a person's commands about models; for the command line, never for the service. */
public final class ModelCommands {
  private static final byte[] EVERYONE = "*".getBytes(StandardCharsets.UTF_8);

  private final Platform platform;

  /** To a cluster. */
  public ModelCommands(Platform platform) {
    this.platform = platform;
  }

  /** A command to everyone lies in every partition; returns its id. */
  public String use(String name, String sha256, String actor, String reason) {
    long now = platform.clock().epochNanos();
    String id = DerivedIds.name("switch-model", name, sha256, actor, Long.toString(now));
    byte[] command =
        platform
            .formats()
            .of(Topics.CONTROL_COMMANDS)
            .encode(ControlCommand.switchModel(id, name, sha256, actor, reason, now));
    String topic = platform.topic(Topics.CONTROL_COMMANDS);
    try (Producer<byte[], byte[]> producer =
        platform.kafka().producer("tapedeck-model", Map.of())) {
      List<Future<?>> sent = new ArrayList<>();
      producer
          .partitionsFor(topic)
          .forEach(
              p ->
                  sent.add(
                      producer.send(
                          new ProducerRecord<>(topic, p.partition(), EVERYONE, command))));
      for (Future<?> one : sent) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while the command was written", e);
    } catch (ExecutionException e) {
      throw new KafkaException("the command could not be written: " + e.getCause(), e);
    }
    return id;
  }
}

package io.tapedeck.launcher.stack;

import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.TopicsConfig;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.kafka.KafkaConfig;
import io.tapedeck.runtime.kafka.TopicProvisioner;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.registry.SchemaRegistration;
import io.tapedeck.schemas.serde.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Brings a cluster to where services can start: topics, schemas, the first limits. */
public final class Provision {
  private Provision() {}

  /** Does what is not done yet. */
  public static void all(Settings settings, Platform platform)
      throws ExecutionException, InterruptedException {
    try (Admin admin = platform.kafka().admin("tapedeck-provision")) {
      new TopicProvisioner(settings.section(KafkaConfig.class), admin)
          .create(settings.section(TopicsConfig.class).partitions());
    }
    new SchemaRegistration(platform.formats().registry()).register();
    firstLimits(settings, platform);
  }

  /** Writes the limits file as version 1, if no limits were ever written. */
  private static void firstLimits(Settings settings, Platform platform)
      throws ExecutionException, InterruptedException {
    String topic = platform.topic(Topics.RISK_LIMITS);
    if (hasRecords(platform, topic)) {
      return;
    }
    List<RiskLimits> limits = LimitsFile.read(LimitsFile.beside(settings));
    RecordFormat<RiskLimits> format = platform.formats().of(Topics.RISK_LIMITS);
    try (Producer<byte[], byte[]> producer =
        platform.kafka().producer("tapedeck-limits", Map.of())) {
      for (RiskLimits scope : limits) {
        byte[] key = scope.scope().getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, key, format.encode(scope))).get();
      }
    }
  }

  private static boolean hasRecords(Platform platform, String topic) {
    try (Consumer<byte[], byte[]> consumer =
        platform.kafka().consumer(null, "tapedeck-limits-check", Map.of())) {
      TopicPartition at = new TopicPartition(topic, 0);
      return consumer.endOffsets(List.of(at), Duration.ofSeconds(30)).getOrDefault(at, 0L) > 0;
    }
  }
}

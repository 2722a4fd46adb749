package io.tapedeck.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.tapedeck.runtime.config.ConfigLoader;
import io.tapedeck.runtime.kafka.KafkaClients;
import io.tapedeck.runtime.kafka.KafkaConfig;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static KafkaClients clients() {
    return new KafkaClients(
        new ConfigLoader(Map.of("kafka", KafkaConfig.class))
            .loadText("t", "kafka: {bootstrap_servers: '127.0.0.1:1'}", Map.of(), List.of())
            .section(KafkaConfig.class));
  }

  @Test
  void kafkaMetricsAreFilteredToTheDocumentedOnes() {
    try (Metrics metrics = new Metrics("risk");
        Producer<byte[], byte[]> producer = clients().producer("risk-out", Map.of());
        Consumer<byte[], byte[]> consumer = clients().consumer(null, "risk-in", Map.of())) {
      metrics.bind(producer);
      metrics.bind(consumer);

      List<String> names =
          metrics.registry().getMeters().stream()
              .map(Meter::getId)
              .map(Meter.Id::getName)
              .filter(name -> name.startsWith("kafka."))
              .distinct()
              .toList();
      assertThat(names)
          .contains("kafka.producer.record.send.total", "kafka.consumer.time.between.poll.max")
          .allMatch(KafkaMetricNames::isPublished);
      assertThat(metrics.scrape())
          .contains("client_id=\"risk-out\"")
          .contains("service=\"risk\"")
          .doesNotContain("kafka_version");
    }
  }
}

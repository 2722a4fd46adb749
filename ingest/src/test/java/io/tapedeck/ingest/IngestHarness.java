package io.tapedeck.ingest;

import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.tape.DeadLetter;
import io.tapedeck.localstack.harness.LocalStack;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.runtime.config.ConfigLoader;
import io.tapedeck.runtime.kafka.KafkaClients;
import io.tapedeck.runtime.kafka.KafkaConfig;
import io.tapedeck.runtime.lifecycle.ServiceRunner;
import io.tapedeck.runtime.metrics.Metrics;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.Formats;
import io.tapedeck.schemas.serde.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** The real ingest service on a real broker. Schema ids are places in the catalogue. */
final class IngestHarness implements AutoCloseable {
  final LocalStack stack = LocalStack.broker();

  /** Topics are told apart by a prefix, so that tests may share a broker. */
  Platform platform(String prefix) {
    KafkaConfig kafka =
        new ConfigLoader(Map.of("kafka", KafkaConfig.class))
            .loadText(
                "test",
                "kafka: {bootstrap_servers: '"
                    + stack.bootstrapServers()
                    + "', topic_prefix: '"
                    + prefix
                    + "'}",
                Map.of(),
                List.of())
            .section(KafkaConfig.class);
    return new Platform(
        new KafkaClients(kafka), Formats.offline(), new Metrics("ingest"), EdgeClock.system());
  }

  void createTopics(Platform platform) {
    stack.createTopics(
        Map.of(
            platform.topic(Topics.MARKET_TICKS),
            3,
            platform.topic(Topics.MARKET_MARKS),
            3,
            platform.topic(Topics.INGEST_DEAD_LETTERS),
            1));
    // the broker answers before its metadata knows them all
    try (Consumer<byte[], byte[]> consumer =
        platform.kafka().consumer(null, "test-topics", Map.of())) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  consumer
                      .listTopics()
                      .keySet()
                      .containsAll(
                          List.of(
                              platform.topic(Topics.MARKET_TICKS),
                              platform.topic(Topics.MARKET_MARKS),
                              platform.topic(Topics.INGEST_DEAD_LETTERS))));
    }
  }

  static IngestConfig config(String yaml) {
    return new ConfigLoader(Map.of("market_data", IngestConfig.class))
        .loadText("test", "market_data: {" + yaml + "}", Map.of(), List.of())
        .section(IngestConfig.class);
  }

  static Running start(IngestConfig config, Platform platform) {
    ServiceRunner runner =
        new ServiceRunner("ingest", IngestApp.services(config, platform), Duration.ofSeconds(20));
    Thread thread = new Thread(runner::run, "ingest-under-test");
    thread.start();
    return new Running(runner, thread);
  }

  record Running(ServiceRunner runner, Thread thread) implements AutoCloseable {
    @Override
    public void close() throws InterruptedException {
      runner.requestStop("the test is over");
      thread.join(60_000);
    }
  }

  record Stored<T>(int partition, long offset, String key, T value) {}

  static List<Stored<MarketEvent>> ticks(Platform platform) {
    return read(platform, Topics.MARKET_TICKS);
  }

  static List<Stored<Mark>> marks(Platform platform) {
    return read(platform, Topics.MARKET_MARKS);
  }

  static List<Stored<DeadLetter>> deadLetters(Platform platform) {
    return read(platform, Topics.INGEST_DEAD_LETTERS);
  }

  private static <T> List<Stored<T>> read(Platform platform, Topic<T> topic) {
    RecordFormat<T> format = platform.formats().of(topic);
    List<Stored<T>> all = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer =
        platform.kafka().consumer(null, "test-reader", Map.of())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(platform.topic(topic)).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<byte[], byte[]> r : consumer.poll(Duration.ofMillis(100))) {
          String key = r.key() == null ? "" : new String(r.key(), StandardCharsets.UTF_8);
          all.add(new Stored<>(r.partition(), r.offset(), key, format.decode(r.value())));
        }
      }
    }
    all.sort(
        Comparator.comparingInt((Stored<T> s) -> s.partition()).thenComparingLong(s -> s.offset()));
    return all;
  }

  @Override
  public void close() {
    stack.close();
  }
}

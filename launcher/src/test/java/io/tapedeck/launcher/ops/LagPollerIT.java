package io.tapedeck.launcher.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tapedeck.launcher.Settings;
import io.tapedeck.localstack.harness.LocalStack;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.health.HealthCheck;
import io.tapedeck.runtime.lag.LagConfig;
import io.tapedeck.runtime.lag.LagPoller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The poller on a real broker, each series made to say what it is for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LagPollerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private LocalStack stack;
  private Platform platform;
  private LagPoller poller;

  @BeforeAll
  void start() {
    stack = LocalStack.broker();
    stack.createTopics(Map.of("read", 1, "lost", 1, "hung", 1));
    Settings settings =
        Settings.load(
            Settings.root().resolve("config/tapedeck.yaml"),
            List.of("kafka.bootstrap_servers=" + stack.bootstrapServers()));
    platform = settings.platform("lag");
    LagConfig config =
        new LagConfig(Duration.ofMillis(200), Duration.ofSeconds(2), "test", List.of("extra"));
    poller = new LagPoller(config, platform, List.of("absent"));
    poller.start();
  }

  @AfterAll
  void stop() {
    poller.stop(Duration.ofSeconds(5));
    stack.close();
  }

  /** The value of the one series with these labels, NaN if there is none. */
  private double value(String name, String... labels) {
    for (String line : platform.metrics().scrape().split("\n", -1)) {
      Matcher series = Pattern.compile("^" + name + "\\{(.*)} (\\S+)$").matcher(line);
      if (series.matches()) {
        boolean all = true;
        for (String label : labels) {
          all &= series.group(1).contains(label);
        }
        if (all) {
          return Double.parseDouble(series.group(2));
        }
      }
    }
    return Double.NaN;
  }

  private void until(String name, double least, double most, String... labels) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(() -> assertThat(value(name, labels)).as(name).isBetween(least, most));
  }

  private void produce(String topic, int records, String transaction) throws Exception {
    try (Producer<byte[], byte[]> producer =
        platform.kafka().transactionalProducer(transaction, "tapedeck-test")) {
      producer.initTransactions();
      producer.beginTransaction();
      for (int i = 0; i < records; i++) {
        producer.send(new ProducerRecord<>(topic, new byte[] {1})).get();
      }
      producer.commitTransaction();
    }
  }

  private void commit(String group, String topic, long offset) {
    try (Consumer<byte[], byte[]> consumer =
        platform.kafka().consumer(group, "tapedeck-test", Map.of())) {
      TopicPartition at = new TopicPartition(topic, 0);
      consumer.assign(List.of(at));
      consumer.commitSync(Map.of(at, new OffsetAndMetadata(offset)));
    }
  }

  @Test
  void tellsOffsetsAndSecondsBehindAndThatMarkersAreNothingToRead() throws Exception {
    String[] series = {"group=\"reader\"", "topic=\"read\"", "cluster_name=\"test\""};
    produce("read", 5, "t-read");
    commit("reader", "read", 2);

    until("kafka_consumergroup_group_lag", 4, 4, series); // three records and a marker
    until("kafka_consumergroup_group_lag_seconds", 0.2, 20, series);
    double before = value("kafka_consumergroup_group_lag_seconds", series);
    until("kafka_consumergroup_group_lag_seconds", before + 0.5, 60, series);
    until("kafka_consumergroup_group_max_lag_seconds", before + 0.5, 60, "group=\"reader\"");
    until("kafka_consumergroup_group_sum_lag", 4, 4, "group=\"reader\"");
    until("kafka_consumergroup_group_offset", 2, 2, series);

    commit("reader", "read", 5);
    until("kafka_consumergroup_group_lag", 0, 0, series);
    until("kafka_consumergroup_group_lag_seconds", 0, 0, series);
    assertThat(value("kafka_consumergroup_group_members", "group=\"reader\""))
        .as("who assigns partitions itself is no member, and not missed as one")
        .isNaN();
  }

  @Test
  void countsMembersAndShowsAnAbsentGroupWithNone() {
    until("kafka_consumergroup_group_members", 0, 0, "group=\"absent\"");
    until("kafka_consumergroup_group_members", 0, 0, "group=\"extra\"");
    try (Consumer<byte[], byte[]> member =
        platform
            .kafka()
            .consumer("alive", "tapedeck-test", Map.of("auto.offset.reset", "earliest"))) {
      member.subscribe(List.of("read"));
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                member.poll(Duration.ofMillis(50));
                return value("kafka_consumergroup_group_members", "group=\"alive\"") == 1;
              });
    }
  }

  @Test
  void countsWhatWasDeletedBeforeItWasRead() throws Exception {
    produce("lost", 9, "t-lost");
    commit("late", "lost", 1);
    stack
        .admin()
        .deleteRecords(Map.of(new TopicPartition("lost", 0), RecordsToDelete.beforeOffset(6)))
        .all()
        .get();

    until("kafka_consumergroup_group_messages_lost", 5, 5, "group=\"late\"");
    until("kafka_consumergroup_group_lag", 4, 4, "group=\"late\"");
    until("kafka_partition_earliest_offset", 6, 6, "topic=\"lost\"");
  }

  @Test
  @Tag("F33")
  void timesATransactionThatNobodyEnds() throws Exception {
    try (Producer<byte[], byte[]> hung =
        platform.kafka().transactionalProducer("third-party", "third-party")) {
      hung.initTransactions();
      hung.beginTransaction();
      hung.send(new ProducerRecord<>("hung", new byte[] {1})).get();

      until("kafka_partition_open_transaction_seconds", 1, 20, "topic=\"hung\"");

      hung.abortTransaction();
      until("kafka_partition_open_transaction_seconds", 0, 0, "topic=\"hung\"");
    }
  }

  @Test
  void tellsOfTheBrokersDisksAndThatItSeesTheCluster() {
    until("kafka_lag_exporter_up", 1, 1, "service=\"lag\"");
    until("kafka_log_dir_usable_bytes", 1e6, 1e18, "broker=\"1\"");
    assertThat(poller.healthChecks()).map(HealthCheck::check).allMatch(HealthCheck.Result::up);
  }

  @Test
  void showsNothingOldWhenTheClusterIsGone() {
    Settings settings =
        Settings.load(
            Settings.root().resolve("config/tapedeck.yaml"),
            List.of("kafka.bootstrap_servers=127.0.0.1:1", "kafka.request_timeout_ms=300"));
    Platform nowhere = settings.platform("nowhere");
    LagConfig config =
        new LagConfig(Duration.ofMillis(100), Duration.ofSeconds(1), "test", List.of());
    LagPoller blind = new LagPoller(config, nowhere, List.of("absent"));
    blind.start();
    try {
      await()
          .atMost(PATIENCE)
          .until(() -> nowhere.metrics().scrape().contains("kafka_lag_exporter_failures_total{"));
      assertThat(nowhere.metrics().scrape())
          .contains("kafka_lag_exporter_up{service=\"nowhere\"} 0.0")
          .doesNotContain("kafka_consumergroup_group_members{");
      assertThat(blind.healthChecks()).map(check -> check.check().up()).contains(false);
    } finally {
      blind.stop(Duration.ofSeconds(5));
    }
  }
}

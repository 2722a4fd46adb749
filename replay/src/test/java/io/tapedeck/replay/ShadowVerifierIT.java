package io.tapedeck.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tapedeck.localstack.harness.LocalStack;
import io.tapedeck.replay.proof.VerifierApp;
import io.tapedeck.replay.proof.VerifierConfig;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The continuous verifier on a real broker: it proves, anchors, goes on, and alarms. */
class ShadowVerifierIT {
  private static final List<Topic<?>> PROVED = List.of(Topics.RISK_DECISIONS, Topics.RISK_JOURNAL);
  private static LocalStack stack;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    stack = LocalStack.broker();
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  /** A journal on topics of its own, and a verifier of it. */
  private final class Beside implements AutoCloseable {
    private final String prefix;
    private final int[] sent = new int[4];
    private final WrittenTape tape = new WrittenTape(2).filled(30);
    private Platform platform;
    private ServiceRunner runner;

    Beside(String prefix) {
      this.prefix = prefix;
      create();
    }

    void create() {
      stack.createTopics(
          Map.of(prefix + Topics.RISK_JOURNAL.name(), 2, prefix + Topics.RISK_DECISIONS.name(), 2));
    }

    private Platform newPlatform() {
      KafkaConfig kafka =
          new ConfigLoader(Map.of("kafka", KafkaConfig.class))
              .loadText(
                  "test",
                  "kafka: {bootstrap_servers: '"
                      + stack.bootstrapServers()
                      + "', topic_prefix: "
                      + prefix
                      + "}",
                  Map.of(),
                  List.of())
              .section(KafkaConfig.class);
      return new Platform(
          new KafkaClients(kafka), Formats.offline(), new Metrics("test"), EdgeClock.system());
    }

    /** A new process, as far as memory goes. */
    void startVerifier() {
      platform = newPlatform();
      VerifierConfig config = new VerifierConfig(true, folder, 10, 20, Duration.ofMillis(500));
      runner =
          new ServiceRunner(
              "verifier", VerifierApp.services(config, platform), Duration.ofSeconds(5));
      runner.start();
    }

    void stopVerifier() {
      runner.requestStop("test");
      assertThat(runner.awaitTermination()).isZero();
    }

    /** What the tape has and the topics do not. */
    void send() {
      Platform sending = newPlatform();
      try (Producer<byte[], byte[]> producer = sending.kafka().producer("risk", Map.of())) {
        for (int topic = 0; topic < 2; topic++) {
          for (int partition = 0; partition < 2; partition++) {
            List<TapeRecord> all = tape.all(PROVED.get(topic), partition);
            int place = topic * 2 + partition;
            for (TapeRecord record : all.subList(sent[place], all.size())) {
              send(producer, PROVED.get(topic), partition, record);
            }
            sent[place] = all.size();
          }
        }
      }
    }

    private void send(
        Producer<byte[], byte[]> producer, Topic<?> topic, int partition, TapeRecord record) {
      ProducerRecord<byte[], byte[]> sending =
          new ProducerRecord<>(prefix + topic.name(), partition, record.key(), record.value());
      record.headers().forEach((name, value) -> sending.headers().add(name, value));
      producer.send(sending);
    }

    double counted(String name) {
      return platform.meters().get("tapedeck_verifier_" + name + "_total").counter().count();
    }

    double gauged(String name) {
      return platform.meters().get("tapedeck_verifier_" + name).gauge().value();
    }

    void proved(int entries) {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                assertThat(counted("entries")).isEqualTo(entries);
                assertThat(gauged("lag_entries")).isZero();
              });
    }

    void alarmed(int differences) {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(counted("differences")).isEqualTo(differences));
    }

    @Override
    public void close() {
      runner.requestStop("test");
      runner.awaitTermination();
    }
  }

  private List<String> anchors(int partition) throws Exception {
    return Files.readAllLines(folder.resolve("anchors")).stream()
        .filter(line -> line.startsWith(partition + " "))
        .map(line -> line.split(" ")[1])
        .toList();
  }

  @Test
  @Tag("U13")
  void provesAnchorsAndGoesOnFromItsSnapshots() throws Exception {
    try (Beside beside = new Beside("on-")) {
      beside.send();
      beside.startVerifier();
      beside.proved(64);
      assertThat(beside.counted("decisions")).isEqualTo(60);
      assertThat(beside.counted("differences")).isZero();
      beside.stopVerifier();
      assertThat(anchors(0))
          .as("every ten, and where it stood")
          .containsExactly("10", "20", "30", "32");
      assertThat(folder.resolve("snapshots").toFile().list())
          .containsExactlyInAnyOrder("0-20.state", "1-20.state");

      for (int i = 30; i < 40; i++) {
        beside.tape.intent(1, WrittenTape.MAIN, i);
      }
      beside.send();
      beside.startVerifier();
      beside.proved(12 + 22);
      assertThat(beside.counted("differences")).isZero();
      beside.stopVerifier();
      assertThat(anchors(1)).containsExactly("10", "20", "30", "32", "42");
      // the same anchors serve the command
      Platform reading = beside.newPlatform();
      Verification whole =
          new JournalVerifier(new KafkaTape(reading), count -> {})
              .against(new Anchors(folder.resolve("anchors")))
              .verify();
      assertThat(whole.clean()).isTrue();
    }
  }

  @Test
  @Tag("U13")
  void aDifferenceIsAnAlarmThatARestartDoesNotForget() throws Exception {
    try (Beside beside = new Beside("alarm-")) {
      beside.send();
      beside.startVerifier();
      beside.proved(64);
      beside.tape.intent(0, WrittenTape.MAIN, 30);
      List<TapeRecord> decisions = beside.tape.all(Topics.RISK_DECISIONS, 0);
      TapeRecord was = decisions.get(30);
      byte[] value = was.value().clone();
      value[value.length - 30] ^= 1;
      decisions.set(30, new TapeRecord(was.at(), was.timestamp(), was.key(), value, was.headers()));
      for (int i = 31; i < 60; i++) {
        beside.tape.intent(0, WrittenTape.MAIN, i);
        beside.tape.intent(1, WrittenTape.MAIN, i);
      }
      beside.send();
      beside.proved(64 + 30 + 29);
      beside.alarmed(2); // the decision, and the chain over it
      beside.stopVerifier();
      assertThat(anchors(0)).as("no anchor behind the difference").doesNotContain("40", "50", "60");
      assertThat(anchors(1)).contains("60");

      beside.startVerifier();
      beside.alarmed(2);
    }
  }

  @Test
  void aDecisionThatDoesNotComeIsMissedInTime() {
    try (Beside beside = new Beside("late-")) {
      beside.send();
      beside.startVerifier();
      beside.proved(64);
      beside.tape.intent(0, WrittenTape.MAIN, 30);
      beside.tape.all(Topics.RISK_DECISIONS, 0).remove(30);
      beside.send();
      beside.alarmed(2);
      beside.proved(65);
    }
  }

  @Test
  @Tag("U13")
  void aTopicMadeAnewOrCutIsAnAlarmThoughItsChainIsWhole() throws Exception {
    try (Beside beside = new Beside("cut-")) {
      beside.send();
      beside.startVerifier();
      beside.proved(64);
      beside.stopVerifier();
      for (Topic<?> topic : PROVED) {
        stack.admin().deleteTopics(List.of(beside.prefix + topic.name())).all().get();
      }
      await().ignoreExceptions().atMost(Duration.ofSeconds(20)).untilAsserted(beside::create);
      WrittenTape shorter = new WrittenTape(2).filled(12);
      for (int place = 0; place < 4; place++) {
        List<TapeRecord> all = beside.tape.all(PROVED.get(place / 2), place % 2);
        all.clear();
        all.addAll(shorter.all(PROVED.get(place / 2), place % 2));
        beside.sent[place] = 0;
      }
      beside.send();

      beside.startVerifier();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(beside.gauged("stopped_partitions")).isEqualTo(2));
      assertThat(beside.counted("differences")).isGreaterThanOrEqualTo(2);
    }
  }
}

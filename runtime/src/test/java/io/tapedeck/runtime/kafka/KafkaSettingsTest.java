package io.tapedeck.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.runtime.config.ConfigLoader;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {
  private static KafkaConfig config(String text, String... sets) {
    return new ConfigLoader(Map.of("kafka", KafkaConfig.class))
        .loadText("t.yaml", text, Map.of("TAPEDECK_HOME", "/var/t"), List.of(sets))
        .section(KafkaConfig.class);
  }

  private static KafkaConfig defaults() {
    return config("");
  }

  @Test
  void defaultsNeedNoFile() {
    KafkaConfig config = defaults();

    assertThat(config.bootstrapServers()).isEqualTo("localhost:9092");
    assertThat(config.stateDir()).hasToString("/var/t/streams");
    assertThat(config.topic("market-ticks-v1")).isEqualTo("market-ticks-v1");
  }

  @Test
  @Tag("A39")
  void oneAddressIsWhereEveryChannelIsPublishedAndSubscribed() {
    KafkaClients clients =
        new KafkaClients(config("", "kafka.bootstrap_servers=10.0.0.1:9092,10.0.0.2:9092"));

    for (Map<?, ?> settings :
        List.of(
            clients.producerSettings("p", Map.of()),
            clients.consumerSettings("g", "c", Map.of()),
            clients.adminSettings("a"),
            clients.streamsProperties("app", "s"))) {
      assertThat(settings.get("bootstrap.servers")).isEqualTo("10.0.0.1:9092,10.0.0.2:9092");
    }
  }

  @Test
  void producersAreIdempotent() {
    Map<String, Object> settings =
        new KafkaClients(defaults()).transactionalSettings("tx", "executor-journal");

    assertThat(settings)
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .containsEntry("compression.type", "lz4")
        .containsEntry("transactional.id", "tx")
        .containsEntry("transaction.timeout.ms", 10_000)
        .containsEntry("client.id", "executor-journal");
    assertThat(new ProducerConfig(settings).unused()).isNotNull();
  }

  @Test
  void consumersReadCommittedAndNeverGuess() {
    KafkaClients clients = new KafkaClients(defaults());

    Map<String, Object> settings = clients.consumerSettings("g", "c", Map.of());
    Map<String, Object> alone =
        clients.consumerSettings(null, "c", Map.of("auto.offset.reset", "earliest"));

    assertThat(settings)
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("auto.offset.reset", "none")
        .containsEntry("enable.auto.commit", false)
        .containsEntry("group.protocol", "classic")
        .containsEntry("group.instance.id", "c-0");
    assertThat(alone)
        .containsEntry("auto.offset.reset", "earliest")
        .doesNotContainKeys("group.id", "group.instance.id");
    assertThat(new ConsumerConfig(settings).unused()).isNotNull();
  }

  @Test
  void streamsAreExactlyOnceStaticAndNamed() {
    Properties settings =
        new KafkaClients(defaults())
            .streamsProperties("tapedeck-risk-v1", "risk", Map.of("max.task.idle.ms", 0L));

    StreamsConfig parsed = new StreamsConfig(settings);
    assertThat(parsed.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
        .isEqualTo("exactly_once_v2");
    assertThat(parsed.getBoolean(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG))
        .isTrue();
    assertThat(parsed.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(100);
    assertThat(parsed.getLong(StreamsConfig.POLL_MS_CONFIG)).isEqualTo(5);
    Map<String, Object> consumer = parsed.getMainConsumerConfigs("g", "c", 1);
    assertThat(consumer)
        .containsEntry("group.instance.id", "risk-0-1")
        .containsEntry("isolation.level", "read_committed");
    Map<String, Object> producer = parsed.getProducerConfigs("p");
    assertThat(producer)
        .containsEntry("compression.type", "lz4")
        .containsEntry("transaction.timeout.ms", 10_000);
  }

  @Test
  void securitySettingsReachEveryClient() {
    KafkaConfig config =
        config(
            """
            kafka:
              properties: {security.protocol: SASL_SSL, sasl.mechanism: SCRAM-SHA-512}
              consumer: {max.poll.records: 50}
              streams: {consumer.fetch.min.bytes: 9}
            """,
            "kafka.properties.ssl.truststore.type=PEM");
    KafkaClients clients = new KafkaClients(config);
    StreamsConfig streams = new StreamsConfig(clients.streamsProperties("a", "c"));

    assertThat(clients.producerSettings("p", Map.of()))
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("ssl.truststore.type", "PEM");
    assertThat(clients.consumerSettings("g", "c", Map.of()))
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry("max.poll.records", "50");
    assertThat(clients.adminSettings("a")).containsEntry("security.protocol", "SASL_SSL");
    assertThat(streams.getMainConsumerConfigs("g", "c", 0))
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("max.poll.records", "50")
        .containsEntry("fetch.min.bytes", "9");
    assertThat(streams.getAdminConfigs("a")).containsEntry("sasl.mechanism", "SCRAM-SHA-512");
  }

  @Test
  void environmentReachesKafkaKeys() {
    KafkaConfig config =
        new ConfigLoader(Map.of("kafka", KafkaConfig.class))
            .loadText(
                "t", "", Map.of("TAPEDECK_KAFKA__PROPERTIES__SECURITY_PROTOCOL", "SSL"), List.of())
            .section(KafkaConfig.class);

    assertThat(config.properties()).containsExactly(Map.entry("security.protocol", "SSL"));
  }

  @Test
  void refusesToLoosenGuarantees() {
    assertThatThrownBy(
            () ->
                config(
                    """
                    kafka:
                      producer: {acks: 1}
                      streams: {processing.guarantee: at_least_once, consumer.isolation.level: x}
                      replication_factor: 0
                      topic_prefix: a.b
                      commit_interval_ms: 20000
                    """))
        .hasMessageContaining("6 problems")
        .hasMessageContaining("t.yaml:2:20: kafka.producer.acks: is set by Tapedeck")
        .hasMessageContaining("kafka.streams.processing.guarantee")
        .hasMessageContaining("kafka.streams.consumer.isolation.level")
        .hasMessageContaining("kafka.replication_factor: must be -1")
        .hasMessageContaining("kafka.topic_prefix")
        .hasMessageContaining("kafka.transaction_timeout_ms: must be longer");
  }

  @Test
  void replacesThreadsForPassingFaultsUpToABound() {
    int[] failed = {0};
    ThreadFaults faults = new ThreadFaults("t", cause -> failed[0]++);
    StreamsException passing = new StreamsException(new TimeoutException("broker gone"));

    for (int i = 0; i < ThreadFaults.MAX_REPLACEMENTS; i++) {
      assertThat(faults.handle(passing)).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
    }

    assertThat(faults.handle(passing)).isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    assertThat(failed[0]).isEqualTo(1);
  }

  /** As a broker that was away for a minute left it: the next thread has a producer of its own. */
  @Test
  void replacesTheThreadWhoseProducerMustAbort() {
    KafkaException expired =
        new KafkaException(
            "The client hasn't received acknowledgment for some previously sent messages and can no"
                + " longer retry them. It is safe to abort the transaction and continue.");

    assertThat(
            ThreadFaults.isPassing(
                new StreamsException(
                    "Error encountered trying to commit a transaction",
                    new KafkaException("we are in an error state", expired))))
        .isTrue();
    assertThat(ThreadFaults.isPassing(new StreamsException(new InvalidTxnStateException("late"))))
        .as("a broker frozen for longer than a transaction lives")
        .isTrue();
    assertThat(ThreadFaults.isPassing(new StreamsException(new KafkaException("any other"))))
        .isFalse();
  }

  @Test
  void stopsForLastingFaults() {
    assertThat(ThreadFaults.isPassing(new StreamsException(new SerializationException("poison"))))
        .isFalse();
    assertThat(ThreadFaults.isPassing(new SaslAuthenticationException("bad password"))).isFalse();
    assertThat(ThreadFaults.isPassing(new IllegalStateException("bug"))).isFalse();
  }
}

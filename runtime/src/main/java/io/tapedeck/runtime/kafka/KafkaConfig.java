package io.tapedeck.runtime.kafka;

import io.tapedeck.runtime.config.Default;
import io.tapedeck.runtime.config.Doc;
import io.tapedeck.runtime.config.Max;
import io.tapedeck.runtime.config.Min;
import io.tapedeck.runtime.config.NotEmpty;
import io.tapedeck.runtime.config.Positive;
import io.tapedeck.runtime.config.Problems;
import io.tapedeck.runtime.config.Validated;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Config section {@code kafka}: where the cluster is and how clients reach it. */
public record KafkaConfig(
    @Doc("host:port list of brokers to begin with, comma-separated")
        @Default("localhost:9092")
        @NotEmpty
        String bootstrapServers,
    @Doc("Kafka's own keys for every client: security.*, sasl.*, ssl.* and any other") @Default("")
        Map<String, String> properties,
    @Doc("Kafka's own keys for producers only") @Default("") Map<String, String> producer,
    @Doc("Kafka's own keys for consumers only") @Default("") Map<String, String> consumer,
    @Doc("Kafka's own keys for Streams applications only") @Default("") Map<String, String> streams,
    @Doc("Kafka's own keys for admin clients only") @Default("") Map<String, String> admin,
    @Doc("put before every topic name, to share a cluster between environments") @Default("")
        String topicPrefix,
    @Doc("copies of each topic; -1 leaves it to the broker") @Default("-1") @Min(-1) @Max(32767)
        int replicationFactor,
    @Doc("folder of local state stores") @Default("${TAPEDECK_HOME:-.tapedeck}/streams")
        Path stateDir,
    @Doc("tells several processes of one service apart; part of the static group member id")
        @Default("${TAPEDECK_INSTANCE:-0}")
        @NotEmpty
        String instance,
    @Doc("threads per Streams application") @Default("1") @Min(1) @Max(256) int streamThreads,
    @Doc("standby copies of local state on other instances") @Default("0") @Min(0)
        int standbyReplicas,
    @Doc("longest time between commits of a Streams application") @Default("100") @Min(1)
        Duration commitInterval,
    @Doc("longest time a Streams thread waits for records") @Default("5") @Min(1) @Max(1000)
        Duration poll,
    @Doc(
            "a transaction open longer than this is aborted; bounds how long a killed service blocks"
                + " readers")
        @Default("10s")
        @Min(1000)
        @Max(60000)
        Duration transactionTimeout,
    @Doc("longest time to wait for the cluster in one call") @Default("30s") @Positive
        Duration requestTimeout)
    implements Validated {

  /** What Tapedeck's guarantees rest on; not for users to change. */
  private static final Set<String> GUARDED =
      Set.of(
          "acks",
          "application.id",
          "bootstrap.servers",
          "client.id",
          "enable.auto.commit",
          "enable.idempotence",
          "group.id",
          "group.instance.id",
          "group.protocol",
          "isolation.level",
          "key.deserializer",
          "key.serializer",
          "processing.guarantee",
          "state.dir",
          "transactional.id",
          "transaction.timeout.ms",
          "value.deserializer",
          "value.serializer");

  /**
   * Keys arrive from the environment as {@code security_protocol}; Kafka's keys have dots and no
   * underscores.
   */
  public KafkaConfig {
    properties = dotted(properties);
    producer = dotted(producer);
    consumer = dotted(consumer);
    streams = dotted(streams);
    admin = dotted(admin);
  }

  /** The topic's name on this cluster. */
  public String topic(String name) {
    return topicPrefix + name;
  }

  @Override
  public void validate(Problems problems) {
    refuseGuarded("properties", properties, problems);
    refuseGuarded("producer", producer, problems);
    refuseGuarded("consumer", consumer, problems);
    refuseGuarded("streams", streams, problems);
    refuseGuarded("admin", admin, problems);
    if (replicationFactor == 0) {
      problems.add(
          "replication_factor", "must be -1 (the broker's default) or at least 1, found 0");
    }
    if (!topicPrefix.matches("[a-z0-9-]*")) {
      problems.add("topic_prefix", "may hold lower-case letters, digits and hyphens only");
    }
    if (transactionTimeout.compareTo(commitInterval) <= 0) {
      problems.add(
          "transaction_timeout_ms",
          "must be longer than commit_interval_ms, or every transaction is aborted");
    }
  }

  private static void refuseGuarded(String key, Map<String, String> given, Problems problems) {
    for (String name : given.keySet()) {
      if (GUARDED.contains(
          name.replaceFirst("^(main\\.consumer|consumer|producer|admin)\\.", ""))) {
        problems.add(
            key + "." + name, "is set by Tapedeck and cannot be changed here; remove the key");
      }
    }
  }

  private static Map<String, String> dotted(Map<String, String> given) {
    Map<String, String> dotted = new LinkedHashMap<>();
    given.forEach((key, value) -> dotted.put(key.replace('_', '.'), value));
    return Map.copyOf(dotted);
  }
}

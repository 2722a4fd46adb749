package io.tapedeck.runtime.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;

/**
 * Settings of every Streams application: exactly-once, static members, named internals, lz4. A
 * record that cannot be read stops the application: what may be poisoned is read as bytes by the
 * topology.
 */
final class StreamsSettings {
  private static final Duration MAX_BLOCK = Duration.ofMinutes(15);

  private StreamsSettings() {}

  static Properties of(
      KafkaConfig config, String applicationId, String clientId, Map<String, ?> overrides) {
    Properties settings = new Properties();
    settings.putAll(config.properties());
    settings.put(producer(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    // longer than any outage that is sat out: a time-out in the middle of a commit has Streams
    // give up some of a thread's tasks and go on with the same producer, whose transaction may
    // still be open; waiting on, it finds its epoch gone, and the whole thread begins anew
    settings.put(producer(ProducerConfig.MAX_BLOCK_MS_CONFIG), (int) MAX_BLOCK.toMillis());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.streamThreads());
    settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbyReplicas());
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, config.replicationFactor());
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis());
    settings.put(StreamsConfig.POLL_MS_CONFIG, config.poll().toMillis());
    settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
    settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
    settings.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
        LogAndFailExceptionHandler.class);
    config.producer().forEach((key, value) -> settings.put(producer(key), value));
    config.consumer().forEach((key, value) -> settings.put(consumer(key), value));
    config
        .admin()
        .forEach((key, value) -> settings.put(StreamsConfig.adminClientPrefix(key), value));
    settings.putAll(config.streams());
    putGuarded(settings, config, applicationId, clientId);
    settings.putAll(overrides);
    return settings;
  }

  private static void putGuarded(
      Properties settings, KafkaConfig config, String applicationId, String clientId) {
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    settings.put(StreamsConfig.CLIENT_ID_CONFIG, clientId);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toAbsolutePath().toString());
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
    settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    settings.put(
        producer(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        (int) config.transactionTimeout().toMillis());
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
        KafkaClients.memberId(config, clientId));
  }

  private static String producer(String key) {
    return StreamsConfig.producerPrefix(key);
  }

  private static String consumer(String key) {
    return StreamsConfig.consumerPrefix(key);
  }
}

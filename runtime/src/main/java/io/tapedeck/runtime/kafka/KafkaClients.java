package io.tapedeck.runtime.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Makes Kafka clients with the settings that Tapedeck's guarantees rest on. Every client has an id,
 * unique within its service, so that metrics and broker logs can name it. Thread-safe; the caller
 * closes what it was given.
 */
public final class KafkaClients {
  private static final int LINGER_MS = 5;
  private static final int BATCH_BYTES = 128 * 1024;

  private final KafkaConfig config;

  public KafkaClients(KafkaConfig config) {
    this.config = config;
  }

  public KafkaConfig config() {
    return config;
  }

  /** An idempotent producer of bytes: acks=all, lz4. */
  public Producer<byte[], byte[]> producer(String clientId, Map<String, ?> overrides) {
    return new KafkaProducer<>(producerSettings(clientId, overrides));
  }

  /**
   * A transactional producer. {@code initTransactions} is left to the caller, because it fences the
   * predecessor and so is part of taking over.
   */
  public Producer<byte[], byte[]> transactionalProducer(String transactionalId, String clientId) {
    return new KafkaProducer<>(transactionalSettings(transactionalId, clientId));
  }

  /** As {@link #transactionalProducer(String, String)}, with the service's own needs over it. */
  public Producer<byte[], byte[]> transactionalProducer(
      String transactionalId, String clientId, Map<String, ?> overrides) {
    Map<String, Object> settings = transactionalSettings(transactionalId, clientId);
    settings.putAll(overrides);
    return new KafkaProducer<>(settings);
  }

  /**
   * A consumer of committed records as bytes. It never commits by itself and, unless overridden,
   * refuses to guess where to begin.
   *
   * @param groupId null for a reader that assigns its partitions and keeps no offsets
   */
  public Consumer<byte[], byte[]> consumer(
      @Nullable String groupId, String clientId, Map<String, ?> overrides) {
    return new KafkaConsumer<>(consumerSettings(groupId, clientId, overrides));
  }

  /** An admin client. */
  public Admin admin(String clientId) {
    return Admin.create(adminSettings(clientId));
  }

  /** An admin client of no particular name. */
  public Admin admin() {
    return admin("tapedeck-admin");
  }

  /** Settings of a Streams application; see {@link StreamsSettings}. */
  public Properties streamsProperties(String applicationId, String clientId) {
    return streamsProperties(applicationId, clientId, Map.of());
  }

  /** Settings of a Streams application, the service's own needs over them. */
  public Properties streamsProperties(
      String applicationId, String clientId, Map<String, ?> overrides) {
    return StreamsSettings.of(config, applicationId, clientId, overrides);
  }

  Map<String, Object> producerSettings(String clientId, Map<String, ?> overrides) {
    Map<String, Object> settings = base(clientId);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, config.requestTimeout().toMillis());
    settings.putAll(config.producer());
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.putAll(overrides);
    return settings;
  }

  Map<String, Object> transactionalSettings(String transactionalId, String clientId) {
    return producerSettings(
        clientId,
        Map.of(
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            transactionalId,
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            (int) config.transactionTimeout().toMillis()));
  }

  Map<String, Object> consumerSettings(
      @Nullable String groupId, String clientId, Map<String, ?> overrides) {
    Map<String, Object> settings = base(clientId);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) config.requestTimeout().toMillis());
    settings.putAll(config.consumer());
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    if (groupId != null) {
      settings.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
      settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, memberId(config, clientId));
    }
    settings.putAll(overrides);
    return settings;
  }

  Map<String, Object> adminSettings(String clientId) {
    Map<String, Object> settings = base(clientId);
    settings.put(
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) config.requestTimeout().toMillis());
    settings.put(
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
        (int) Math.min(10_000, config.requestTimeout().toMillis()));
    settings.putAll(config.admin());
    return settings;
  }

  /** A static member keeps its partitions over a restart instead of waiting out its session. */
  static String memberId(KafkaConfig config, String clientId) {
    return clientId + "-" + config.instance();
  }

  private Map<String, Object> base(String clientId) {
    Map<String, Object> settings = new HashMap<>(config.properties());
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    return settings;
  }
}

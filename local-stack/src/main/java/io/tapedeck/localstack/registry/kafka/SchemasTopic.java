package io.tapedeck.localstack.registry.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topic itself: there, with one partition, compacted. */
final class SchemasTopic {
  static final String NAME = "_schemas";
  static final TopicPartition PARTITION = new TopicPartition(NAME, 0);

  private static final long TIMEOUT_SECONDS = 15;
  private static final String CLEANUP = "cleanup.policy";
  private static final String COMPACT = "compact";

  private SchemasTopic() {}

  /**
   * Creates it where it is missing.
   *
   * @throws IllegalStateException if it is there in a form that would lose schemas or their order
   */
  static void provide(String bootstrapServers, Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
      while (true) {
        try {
          create(admin);
          check(admin);
          return;
        } catch (ExecutionException e) {
          if (System.nanoTime() > deadline) {
            throw new StoreException(
                "Cannot reach the broker at " + bootstrapServers + " within " + within, e);
          }
        } catch (TimeoutException e) {
          if (System.nanoTime() > deadline) {
            throw new StoreException(
                "No answer of the broker at " + bootstrapServers + " within " + within, e);
          }
        }
      }
    }
  }

  /**
   * The offset before which every transaction is decided.
   *
   * @throws StoreException if the broker does not answer
   */
  static long end(String bootstrapServers, Duration within) throws InterruptedException {
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
      return admin
          .listOffsets(
              Map.of(PARTITION, OffsetSpec.latest()),
              new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
          .partitionResult(PARTITION)
          .get(within.toMillis(), TimeUnit.MILLISECONDS)
          .offset();
    } catch (ExecutionException | TimeoutException e) {
      throw new StoreException("The broker does not tell the end of " + NAME, e);
    }
  }

  private static void create(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    NewTopic topic =
        new NewTopic(NAME, Optional.of(1), Optional.<Short>empty())
            .configs(Map.of(CLEANUP, COMPACT));
    try {
      await(admin.createTopics(List.of(topic)).all());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private static void check(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    int partitions =
        await(admin.describeTopics(List.of(NAME)).allTopicNames())
            .values()
            .iterator()
            .next()
            .partitions()
            .size();
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, NAME);
    String cleanup =
        await(admin.describeConfigs(List.of(resource)).all())
            .values()
            .iterator()
            .next()
            .get(CLEANUP)
            .value();
    if (partitions != 1 || !cleanup.equals(COMPACT)) {
      throw new IllegalStateException(
          "Topic "
              + NAME
              + " has "
              + partitions
              + " partitions and "
              + CLEANUP
              + "="
              + cleanup
              + "; schemas need 1 and "
              + COMPACT
              + ". Alter or move the topic.");
    }
  }

  private static <T> T await(KafkaFuture<T> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }
}

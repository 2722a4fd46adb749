package io.tapedeck.runtime.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down where a consumer group begins, before its first start. The services never let a
 * missing offset decide for itself ({@code auto.offset.reset=none}): a missing one after the first
 * start is data loss and stops them. An offset that is already there is never touched. Waits while
 * no broker answers, or the topics are not there yet. Thread-safe.
 */
public final class OffsetSeeder {
  private static final Logger LOG = LoggerFactory.getLogger(OffsetSeeder.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final KafkaClients clients;
  private final Duration maxWait;

  /** A seeder that waits up to five minutes for the cluster. */
  public OffsetSeeder(KafkaClients clients) {
    this(clients, Duration.ofMinutes(5));
  }

  /**
   * A seeder.
   *
   * @param maxWait longest time to wait for brokers and topics
   */
  public OffsetSeeder(KafkaClients clients, Duration maxWait) {
    this.clients = clients;
    this.maxWait = maxWait;
  }

  /**
   * Seeds every partition of the topics, where the group has no offset, with the start of its log.
   *
   * @param topics names on the cluster, prefix included
   * @return what was seeded; empty if the group had all offsets
   * @throws KafkaException if the cluster refuses, or cannot be reached within the time
   */
  public Map<TopicPartition, Long> seedAtStart(String group, Collection<String> topics)
      throws InterruptedException {
    return retrying(group, admin -> missingOnly(admin, group, partitionsOf(admin, topics)));
  }

  /**
   * Seeds the partitions, where the group has no offset, with the offsets given.
   *
   * @return what was seeded; empty if the group had all offsets
   * @throws KafkaException if the cluster refuses, or cannot be reached within the time
   */
  public Map<TopicPartition, Long> seed(String group, Map<TopicPartition, Long> starts)
      throws InterruptedException {
    return retrying(group, admin -> write(admin, group, without(admin, group, starts)));
  }

  private static Map<TopicPartition, Long> missingOnly(
      Admin admin, String group, Set<TopicPartition> partitions)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> any = new HashMap<>();
    partitions.forEach(partition -> any.put(partition, 0L));
    Set<TopicPartition> missing = without(admin, group, any).keySet();
    Map<TopicPartition, OffsetSpec> earliest =
        missing.stream()
            .collect(Collectors.toMap(partition -> partition, p -> OffsetSpec.earliest()));
    Map<TopicPartition, Long> starts = new HashMap<>();
    admin
        .listOffsets(earliest)
        .all()
        .get()
        .forEach((partition, offset) -> starts.put(partition, offset.offset()));
    return write(admin, group, starts);
  }

  private static Set<TopicPartition> partitionsOf(Admin admin, Collection<String> topics)
      throws ExecutionException, InterruptedException {
    Map<String, TopicDescription> described = admin.describeTopics(topics).allTopicNames().get();
    return described.values().stream()
        .flatMap(
            topic ->
                topic.partitions().stream()
                    .map(partition -> new TopicPartition(topic.name(), partition.partition())))
        .collect(Collectors.toSet());
  }

  private static Map<TopicPartition, Long> without(
      Admin admin, String group, Map<TopicPartition, Long> starts)
      throws ExecutionException, InterruptedException {
    // offsets of a transaction in flight do not matter: one was there before it began
    ListConsumerGroupOffsetsSpec spec =
        new ListConsumerGroupOffsetsSpec().topicPartitions(starts.keySet());
    Map<TopicPartition, OffsetAndMetadata> present =
        admin
            .listConsumerGroupOffsets(Map.of(group, spec))
            .partitionsToOffsetAndMetadata(group)
            .get();
    Map<TopicPartition, Long> missing = new HashMap<>();
    starts.forEach(
        (partition, start) -> {
          if (present.get(partition) == null) {
            missing.put(partition, start);
          }
        });
    return missing;
  }

  private static Map<TopicPartition, Long> write(
      Admin admin, String group, Map<TopicPartition, Long> starts)
      throws ExecutionException, InterruptedException {
    if (!starts.isEmpty()) {
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      starts.forEach((partition, start) -> offsets.put(partition, new OffsetAndMetadata(start)));
      admin.alterConsumerGroupOffsets(group, offsets).all().get();
      Map<String, Long> sorted = new TreeMap<>();
      starts.forEach((partition, start) -> sorted.put(partition.toString(), start));
      LOG.info("group {} begins at {}", group, sorted);
    }
    return Map.copyOf(starts);
  }

  private interface Work {
    Map<TopicPartition, Long> on(Admin admin) throws ExecutionException, InterruptedException;
  }

  private Map<TopicPartition, Long> retrying(String group, Work work) throws InterruptedException {
    long deadline = System.nanoTime() + maxWait.toNanos();
    try (Admin admin = clients.admin(group + "-offsets")) {
      while (true) {
        try {
          return work.on(admin);
        } catch (ExecutionException e) {
          Throwable cause = e.getCause();
          if (!isPassing(cause) || System.nanoTime() > deadline) {
            throw new KafkaException(
                "cannot seed the offsets of group "
                    + group
                    + " at "
                    + clients.config().bootstrapServers()
                    + ": "
                    + cause
                    + ". Check that the broker runs and that 'tapedeck topics create' was run",
                cause);
          }
          LOG.warn("group {} waits to seed its offsets: {}", group, String.valueOf(cause));
        }
        Thread.sleep(PAUSE.toMillis());
      }
    }
  }

  /** A live member means that another instance was faster: look again at what it left. */
  private static boolean isPassing(@Nullable Throwable cause) {
    return cause instanceof RetriableException || cause instanceof UnknownMemberIdException;
  }
}

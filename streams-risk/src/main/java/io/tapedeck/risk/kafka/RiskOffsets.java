package io.tapedeck.risk.kafka;

import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says where a group that has never run begins: behind the last record of each input that the
 * journal holds, so that a new application id goes on where the old one stopped; at the start where
 * there is no journal. A group that has offsets keeps them.
 */
public final class RiskOffsets {
  private static final Logger LOG = LoggerFactory.getLogger(RiskOffsets.class);
  private static final List<Topic<?>> INPUTS =
      List.of(Topics.ORDER_INTENTS, Topics.ORDER_EVENTS, Topics.CONTROL_COMMANDS);
  private static final List<Topic<?>> CO_PARTITIONED =
      List.of(
          Topics.ORDER_INTENTS,
          Topics.ORDER_EVENTS,
          Topics.CONTROL_COMMANDS,
          Topics.RISK_JOURNAL,
          Topics.RISK_DECISIONS,
          Topics.ORDERS_APPROVED,
          Topics.ACCOUNT_STATE);

  private final Platform platform;
  private final Journal journal;
  private final String group;

  public RiskOffsets(Platform platform, Journal journal, String group) {
    this.platform = platform;
    this.journal = journal;
    this.group = group;
  }

  /**
   * Checks partition counts and seeds offsets that are not there yet.
   *
   * @throws IllegalStateException if the counts differ: the Processor API would not notice
   */
  public void seed() throws ExecutionException, InterruptedException {
    try (Admin admin = platform.kafka().admin("risk-offsets")) {
      int partitions = commonPartitionCount(admin);
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      Map<TopicPartition, OffsetAndMetadata> missing = new HashMap<>();
      for (int partition = 0; partition < partitions; partition++) {
        missing.putAll(missing(partition, committed));
      }
      if (!missing.isEmpty()) {
        LOG.info("first start of group {}: seeding offsets {}", group, missing);
        admin.alterConsumerGroupOffsets(group, missing).all().get();
      }
    }
  }

  private int commonPartitionCount(Admin admin) throws ExecutionException, InterruptedException {
    List<String> names = CO_PARTITIONED.stream().map(platform::topic).toList();
    Map<String, Integer> counts = new TreeMap<>();
    for (TopicDescription topic : admin.describeTopics(names).allTopicNames().get().values()) {
      counts.put(topic.name(), topic.partitions().size());
    }
    if (counts.values().stream().distinct().count() != 1) {
      throw new IllegalStateException(
          "topics keyed by account must have the same partition count, but have "
              + counts
              + "; create them with 'tapedeck topics create'");
    }
    return counts.values().iterator().next();
  }

  private Map<TopicPartition, OffsetAndMetadata> missing(
      int partition, Map<TopicPartition, OffsetAndMetadata> committed) {
    Map<TopicPartition, OffsetAndMetadata> missing = new HashMap<>();
    for (Topic<?> input : INPUTS) {
      TopicPartition at = new TopicPartition(platform.topic(input), partition);
      if (committed.get(at) == null) {
        missing.put(at, new OffsetAndMetadata(0));
      }
    }
    if (!missing.isEmpty()) {
      journal.read(
          partition,
          (entry, chain) -> {
            Coordinates source = entry.source();
            if (source != null) {
              missing.computeIfPresent(
                  new TopicPartition(source.topic(), source.partition()),
                  (at, offset) -> new OffsetAndMetadata(source.offset() + 1));
            }
          });
    }
    return missing;
  }
}

package io.tapedeck.launcher.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/** Where a topic's partitions end. */
final class TopicEnds {
  private TopicEnds() {}

  static Map<TopicPartition, Long> of(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted = new LinkedHashMap<>();
    for (TopicDescription found :
        admin.describeTopics(List.of(topic)).allTopicNames().get().values()) {
      found
          .partitions()
          .forEach(p -> wanted.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest()));
    }
    Map<TopicPartition, Long> ends = new LinkedHashMap<>();
    admin.listOffsets(wanted).all().get().forEach((at, end) -> ends.put(at, end.offset()));
    return ends;
  }

  /** Sum over the partitions; markers of transactions count, too. */
  static long sum(Admin admin, String topic) throws ExecutionException, InterruptedException {
    return of(admin, topic).values().stream().mapToLong(Long::longValue).sum();
  }
}

package io.tapedeck.runtime.lag;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Asks the cluster by its admin interface. For one thread. */
final class Lookout {
  private final Admin admin;
  private final Set<String> expected;

  Lookout(Admin admin, Collection<String> expected) {
    this.admin = admin;
    this.expected = Set.copyOf(expected);
  }

  ClusterLook look() throws ExecutionException, InterruptedException {
    List<String> groups = groups();
    Map<String, Integer> members = members(groups);
    Map<String, Map<TopicPartition, Long>> committed = committed(groups);
    Set<TopicPartition> partitions = partitions(committed);
    return new ClusterLook(
        members,
        committed,
        offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED),
        offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED),
        offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED),
        disks());
  }

  private List<String> groups() throws ExecutionException, InterruptedException {
    return admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get().stream()
        .map(GroupListing::groupId)
        .toList();
  }

  private Map<String, Integer> members(List<String> groups)
      throws ExecutionException, InterruptedException {
    Map<String, Integer> members = new TreeMap<>();
    expected.forEach(group -> members.put(group, 0));
    for (Map.Entry<String, KafkaFuture<ConsumerGroupDescription>> group :
        admin.describeConsumerGroups(groups).describedGroups().entrySet()) {
      try {
        ConsumerGroupDescription description = group.getValue().get();
        if (!description.isSimpleConsumerGroup() || expected.contains(group.getKey())) {
          members.put(group.getKey(), description.members().size());
        } // else its readers assign themselves: they commit offsets, but are no members
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof GroupIdNotFoundException)) {
          throw e;
        } // else deleted since it was listed
      }
    }
    return members;
  }

  private Map<String, Map<TopicPartition, Long>> committed(List<String> groups)
      throws ExecutionException, InterruptedException {
    Map<String, ListConsumerGroupOffsetsSpec> all =
        groups.stream()
            .collect(
                Collectors.toMap(Function.identity(), g -> new ListConsumerGroupOffsetsSpec()));
    Map<String, Map<TopicPartition, Long>> committed = new TreeMap<>();
    for (Map.Entry<String, Map<TopicPartition, OffsetAndMetadata>> group :
        admin.listConsumerGroupOffsets(all).all().get().entrySet()) {
      Map<TopicPartition, Long> offsets = new HashMap<>();
      group
          .getValue()
          .forEach(
              (at, offset) -> {
                if (offset != null) {
                  offsets.put(at, offset.offset());
                }
              });
      committed.put(group.getKey(), offsets);
    }
    return committed;
  }

  /** Of every topic that exists; a group may have offsets of one that was deleted. */
  private Set<TopicPartition> partitions(Map<String, Map<TopicPartition, Long>> committed)
      throws ExecutionException, InterruptedException {
    Set<TopicPartition> partitions = new HashSet<>();
    admin
        .describeTopics(admin.listTopics().names().get())
        .allTopicNames()
        .get()
        .forEach(
            (name, topic) ->
                topic
                    .partitions()
                    .forEach(p -> partitions.add(new TopicPartition(name, p.partition()))));
    committed.values().forEach(offsets -> offsets.keySet().retainAll(partitions));
    return partitions;
  }

  private Map<TopicPartition, Long> offsets(
      Set<TopicPartition> partitions, OffsetSpec which, IsolationLevel isolation)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream().collect(Collectors.toMap(Function.identity(), p -> which));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    admin
        .listOffsets(wanted, new ListOffsetsOptions(isolation))
        .all()
        .get()
        .forEach((at, found) -> offsets.put(at, found.offset()));
    return offsets;
  }

  private Map<ClusterLook.Disk, ClusterLook.Space> disks()
      throws ExecutionException, InterruptedException {
    List<Integer> brokers = admin.describeCluster().nodes().get().stream().map(Node::id).toList();
    Map<ClusterLook.Disk, ClusterLook.Space> disks = new HashMap<>();
    for (Map.Entry<Integer, Map<String, LogDirDescription>> broker :
        admin.describeLogDirs(brokers).allDescriptions().get().entrySet()) {
      broker
          .getValue()
          .forEach(
              (directory, description) ->
                  disks.put(
                      new ClusterLook.Disk(broker.getKey(), directory),
                      new ClusterLook.Space(
                          description.totalBytes().orElse(-1),
                          description.usableBytes().orElse(-1))));
    }
    return disks;
  }
}

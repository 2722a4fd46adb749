package io.tapedeck.runtime.kafka;

import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;

/** Creates the topics of the catalogue and tells where the cluster's differ from it. */
public final class TopicProvisioner {
  private static final long LONG_RETENTION_MS = 30L * 24 * 60 * 60 * 1000;

  private final KafkaConfig config;
  private final Admin admin;

  public TopicProvisioner(KafkaConfig config, Admin admin) {
    this.config = config;
    this.admin = admin;
  }

  /**
   * Creates what is missing; existing topics are left as they are.
   *
   * @param partitions of each topic but the limits' (those have one)
   * @return names created
   * @throws IllegalStateException if an existing topic has another partition count: keys would no
   *     longer go where their state is
   */
  public List<String> create(int partitions) throws ExecutionException, InterruptedException {
    Set<String> existing = admin.listTopics().names().get();
    List<NewTopic> missing = new ArrayList<>();
    List<String> present = new ArrayList<>();
    for (Topic<?> topic : Topics.ALL) {
      String name = config.topic(topic.name());
      if (existing.contains(name)) {
        present.add(name);
      } else {
        missing.add(definition(topic, name, count(topic, partitions)));
      }
    }
    check(present, partitions);
    admin.createTopics(missing).all().get();
    return missing.stream().map(NewTopic::name).toList();
  }

  private void check(List<String> present, int partitions)
      throws ExecutionException, InterruptedException {
    List<String> problems = new ArrayList<>();
    Map<String, TopicDescription> found = admin.describeTopics(present).allTopicNames().get();
    for (Topic<?> topic : Topics.ALL) {
      TopicDescription description = found.get(config.topic(topic.name()));
      if (description != null && description.partitions().size() != count(topic, partitions)) {
        problems.add(
            description.name()
                + " has "
                + description.partitions().size()
                + " partitions, wanted "
                + count(topic, partitions));
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalStateException(
          "partition counts are fixed once a topic holds data: "
              + String.join("; ", problems)
              + ". Set topics.partitions to what is there, or use another kafka.topic_prefix");
    }
  }

  private static int count(Topic<?> topic, int partitions) {
    return topic.key() == Topic.Key.SCOPE ? 1 : partitions;
  }

  private NewTopic definition(Topic<?> topic, String name, int partitions) {
    Map<String, String> settings = new HashMap<>();
    switch (topic.kept()) {
      case COMPACT -> settings.put("cleanup.policy", "compact");
      case FOREVER -> settings.put("retention.ms", "-1");
      case LONG -> settings.put("retention.ms", Long.toString(LONG_RETENTION_MS));
    }
    Optional<Short> replicas =
        config.replicationFactor() < 0
            ? Optional.empty()
            : Optional.of((short) config.replicationFactor());
    return new NewTopic(name, Optional.of(partitions), replicas).configs(settings);
  }
}

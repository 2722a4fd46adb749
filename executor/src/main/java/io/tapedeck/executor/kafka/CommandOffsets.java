package io.tapedeck.executor.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where to go on reading commands. Begins at the start only where nothing was ever done; never
 * guesses.
 */
final class CommandOffsets {
  private static final Logger LOG = LoggerFactory.getLogger(CommandOffsets.class);

  private CommandOffsets() {}

  /**
   * Committed offsets of all partitions, written first if group and journal are both empty.
   *
   * @throws IllegalStateException if the group lost offsets that the journal proves it had
   */
  static Map<TopicPartition, Long> of(
      Consumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      String group,
      boolean journalEmpty) {
    Map<TopicPartition, OffsetAndMetadata> committed =
        consumer.committed(new HashSet<>(partitions));
    List<TopicPartition> missing = new ArrayList<>();
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata at = committed.get(partition);
      if (at == null) {
        missing.add(partition);
      } else {
        offsets.put(partition, at.offset());
      }
    }
    if (missing.isEmpty()) {
      return offsets;
    }
    if (!journalEmpty || !offsets.isEmpty()) {
      throw new IllegalStateException(
          "group "
              + group
              + " has no offsets for "
              + missing
              + ", but the executor has run before (its journal or other partitions show it);"
              + " starting anywhere could send orders twice or lose them. Set the offsets by hand"
              + " (kafka-consumer-groups --reset-offsets) behind the last command in"
              + " executor-journal, then start again");
    }
    Map<TopicPartition, OffsetAndMetadata> seeds = new HashMap<>();
    missing.forEach(partition -> seeds.put(partition, new OffsetAndMetadata(0)));
    LOG.info("first start of group {}: seeding offsets {}", group, seeds.keySet());
    consumer.commitSync(seeds);
    missing.forEach(partition -> offsets.put(partition, 0L));
    return offsets;
  }
}

package io.tapedeck.risk.kafka;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * Sends a task's output to the partition that the task reads, whatever the key: the journal of a
 * partition is written by its task and by no other. The processor says on its own thread which task
 * is forwarding.
 */
final class TaskPartitioner implements StreamPartitioner<byte[], byte[]> {
  private final ThreadLocal<Integer> current = new ThreadLocal<>();

  void forwarding(int partition) {
    current.set(partition);
  }

  @Override
  public Optional<Set<Integer>> partitions(
      String topic, byte @Nullable [] key, byte @Nullable [] value, int partitionCount) {
    Integer partition = current.get();
    if (partition == null || partition >= partitionCount) {
      throw new IllegalStateException(
          "topic "
              + topic
              + " has "
              + partitionCount
              + " partitions, too few for task partition "
              + partition
              + ": all topics keyed by account need the same count");
    }
    return Optional.of(Set.of(partition));
  }
}

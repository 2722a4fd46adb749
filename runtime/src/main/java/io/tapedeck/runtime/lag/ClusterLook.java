package io.tapedeck.runtime.lag;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What one look at the cluster found. Offsets are positions: markers of transactions take some,
 * too.
 *
 * @param members of each group that has such; 0 for one that is expected and absent
 * @param committed by group and partition
 * @param earliest first offset that is still kept
 * @param latest the high watermark
 * @param stable the last stable offset: readers of committed records get no further
 * @param disks by broker and log directory
 */
record ClusterLook(
    Map<String, Integer> members,
    Map<String, Map<TopicPartition, Long>> committed,
    Map<TopicPartition, Long> earliest,
    Map<TopicPartition, Long> latest,
    Map<TopicPartition, Long> stable,
    Map<Disk, Space> disks) {

  /** A log directory of a broker. */
  record Disk(int broker, String directory) {}

  /** Bytes; negative where the broker does not tell. */
  record Space(long total, long usable) {}
}

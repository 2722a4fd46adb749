package io.tapedeck.launcher.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Waits until groups have committed all of their inputs. */
final class CatchUp {
  private static final Duration GIVE_UP = Duration.ofMinutes(5);

  private final Admin admin;
  private final Map<String, List<String>> inputs;
  private final Map<String, Long> lastBehind = new LinkedHashMap<>();

  /**
   * A waiter.
   *
   * @param inputs topics by group, in the order of the flow
   */
  CatchUp(Admin admin, Map<String, List<String>> inputs) {
    this.admin = admin;
    this.inputs = inputs;
  }

  /** Returns the monotonic time at which every group had caught up, in two looks in a row. */
  long await() throws ExecutionException, InterruptedException {
    long deadline = System.nanoTime() + GIVE_UP.toNanos();
    long since = 0;
    long before = -1;
    while (System.nanoTime() < deadline) {
      long ends = caughtUp();
      if (ends >= 0 && ends == before) {
        return since;
      }
      since = ends >= 0 ? System.nanoTime() : 0;
      before = ends;
      Thread.sleep(20);
    }
    throw new IllegalStateException("the groups did not catch up within " + GIVE_UP);
  }

  /** Sum of all end offsets if nothing is behind, else -1. */
  private long caughtUp() throws ExecutionException, InterruptedException {
    long sum = 0;
    boolean behind = false;
    for (Map.Entry<String, List<String>> group : inputs.entrySet()) {
      Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
      for (TopicDescription topic :
          admin.describeTopics(group.getValue()).allTopicNames().get().values()) {
        topic
            .partitions()
            .forEach(
                p ->
                    wanted.put(
                        new TopicPartition(topic.name(), p.partition()), OffsetSpec.latest()));
      }
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin.listConsumerGroupOffsets(group.getKey()).partitionsToOffsetAndMetadata().get();
      for (Map.Entry<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> end :
          admin
              .listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
              .all()
              .get()
              .entrySet()) {
        OffsetAndMetadata at = committed.get(end.getKey());
        // the marker of the last transaction takes one offset that holds no record
        if (end.getValue().offset() > 0
            && (at == null || at.offset() < end.getValue().offset() - 1)) {
          lastBehind.put(group.getKey(), System.nanoTime());
          behind = true;
        }
        sum += end.getValue().offset();
      }
    }
    return behind ? -1 : sum;
  }

  /** Milliseconds from a monotonic time until each group was last seen behind; where time went. */
  Map<String, Long> millisBehind(long sinceNanos) {
    Map<String, Long> millis = new LinkedHashMap<>();
    for (String group : inputs.keySet()) {
      long last = lastBehind.getOrDefault(group, sinceNanos);
      millis.put(group, Math.max(0, last - sinceNanos) / 1_000_000);
    }
    return millis;
  }
}

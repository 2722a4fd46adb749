package io.tapedeck.runtime.lag;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * For how long each partition's last stable offset has stood still below its end: readers of
 * committed records wait there, whoever opened the transaction. For one thread.
 */
final class OpenTransactions {
  private record Stuck(long stable, long sinceNanos) {}

  private final Map<TopicPartition, Stuck> stuck = new HashMap<>();

  /**
   * Seconds by partition; 0 where nothing waits.
   *
   * @param nowNanos monotonic
   */
  Map<TopicPartition, Double> seconds(ClusterLook look, long nowNanos) {
    stuck.keySet().retainAll(look.stable().keySet());
    Map<TopicPartition, Double> seconds = new HashMap<>();
    look.stable()
        .forEach(
            (at, stable) -> {
              if (look.latest().getOrDefault(at, stable) <= stable) {
                stuck.remove(at);
                seconds.put(at, 0.0);
                return;
              }
              Stuck before = stuck.get(at);
              if (before == null || before.stable() != stable) {
                before = new Stuck(stable, nowNanos);
                stuck.put(at, before);
              }
              seconds.put(at, (nowNanos - before.sinceNanos()) / 1e9);
            });
    return seconds;
  }
}

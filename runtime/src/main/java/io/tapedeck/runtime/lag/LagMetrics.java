package io.tapedeck.runtime.lag;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The poller's series, under the names that dashboards of kafka-lag-exporter and klag-exporter
 * know.
 */
final class LagMetrics {
  private final String cluster;
  private final GaugeFamily lag;
  private final GaugeFamily lagSeconds;
  private final GaugeFamily offset;
  private final GaugeFamily lost;
  private final GaugeFamily sumLag;
  private final GaugeFamily maxLag;
  private final GaugeFamily maxLagSeconds;
  private final GaugeFamily members;
  private final GaugeFamily latest;
  private final GaugeFamily earliest;
  private final GaugeFamily openTransaction;
  private final GaugeFamily diskTotal;
  private final GaugeFamily diskUsable;
  private final Counter failures;
  private volatile double up;
  private volatile double pollMillis;

  LagMetrics(MeterRegistry meters, String cluster) {
    this.cluster = cluster;
    String group = "kafka_consumergroup_group_";
    lag = new GaugeFamily(meters, group + "lag", "Offsets behind the end of the partition");
    lagSeconds = new GaugeFamily(meters, group + "lag_seconds", "Age of the oldest unread record");
    offset = new GaugeFamily(meters, group + "offset", "Committed offset");
    lost =
        new GaugeFamily(meters, group + "messages_lost", "Offsets deleted before they were read");
    sumLag = new GaugeFamily(meters, group + "sum_lag", "Lag of all partitions together");
    maxLag = new GaugeFamily(meters, group + "max_lag", "Largest lag of a partition");
    maxLagSeconds =
        new GaugeFamily(
            meters, group + "max_lag_seconds", "Age of the group's oldest unread record");
    members = new GaugeFamily(meters, group + "members", "Members of the group; 0: nobody reads");
    latest = new GaugeFamily(meters, "kafka_partition_latest_offset", "End of the partition");
    earliest = new GaugeFamily(meters, "kafka_partition_earliest_offset", "First offset kept");
    openTransaction =
        new GaugeFamily(
            meters,
            "kafka_partition_open_transaction_seconds",
            "For how long the last stable offset has stood still below the end");
    diskTotal =
        new GaugeFamily(meters, "kafka_log_dir_total_bytes", "Size of the log directory's disk");
    diskUsable =
        new GaugeFamily(meters, "kafka_log_dir_usable_bytes", "Free space of the log directory");
    failures =
        Counter.builder("kafka_lag_exporter_failures_total")
            .description("Looks at the cluster that failed")
            .register(meters);
    Gauge.builder("kafka_lag_exporter_up", this, m -> m.up)
        .description("1 if the last look at the cluster succeeded")
        .register(meters);
    Gauge.builder("kafka_consumergroup_poll_time_ms", this, m -> m.pollMillis)
        .description("Time that the last look took")
        .register(meters);
  }

  void show(
      ClusterLook look,
      List<GroupLag> lags,
      Map<TopicPartition, Double> openTransactions,
      long millis) {
    showGroups(look, lags);
    latest.show(byPartition(look.latest()));
    earliest.show(byPartition(look.earliest()));
    openTransaction.show(byPartition(openTransactions));
    Map<Tags, Double> total = new HashMap<>();
    Map<Tags, Double> usable = new HashMap<>();
    look.disks()
        .forEach(
            (disk, space) -> {
              if (space.total() > 0) {
                Tags tags = base().and("broker", "" + disk.broker(), "directory", disk.directory());
                total.put(tags, (double) space.total());
                usable.put(tags, (double) space.usable());
              }
            });
    diskTotal.show(total);
    diskUsable.show(usable);
    pollMillis = millis;
    up = 1;
  }

  private void showGroups(ClusterLook look, List<GroupLag> lags) {
    Map<Tags, Double> lagValues = new HashMap<>();
    Map<Tags, Double> secondsValues = new HashMap<>();
    Map<Tags, Double> offsetValues = new HashMap<>();
    Map<Tags, Double> lostValues = new HashMap<>();
    Map<Tags, Double> sums = new HashMap<>();
    Map<Tags, Double> largest = new HashMap<>();
    Map<Tags, Double> oldest = new HashMap<>();
    for (GroupLag each : lags) {
      Tags tags = partition(each.at()).and("group", each.group());
      Tags group = group(each.group());
      lagValues.put(tags, (double) each.lag());
      offsetValues.put(tags, (double) each.offset());
      lostValues.put(tags, (double) each.lost());
      sums.merge(group, (double) each.lag(), Double::sum);
      largest.merge(group, (double) each.lag(), Math::max);
      if (!Double.isNaN(each.seconds())) {
        secondsValues.put(tags, each.seconds());
        oldest.merge(group, each.seconds(), Math::max);
      }
    }
    lag.show(lagValues);
    lagSeconds.show(secondsValues);
    offset.show(offsetValues);
    lost.show(lostValues);
    sumLag.show(sums);
    maxLag.show(largest);
    maxLagSeconds.show(oldest);
    Map<Tags, Double> counts = new HashMap<>();
    look.members().forEach((name, count) -> counts.put(group(name), (double) count));
    members.show(counts);
  }

  /** Looks fail: what the last good one saw is not told any longer. */
  void blind() {
    for (GaugeFamily family :
        List.of(
            lag,
            lagSeconds,
            offset,
            lost,
            sumLag,
            maxLag,
            maxLagSeconds,
            members,
            latest,
            earliest,
            openTransaction,
            diskTotal,
            diskUsable)) {
      family.show(Map.of());
    }
    up = 0;
  }

  /** A look failed. */
  void failed() {
    failures.increment();
  }

  private Tags base() {
    return Tags.of("cluster_name", cluster);
  }

  private Tags group(String name) {
    return base().and("group", name);
  }

  private Tags partition(TopicPartition at) {
    return base().and("topic", at.topic(), "partition", "" + at.partition());
  }

  private <N extends Number> Map<Tags, Double> byPartition(Map<TopicPartition, N> values) {
    Map<Tags, Double> tagged = new HashMap<>();
    values.forEach((at, value) -> tagged.put(partition(at), value.doubleValue()));
    return tagged;
  }
}

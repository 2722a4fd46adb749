package io.tapedeck.launcher.ops;

import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/** The four channels between the services: market data, signals, approved orders, executions. */
public final class Channels {
  private static final Map<String, Topic<?>> FOUR = new LinkedHashMap<>();
  private static final long WITHIN_SECONDS = 5;

  static {
    FOUR.put("market data", Topics.MARKET_TICKS);
    FOUR.put("signals", Topics.SIGNALS);
    FOUR.put("approved orders", Topics.ORDERS_APPROVED);
    FOUR.put("executions", Topics.ORDER_EVENTS);
  }

  private Channels() {}

  /**
   * One row a channel: how much was written, and how long ago the latest record.
   *
   * @throws TimeoutException if the broker does not answer
   */
  public static List<Map<String, Object>> rows(Platform platform)
      throws ExecutionException, InterruptedException, TimeoutException {
    try (Admin admin = platform.kafka().admin("tapedeck-status")) {
      Map<String, TopicDescription> found = new HashMap<>();
      for (var described :
          admin
              .describeTopics(FOUR.values().stream().map(platform::topic).toList())
              .topicNameValues()
              .entrySet()) {
        try {
          found.put(described.getKey(), described.getValue().get(WITHIN_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
          // a missing topic is a row without figures
        }
      }
      Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(admin, found, OffsetSpec.latest());
      Map<TopicPartition, ListOffsetsResultInfo> newest =
          offsets(admin, found, OffsetSpec.maxTimestamp());
      long now = platform.clock().epochNanos() / 1_000_000;
      List<Map<String, Object>> rows = new ArrayList<>();
      FOUR.forEach(
          (channel, topic) ->
              rows.add(row(channel, platform.topic(topic), found, ends, newest, now)));
      return rows;
    }
  }

  private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Admin admin, Map<String, TopicDescription> topics, OffsetSpec which)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    topics.forEach(
        (name, topic) ->
            topic
                .partitions()
                .forEach(p -> wanted.put(new TopicPartition(name, p.partition()), which)));
    return admin.listOffsets(wanted).all().get(WITHIN_SECONDS, TimeUnit.SECONDS);
  }

  private static Map<String, Object> row(
      String channel,
      String topic,
      Map<String, TopicDescription> found,
      Map<TopicPartition, ListOffsetsResultInfo> ends,
      Map<TopicPartition, ListOffsetsResultInfo> newest,
      long now) {
    long written = 0;
    long latest = -1;
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
      if (end.getKey().topic().equals(topic)) {
        written += end.getValue().offset();
        ListOffsetsResultInfo record = newest.get(end.getKey());
        latest = Math.max(latest, record == null ? -1 : record.timestamp());
      }
    }
    TopicDescription description = found.get(topic);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("channel", channel);
    row.put("topic", topic);
    row.put("up", description != null);
    row.put("partitions", description == null ? 0 : description.partitions().size());
    row.put("end_offset", written);
    row.put("seconds_since_last", latest < 0 ? null : Math.max(0, now - latest) / 1e3);
    return row;
  }
}

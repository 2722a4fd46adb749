package io.tapedeck.ingest.kafka;

import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.RecordFormat;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * All market events that are on the tape now as one sequence: each partition in its order, and of
 * the partitions' next events the one that was received first (of one file at the same moment: the
 * one further up in it). Between partitions that is a way of showing them, not a fact.
 */
public final class MergedTicks {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int MOST_WAITING = 4_096;
  private static final int ROW_AT = 16;

  private final Platform platform;

  public MergedTicks(Platform platform) {
    this.platform = platform;
  }

  private record Waiting(MarketEvent event, long row) {
    static final Comparator<Waiting> ORDER =
        Comparator.comparingLong((Waiting one) -> one.event.receivedNanos())
            .thenComparingLong(one -> one.row);
  }

  private static final class Lane {
    final TopicPartition partition;
    final long end;
    final Queue<Waiting> waiting = new ArrayDeque<>();
    boolean finished;

    Lane(TopicPartition partition, long end) {
      this.partition = partition;
      this.end = end;
    }
  }

  /** Visits them all. */
  public void forEach(String clientId, TapeTicks.Visitor visitor) {
    RecordFormat<MarketEvent> format = platform.formats().of(Topics.MARKET_TICKS);
    List<Lane> lanes = new ArrayList<>();
    long size;
    try (TapeReader reader = new TapeReader(platform, clientId)) {
      size = reader.size();
      reader.partitions().forEach(p -> lanes.add(new Lane(p, reader.end(p))));
    }
    try (Consumer<byte[], byte[]> consumer = platform.kafka().consumer(null, clientId, Map.of())) {
      List<TopicPartition> partitions = lanes.stream().map(lane -> lane.partition).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long read = 0;
      for (Lane next = next(lanes, consumer, format);
          next != null;
          next = next(lanes, consumer, format)) {
        visitor.event(next.waiting.remove().event, next.partition.partition(), ++read, size);
      }
    }
  }

  /** The lane whose head comes next; null if all are done. */
  private static @Nullable Lane next(
      List<Lane> lanes, Consumer<byte[], byte[]> consumer, RecordFormat<MarketEvent> format) {
    while (lanes.stream().anyMatch(lane -> !lane.finished && lane.waiting.isEmpty())) {
      fill(lanes, consumer, format);
    }
    Lane first = null;
    for (Lane lane : lanes) {
      Waiting head = lane.waiting.peek();
      if (head != null
          && (first == null || Waiting.ORDER.compare(head, first.waiting.element()) < 0)) {
        first = lane;
      }
    }
    return first;
  }

  private static void fill(
      List<Lane> lanes, Consumer<byte[], byte[]> consumer, RecordFormat<MarketEvent> format) {
    for (Lane lane : lanes) {
      if (lane.finished || lane.waiting.size() >= MOST_WAITING) {
        consumer.pause(List.of(lane.partition));
      } else {
        consumer.resume(List.of(lane.partition));
      }
    }
    var records = consumer.poll(POLL);
    for (Lane lane : lanes) {
      for (ConsumerRecord<byte[], byte[]> record : records.records(lane.partition)) {
        if (record.offset() < lane.end) {
          lane.waiting.add(new Waiting(format.decode(record.value()), row(record)));
        }
      }
      lane.finished |= consumer.position(lane.partition) >= lane.end;
    }
  }

  private static long row(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(SourceRow.HEADER);
    return header == null ? 0 : ByteBuffer.wrap(header.value()).getLong(ROW_AT);
  }
}

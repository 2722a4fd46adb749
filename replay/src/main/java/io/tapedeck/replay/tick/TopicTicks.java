package io.tapedeck.replay.tick;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEventHandler;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import io.tapedeck.schemas.codec.MarketEventCodec;
import io.tapedeck.schemas.serde.ConfluentFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * The ticks of a topic, committed ones only, straight from the cluster. Partitions are merged by
 * the received times of the ticks at their heads; which batches came first from the broker changes
 * nothing. A record that cannot be read is named and left out, as the signals service does.
 */
public final class TopicTicks implements TickSource {
  private static final MarketEventCodec CODEC = (MarketEventCodec) Topics.MARKET_TICKS.codec();
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int NAMED = 100;

  /** Records of a partition that wait for another partition's, before it is asked for no more. */
  private static final int MOST_WAITING = 4_000;

  private static final Map<String, ?> SETTINGS =
      Map.of(
          "max.poll.records", 2_000,
          "fetch.min.bytes", 64 * 1024,
          "fetch.max.wait.ms", 50,
          "max.partition.fetch.bytes", 2 * 1024 * 1024,
          "fetch.max.bytes", 16 * 1024 * 1024);

  private final Consumer<byte[], byte[]> consumer;
  private final ConfluentFormat<?> format;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Head> heads = new ArrayList<>();
  private final SortedMap<Integer, Range> ranges = new TreeMap<>();
  private final List<String> leftOut = new ArrayList<>();
  private boolean begun;

  /**
   * Opens a topic.
   *
   * @param topic its name on the cluster
   * @param wanted offsets by partition; what is not named is not read; empty for all there is now
   * @throws IllegalArgumentException if there is no such topic, partition or offset
   */
  public TopicTicks(Platform platform, String topic, Map<Integer, Range> wanted) {
    this.consumer = platform.kafka().consumer(null, "replay-ticks", SETTINGS);
    this.format = platform.formats().confluent(Topics.MARKET_TICKS);
    try {
      assign(topic, wanted);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  private void assign(String topic, Map<Integer, Range> wanted) {
    List<TopicPartition> all =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(all);
    Map<TopicPartition, Long> ends = consumer.endOffsets(all);
    for (TopicPartition at : all) {
      long begin = begins.getOrDefault(at, 0L);
      long end = ends.getOrDefault(at, 0L);
      Range range = wanted.isEmpty() ? new Range(begin, end) : wanted.get(at.partition());
      if (range != null
          && (range.from() < begin || range.to() > end || range.from() > range.to())) {
        throw new IllegalArgumentException(
            at + " holds offsets " + begin + " to " + (end - 1) + ", not all of " + range);
      }
      if (range != null) {
        ranges.put(at.partition(), range);
        heads.add(new Head(at, range));
      }
    }
    if (!wanted.isEmpty() && ranges.size() < wanted.size()) {
      throw new IllegalArgumentException(
          topic + " has partitions 0 to " + (all.size() - 1) + ", not all of " + wanted.keySet());
    }
    List<TopicPartition> assigned = heads.stream().map(head -> head.at).toList();
    consumer.assign(assigned);
    heads.forEach(head -> consumer.seek(head.at, head.begin));
  }

  @Override
  public boolean next(TapeTick into) {
    if (!begun) {
      begun = true;
      heads.removeIf(head -> !advance(head));
    }
    Head first = null;
    for (int i = 0; i < heads.size(); i++) {
      Head head = heads.get(i);
      // equal times go by partition: heads are in that order
      if (first == null || head.tick.receivedNanos < first.tick.receivedNanos) {
        first = head;
      }
    }
    if (first == null) {
      return false;
    }
    into.copyFrom(first.tick);
    if (!advance(first)) {
      heads.remove(first);
    }
    return true;
  }

  /** Puts a partition's next tick at its head; false at its end. */
  private boolean advance(Head head) {
    while (true) {
      while (head.records.hasNext()) {
        ConsumerRecord<byte[], byte[]> record = head.records.next();
        head.waiting--;
        if (record.offset() >= head.end) {
          return false;
        }
        if (read(record, head)) {
          return true;
        }
      }
      if (!head.batches.isEmpty()) {
        head.records = head.batches.removeFirst().iterator();
      } else if (consumer.position(head.at) >= head.end) {
        return false;
      } else {
        poll(head);
      }
    }
  }

  private void poll(Head needed) {
    for (Head head : heads) {
      if (head.waiting >= MOST_WAITING && !head.paused && head != needed) {
        consumer.pause(List.of(head.at));
        head.paused = true;
      } else if (head.paused && (head == needed || head.waiting < MOST_WAITING / 2)) {
        consumer.resume(List.of(head.at));
        head.paused = false;
      }
    }
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
    for (Head head : heads) {
      List<ConsumerRecord<byte[], byte[]>> batch = polled.records(head.at);
      if (!batch.isEmpty()) {
        head.batches.addLast(batch);
        head.waiting += batch.size();
      }
    }
  }

  private boolean read(ConsumerRecord<byte[], byte[]> record, Head head) {
    try {
      byte[] key = record.key();
      byte[] value = record.value();
      if (key == null || value == null) {
        throw new UnreadableRecordException("a record without key or value");
      }
      head.tick.at(head.lane(key, lanes), record.offset());
      AvroReader in = format.open(value);
      CODEC.read(in, head);
      in.end();
      return true;
    } catch (UnreadableRecordException | IllegalArgumentException e) {
      if (leftOut.size() < NAMED) {
        leftOut.add(head.at + " offset " + record.offset() + ": " + e.getMessage());
      } else {
        leftOut.set(NAMED - 1, "more than " + NAMED + " records of " + head.at.topic());
      }
      return false;
    }
  }

  @Override
  public List<Lane> lanes() {
    return Collections.unmodifiableList(lanes);
  }

  @Override
  public SortedMap<Integer, Range> ranges() {
    return Collections.unmodifiableSortedMap(ranges);
  }

  @Override
  public List<String> leftOut() {
    return List.copyOf(leftOut);
  }

  @Override
  public void close() {
    consumer.close();
  }

  /** A partition: what was fetched of it, and the tick that is next. */
  private static final class Head implements MarketEventHandler {
    private final TopicPartition at;
    private final long begin;
    private final long end;
    private final TapeTick tick = new TapeTick();
    private final Deque<List<ConsumerRecord<byte[], byte[]>>> batches = new ArrayDeque<>();
    private final List<byte[]> keys = new ArrayList<>();
    private final List<Integer> indexes = new ArrayList<>();
    private Iterator<ConsumerRecord<byte[], byte[]>> records = Collections.emptyIterator();
    private int waiting;
    private boolean paused;

    Head(TopicPartition at, Range range) {
      this.at = at;
      this.begin = range.from();
      this.end = range.to();
    }

    /** Index of the instrument of a key; keys of one partition are few. */
    int lane(byte[] key, List<Lane> lanes) {
      for (int i = 0; i < keys.size(); i++) {
        if (Arrays.equals(keys.get(i), key)) {
          return indexes.get(i);
        }
      }
      InstrumentId instrument = new InstrumentId(new String(key, StandardCharsets.UTF_8));
      lanes.add(new Lane(instrument, at.partition()));
      keys.add(key);
      indexes.add(lanes.size() - 1);
      return lanes.size() - 1;
    }

    @Override
    public void onQuote(
        long event, long received, long venueId, long bid, long bidSize, long ask, long askSize) {
      tick.quote(event, received, venueId, bid, bidSize, ask, askSize);
    }

    @Override
    public void onTrade(
        long event, long received, long venueId, long price, long size, AggressorSide aggressor) {
      tick.trade(event, received, venueId, price, size, aggressor);
    }

    @Override
    public void onOther(MarketEvent event) {
      tick.other(event);
    }
  }
}

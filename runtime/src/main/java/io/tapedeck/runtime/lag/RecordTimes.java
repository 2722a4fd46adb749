package io.tapedeck.runtime.lag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the time of the first committed record at or after an offset. What was read is remembered:
 * a group that stands still costs one read. For one thread.
 */
final class RecordTimes {
  /** There is no record: only markers of transactions, or what was aborted. */
  static final long NONE = -1;

  private static final Duration WAIT = Duration.ofMillis(50);

  private final Consumer<byte[], byte[]> consumer;
  private final Map<Place, Long> known = new HashMap<>();
  private final Map<Place, Long> emptyUntil = new HashMap<>();

  /** Where a group will read next. */
  record Place(TopicPartition at, long offset) {}

  /**
   * @param consumer of committed records, in no group
   */
  RecordTimes(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /**
   * Times of the places, milliseconds since the epoch, or {@link #NONE}; places that could not be
   * read in time are missing.
   *
   * @param ends last stable offset of each partition
   */
  Map<Place, Long> of(Set<Place> wanted, Map<TopicPartition, Long> ends, Duration within) {
    known.keySet().retainAll(wanted);
    emptyUntil.keySet().retainAll(wanted);
    Map<Place, Long> times = new HashMap<>();
    List<Place> unread = new ArrayList<>();
    for (Place place : wanted) {
      long end = ends.getOrDefault(place.at(), 0L);
      if (known.containsKey(place)) {
        times.put(place, known.get(place));
      } else if (Math.max(place.offset(), emptyUntil.getOrDefault(place, 0L)) >= end) {
        times.put(place, NONE);
      } else {
        unread.add(place);
      }
    }
    long deadline = System.nanoTime() + within.toNanos();
    while (!unread.isEmpty() && System.nanoTime() - deadline < 0) {
      Map<TopicPartition, Place> round = new HashMap<>();
      unread.forEach(place -> round.putIfAbsent(place.at(), place));
      unread.removeAll(round.values());
      read(round, ends, deadline, times);
    }
    return times;
  }

  private void read(
      Map<TopicPartition, Place> round,
      Map<TopicPartition, Long> ends,
      long deadline,
      Map<Place, Long> times) {
    consumer.assign(round.keySet());
    consumer.resume(round.keySet()); // a partition that stays assigned stays paused
    round.forEach(
        (at, place) ->
            consumer.seek(at, Math.max(place.offset(), emptyUntil.getOrDefault(place, 0L))));
    Set<TopicPartition> open = new HashSet<>(round.keySet());
    try {
      while (!open.isEmpty() && System.nanoTime() - deadline < 0) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(WAIT);
        for (TopicPartition at : List.copyOf(open)) {
          Place place = round.get(at);
          List<ConsumerRecord<byte[], byte[]>> found = records.records(at);
          if (place != null && !found.isEmpty()) {
            known.put(place, found.get(0).timestamp());
            times.put(place, found.get(0).timestamp());
            open.remove(at);
            consumer.pause(List.of(at));
          } else if (place != null && consumer.position(at) >= ends.getOrDefault(at, 0L)) {
            emptyUntil.put(place, consumer.position(at));
            times.put(place, NONE);
            open.remove(at);
          }
        }
      }
    } catch (InvalidOffsetException e) {
      // deleted between the look and the read: the next look begins where the log begins now
      round.values().forEach(emptyUntil::remove);
    }
  }
}

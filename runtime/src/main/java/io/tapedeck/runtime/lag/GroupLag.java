package io.tapedeck.runtime.lag;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a group is behind in one partition.
 *
 * @param offset where the group will go on
 * @param lag offsets between there and the end; 0 if no record lies between
 * @param seconds age of the oldest record that the group has not read; 0 if there is none, NaN if
 *     it could not be read
 * @param lost offsets that were deleted before the group read them
 */
record GroupLag(String group, TopicPartition at, long offset, long lag, double seconds, long lost) {

  /** Where each group with something left to read will read next. */
  static Set<RecordTimes.Place> places(ClusterLook look) {
    Set<RecordTimes.Place> places = new HashSet<>();
    look.committed()
        .forEach(
            (group, offsets) ->
                offsets.forEach(
                    (at, offset) -> {
                      long next = next(look, at, offset);
                      if (next < look.stable().getOrDefault(at, 0L)) {
                        places.add(new RecordTimes.Place(at, next));
                      }
                    }));
    return places;
  }

  private static long next(ClusterLook look, TopicPartition at, long committed) {
    return Math.max(committed, look.earliest().getOrDefault(at, 0L));
  }

  /**
   * The lag of every group in every partition that it has an offset of.
   *
   * @param times of the places, as {@link RecordTimes} tells
   * @param nowMillis wall time, as the producers stamp it
   */
  static List<GroupLag> of(ClusterLook look, Map<RecordTimes.Place, Long> times, long nowMillis) {
    List<GroupLag> all = new ArrayList<>();
    look.committed()
        .forEach(
            (group, offsets) ->
                offsets.forEach(
                    (at, offset) -> {
                      long earliest = look.earliest().getOrDefault(at, 0L);
                      long next = next(look, at, offset);
                      long behind = Math.max(0, look.latest().getOrDefault(at, 0L) - next);
                      boolean open = next >= look.stable().getOrDefault(at, 0L);
                      Long time = times.get(new RecordTimes.Place(at, next));
                      boolean markersOnly = time != null && time == RecordTimes.NONE;
                      all.add(
                          new GroupLag(
                              group,
                              at,
                              offset,
                              markersOnly ? 0 : behind,
                              open || markersOnly ? 0 : seconds(time, nowMillis),
                              Math.max(0, earliest - offset)));
                    }));
    return all;
  }

  private static double seconds(@org.jspecify.annotations.Nullable Long time, long nowMillis) {
    return time == null ? Double.NaN : Math.max(0, nowMillis - time) / 1e3;
  }
}

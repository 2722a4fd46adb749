package io.tapedeck.replay.tick;

import io.tapedeck.domain.id.InstrumentId;
import java.util.List;
import java.util.SortedMap;

/**
 * Ticks of all instruments in one order: of each partition in the order of its offsets, the
 * partitions merged by (received time, partition). A source is read once, by one thread.
 */
public interface TickSource extends AutoCloseable {
  /**
   * An instrument, and the partition that all its ticks are in.
   *
   * @param instrument whose
   * @param partition of the ticks' topic; 0 for a file
   */
  record Lane(InstrumentId instrument, int partition) {}

  /**
   * A run of offsets.
   *
   * @param from the first
   * @param to one beyond the last
   */
  record Range(long from, long to) {}

  /** Puts the next tick in; false at the end. */
  boolean next(TapeTick into);

  /** The instruments by index; grows while the source is read, and never changes otherwise. */
  List<Lane> lanes();

  /** What the source covers, by partition. */
  SortedMap<Integer, Range> ranges();

  /** Records or rows that could not be read as ticks and were left out, so far. */
  List<String> leftOut();

  @Override
  void close();
}

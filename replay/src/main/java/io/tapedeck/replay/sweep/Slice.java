package io.tapedeck.replay.sweep;

import io.tapedeck.replay.tick.TapeTick;
import io.tapedeck.replay.tick.TickSource;
import java.util.List;
import java.util.SortedMap;

/** The ticks of a stretch of received time; their offsets stay what they are. */
public final class Slice implements TickSource {
  private final TickSource source;
  private final long fromNanos;
  private final long toNanos;
  private boolean begun;

  /**
   * A stretch.
   *
   * @param fromNanos the first tick received at or after it begins the stretch
   * @param toNanos the first tick received at or after it ends it
   */
  public Slice(TickSource source, long fromNanos, long toNanos) {
    this.source = source;
    this.fromNanos = fromNanos;
    this.toNanos = toNanos;
  }

  @Override
  public boolean next(TapeTick into) {
    while (source.next(into)) {
      begun |= into.receivedNanos() >= fromNanos;
      if (begun) {
        return into.receivedNanos() < toNanos;
      }
    }
    return false;
  }

  @Override
  public List<Lane> lanes() {
    return source.lanes();
  }

  @Override
  public SortedMap<Integer, Range> ranges() {
    return source.ranges();
  }

  @Override
  public List<String> leftOut() {
    return source.leftOut();
  }

  @Override
  public void close() {
    source.close();
  }
}

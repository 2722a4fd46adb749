package io.tapedeck.risk.kafka;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.runtime.clock.EdgeClock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The marks that arrived, by instrument, so that a decision with fifty positions does not ask the
 * global store fifty times; what arrived before this process did is taken from the store once.
 * Thread-safe.
 */
final class LatestMarks {
  private final Map<String, byte[]> marks = new ConcurrentHashMap<>();
  private final Arrivals arrivals;

  LatestMarks(EdgeClock clock) {
    this.arrivals = new Arrivals(clock);
  }

  /** A mark was put into the global store. */
  void arrived(String key, byte @Nullable [] mark) {
    arrivals.arrived();
    if (mark != null) {
      marks.put(key, mark);
    }
  }

  /** Whole seconds since the last mark arrived. */
  long silentSeconds() {
    return arrivals.silentSeconds();
  }

  /** The bytes of an instrument's mark, the same array while no other arrives; null if none. */
  byte @Nullable [] of(InstrumentId instrument, ReadOnlyKeyValueStore<String, byte[]> store) {
    byte[] known = marks.get(instrument.value());
    if (known != null) {
      return known;
    }
    byte[] stored = store.get(instrument.value());
    if (stored == null) {
      return null;
    }
    // one that arrives meanwhile is newer than what the store had
    byte[] meanwhile = marks.putIfAbsent(instrument.value(), stored);
    return meanwhile == null ? stored : meanwhile;
  }
}

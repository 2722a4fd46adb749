package io.tapedeck.ingest.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long ago something was heard of each instrument. Two thresholds: at the first its silence is
 * worth a warning, at the second its data is stale. Times are of one monotonic clock. Not
 * thread-safe.
 */
public final class Freshness {
  private final long quietNanos;
  private final long staleNanos;
  private final Map<String, Heard> instruments = new LinkedHashMap<>();

  /** How fresh an instrument is. */
  public enum State {
    FRESH,
    QUIET,
    STALE
  }

  /**
   * An instrument that crossed a threshold.
   *
   * @param silentNanos since it was last heard of; after a recovery, how long it had been silent
   */
  public record Change(String instrument, State from, State to, long silentNanos) {}

  private static final class Heard {
    long atNanos;
    State state = State.FRESH;
  }

  public Freshness(long quietNanos, long staleNanos) {
    this.quietNanos = quietNanos;
    this.staleNanos = staleNanos;
  }

  /** From now on this instrument is expected to be heard of. */
  public void expect(String instrument, long nowNanos) {
    instruments.computeIfAbsent(
        instrument,
        unknown -> {
          Heard heard = new Heard();
          heard.atNanos = nowNanos;
          return heard;
        });
  }

  /** Something was heard; true if the instrument had been stale. */
  public boolean heard(String instrument, long nowNanos) {
    Heard heard = instruments.get(instrument);
    if (heard == null) {
      expect(instrument, nowNanos);
      return false;
    }
    heard.atNanos = nowNanos;
    if (heard.state == State.FRESH) {
      return false;
    }
    boolean wasStale = heard.state == State.STALE;
    heard.state = State.FRESH;
    return wasStale;
  }

  /** Begins the count anew for all, as while a market is closed. */
  public void pardon(long nowNanos) {
    for (Heard heard : instruments.values()) {
      heard.atNanos = nowNanos;
    }
  }

  /** Those that crossed a threshold since the last check. */
  public List<Change> check(long nowNanos) {
    List<Change> changes = new ArrayList<>();
    instruments.forEach(
        (instrument, heard) -> {
          long silent = nowNanos - heard.atNanos;
          State now =
              silent >= staleNanos ? State.STALE : silent >= quietNanos ? State.QUIET : heard.state;
          if (now.compareTo(heard.state) > 0) {
            changes.add(new Change(instrument, heard.state, now, silent));
            heard.state = now;
          }
        });
    return changes;
  }

  /** The stale instruments and how long each is silent, in the order they were first expected. */
  public Map<String, Long> stale(long nowNanos) {
    Map<String, Long> stale = new LinkedHashMap<>();
    instruments.forEach(
        (instrument, heard) -> {
          if (nowNanos - heard.atNanos >= staleNanos) {
            stale.put(instrument, nowNanos - heard.atNanos);
          }
        });
    return stale;
  }
}

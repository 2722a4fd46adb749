package io.tapedeck.console.alerts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The alerts that fire now, as they were told. Kept in memory: after a restart Alertmanager tells
 * of them again. Thread-safe.
 */
public final class AlertBook {
  private static final int MOST = 1_000;

  private final Map<String, Open> open = new TreeMap<>();

  /**
   * An alert as it is told.
   *
   * @param id its fingerprint: the same alert has the same one each time
   * @param firing false when it is over
   * @param tripsBreaker whether it may trip the breaker if nobody acknowledges it
   */
  public record Told(
      String id,
      boolean firing,
      String name,
      String severity,
      boolean tripsBreaker,
      String summary) {}

  private static final class Open {
    private final Told told;
    private final long sinceNanos;
    private @Nullable String acknowledgedBy;
    private boolean tripped;

    Open(Told told, long sinceNanos) {
      this.told = told;
      this.sinceNanos = sinceNanos;
    }
  }

  /**
   * Takes what was told. One that fires already keeps its begin and its acknowledgement.
   *
   * @param nowNanos monotonic
   * @throws IllegalStateException if more fire than can be kept; what was known stays
   */
  public synchronized void take(List<Told> told, long nowNanos) {
    for (Told each : told) {
      if (!each.firing()) {
        open.remove(each.id());
      } else if (!open.containsKey(each.id())) {
        if (open.size() >= MOST) {
          throw new IllegalStateException("more than " + MOST + " alerts fire at once");
        }
        open.put(each.id(), new Open(each, nowNanos));
      }
    }
  }

  /** Notes who saw it; false if no such alert fires. */
  public synchronized boolean acknowledge(String id, String by) {
    Open alert = open.get(id);
    if (alert == null) {
      return false;
    }
    alert.acknowledgedBy = by;
    return true;
  }

  /**
   * Alerts that may trip the breaker, that nobody acknowledged for so long, and that are handed out
   * for the first time.
   *
   * @param nowNanos monotonic
   */
  public synchronized List<Told> overdue(Duration after, long nowNanos) {
    List<Told> overdue = new ArrayList<>();
    for (Open alert : open.values()) {
      if (alert.told.tripsBreaker()
          && alert.acknowledgedBy == null
          && !alert.tripped
          && nowNanos - alert.sinceNanos >= after.toNanos()) {
        alert.tripped = true;
        overdue.add(alert.told);
      }
    }
    return overdue;
  }

  /** It was handed out as overdue, but nothing could be done: it is handed out again. */
  synchronized void notTripped(Told told) {
    Open alert = open.get(told.id());
    if (alert != null) {
      alert.tripped = false;
    }
  }

  /** Those that fire, in order of their ids. */
  public synchronized List<Map<String, Object>> rows(long nowNanos) {
    List<Map<String, Object>> rows = new ArrayList<>();
    open.forEach(
        (id, alert) -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("id", id);
          row.put("name", alert.told.name());
          row.put("severity", alert.told.severity());
          row.put("summary", alert.told.summary());
          row.put("seconds", (nowNanos - alert.sinceNanos) / 1_000_000_000L);
          row.put("acknowledged_by", alert.acknowledgedBy);
          row.put("trips_breaker", alert.told.tripsBreaker());
          row.put("tripped_breaker", alert.tripped);
          rows.add(row);
        });
    return rows;
  }
}

package io.tapedeck.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Faults waiting for their call; each is used once, in the order given. Thread-safe. */
public final class FaultQueue {
  private static final class Planned {
    private final Fault fault;
    private int skip;

    Planned(Fault fault, int skip) {
      this.fault = fault;
      this.skip = skip;
    }

    Fault fault() {
      return fault;
    }
  }

  private final List<Planned> planned = new ArrayList<>();

  /**
   * Adds faults from {@code {"target","kind","when","status","delay_ms","retry_after","count",
   * "skip"}} or an array of such.
   *
   * @throws IllegalArgumentException if one is not understood; then none is added
   */
  public synchronized int add(JsonNode json) {
    List<Planned> added = new ArrayList<>();
    if (json.isArray()) {
      json.forEach(one -> parse(one, added));
    } else {
      parse(json, added);
    }
    planned.addAll(added);
    return added.size();
  }

  private static void parse(JsonNode json, List<Planned> into) {
    if (!json.has("kind")) {
      throw new IllegalArgumentException("a fault needs a kind");
    }
    Fault fault =
        new Fault(
            json.path("target").asText("*"),
            Fault.parse(Fault.Kind.class, json.get("kind").asText()),
            Fault.parse(Fault.When.class, json.path("when").asText("before")),
            json.path("status").asInt(503),
            json.path("delay_ms").asLong(1_000),
            json.path("retry_after").asInt(0));
    for (int i = 0; i < json.path("count").asInt(1); i++) {
      into.add(new Planned(fault, i == 0 ? json.path("skip").asInt(0) : 0));
    }
  }

  /** Takes the next fault for a call, or null. */
  public synchronized @Nullable Fault take(String method) {
    Iterator<Planned> all = planned.iterator();
    while (all.hasNext()) {
      Planned next = all.next();
      if (next.fault.target().equals("*") || next.fault.target().equals(method)) {
        if (next.skip > 0) {
          next.skip--;
          return null;
        }
        all.remove();
        return next.fault;
      }
    }
    return null;
  }

  /** Forgets all; returns how many there were. */
  public synchronized int clear() {
    int count = planned.size();
    planned.clear();
    return count;
  }

  /** What still waits. */
  public synchronized List<Fault> waiting() {
    return planned.stream().map(Planned::fault).toList();
  }
}

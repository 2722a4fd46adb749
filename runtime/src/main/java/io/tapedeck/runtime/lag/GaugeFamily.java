package io.tapedeck.runtime.lag;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Gauges of one name whose series come and go: each is kept as long as it has a value, so that a
 * scrape in between finds it. For one writing thread.
 */
final class GaugeFamily {
  private static final class Held {
    private final Gauge gauge;
    private final Value value;

    Held(Gauge gauge, Value value) {
      this.gauge = gauge;
      this.value = value;
    }
  }

  private static final class Value {
    private volatile double is;
  }

  private final MeterRegistry meters;
  private final String name;
  private final String meaning;
  private final Map<Tags, Held> held = new HashMap<>();

  GaugeFamily(MeterRegistry meters, String name, String meaning) {
    this.meters = meters;
    this.name = name;
    this.meaning = meaning;
  }

  /** These series with these values, and no others. */
  void show(Map<Tags, Double> values) {
    Iterator<Map.Entry<Tags, Held>> each = held.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<Tags, Held> entry = each.next();
      if (!values.containsKey(entry.getKey())) {
        meters.remove(entry.getValue().gauge);
        each.remove();
      }
    }
    values.forEach((tags, value) -> held.computeIfAbsent(tags, this::register).value.is = value);
  }

  private Held register(Tags tags) {
    Value value = new Value();
    Gauge gauge =
        Gauge.builder(name, value, v -> v.is).description(meaning).tags(tags).register(meters);
    return new Held(gauge, value);
  }
}

package io.tapedeck.runtime.resources;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.tapedeck.runtime.lifecycle.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns once when CPU, memory, disk or heap pass a threshold, and again after they came back below
 * it. When the heap did, a collection is asked for: what it leaves then is what is really held.
 */
public final class ResourceWatch implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(ResourceWatch.class);

  private final Supplier<Resources> look;
  private final Runnable collect;
  private final double threshold;
  private boolean scarce;
  private boolean heapHigh;

  /** A watch over this machine; what it sees is published, too. */
  public static ResourceWatch of(Path folder, double thresholdPercent, MeterRegistry meters) {
    new DiskSpaceMetrics(Resources.present(folder).toFile()).bindTo(meters);
    Gauge.builder("host.memory.total", () -> Resources.memoryBytes("MemTotal"))
        .description("Memory of the machine")
        .baseUnit(BaseUnits.BYTES)
        .register(meters);
    Gauge.builder("host.memory.available", () -> Resources.memoryBytes("MemAvailable"))
        .description("Memory of the machine that is free or could be freed")
        .baseUnit(BaseUnits.BYTES)
        .register(meters);
    return new ResourceWatch(() -> Resources.now(folder), System::gc, thresholdPercent);
  }

  ResourceWatch(Supplier<Resources> look, Runnable collect, double threshold) {
    this.look = look;
    this.collect = collect;
    this.threshold = threshold;
  }

  @Override
  public String roleName() {
    return "resource-watch";
  }

  @Override
  public int doWork() {
    Resources now = look.get();
    List<String> high = new ArrayList<>();
    note(high, "CPU", now.cpu());
    note(high, "memory", now.memory());
    note(high, "disk", now.disk());
    if (!high.isEmpty() && !scarce) {
      LOG.warn("Warning: High resource usage detected: {}", String.join(", ", high));
    }
    scarce = !high.isEmpty();
    boolean tooHigh = now.heap() > threshold;
    if (tooHigh && !heapHigh) {
      LOG.warn("High memory usage: {}%", percent(now.heap()));
      collect.run();
      LOG.info("Memory cleanup completed: {}% left", percent(look.get().heap()));
    }
    heapHigh = tooHigh;
    return 0;
  }

  private void note(List<String> high, String what, double percent) {
    if (percent > threshold) {
      high.add(what + " " + percent(percent) + "%");
    }
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}

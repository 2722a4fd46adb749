package io.tapedeck.runtime.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The meter registry of one process, in Prometheus form, with the tag {@code service} on every
 * series. Holds JVM and process metrics, counts of log events by level, and the Kafka metrics of
 * {@link KafkaMetricNames}. Thread-safe; close it last.
 */
public final class Metrics implements AutoCloseable {
  private static final String KAFKA = "kafka.";
  private static final String SERVICE = "service";
  private static final Duration REFRESH = Duration.ofSeconds(5);

  private final PrometheusMeterRegistry registry;
  private final List<Runnable> closers = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService refresher;

  /** A registry with the JVM's and the process's own metrics bound. */
  public Metrics(String service) {
    this.registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    this.refresher =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "kafka-metrics");
              thread.setDaemon(true);
              return thread;
            });
    registry.config().meterFilter(new KafkaAllowList());
    registry.config().meterFilter(commonTag(service));
    bindProcess();
  }

  /** Where services register their own meters. */
  public MeterRegistry registry() {
    return registry;
  }

  /** All series in Prometheus text form. */
  public String scrape() {
    return registry.scrape();
  }

  /** Publishes the client's metrics until it is closed. */
  public void bind(Producer<?, ?> producer) {
    KafkaClientMetrics binder = new KafkaClientMetrics(producer, Tags.empty(), refresher, REFRESH);
    bind(binder, binder::close);
  }

  /** Publishes the client's metrics until it is closed. */
  public void bind(Consumer<?, ?> consumer) {
    KafkaClientMetrics binder = new KafkaClientMetrics(consumer, Tags.empty(), refresher, REFRESH);
    bind(binder, binder::close);
  }

  /** Publishes the application's metrics until this registry is closed. */
  public void bind(KafkaStreams streams) {
    KafkaStreamsMetrics binder = new KafkaStreamsMetrics(streams, Tags.empty(), refresher, REFRESH);
    bind(binder, binder::close);
  }

  @Override
  public void close() {
    closers.forEach(Runnable::run);
    refresher.shutdownNow();
    registry.close();
  }

  private void bindProcess() {
    new JvmMemoryMetrics().bindTo(registry);
    JvmGcMetrics collections = new JvmGcMetrics();
    bind(collections, collections::close);
    JvmHeapPressureMetrics pressure = new JvmHeapPressureMetrics();
    bind(pressure, pressure::close);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    LogbackMetrics logEvents = new LogbackMetrics();
    bind(logEvents, logEvents::close);
    Gauge.builder("process.resident.memory", ProcessMemory::residentBytes)
        .description("Memory of this process in RAM; NaN where the system does not tell")
        .baseUnit(BaseUnits.BYTES)
        .register(registry);
  }

  private void bind(MeterBinder binder, Runnable closer) {
    binder.bindTo(registry);
    closers.add(closer);
  }

  private static MeterFilter commonTag(String service) {
    return new MeterFilter() {
      @Override
      public Meter.Id map(Meter.Id id) {
        boolean tagged = id.getTag(SERVICE) != null;
        return tagged ? id : id.withTag(Tag.of(SERVICE, service));
      }
    };
  }

  /** Keeps what is documented of Kafka's metrics, and drops the version tag that doubles series. */
  private static final class KafkaAllowList implements MeterFilter {
    @Override
    public MeterFilterReply accept(Meter.Id id) {
      boolean kafka = id.getName().startsWith(KAFKA);
      return kafka && !KafkaMetricNames.isPublished(id.getName())
          ? MeterFilterReply.DENY
          : MeterFilterReply.NEUTRAL;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
      if (!id.getName().startsWith(KAFKA)) {
        return id;
      }
      List<Tag> kept =
          id.getTags().stream().filter(tag -> !tag.getKey().startsWith("kafka.version")).toList();
      return id.replaceTags(kept);
    }
  }
}

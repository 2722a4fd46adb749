package io.tapedeck.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.runtime.kafka.KafkaClients;
import io.tapedeck.runtime.metrics.Metrics;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.serde.Formats;

/**
 * What every service is given when it is made. Immutable; the parts are thread-safe.
 *
 * @param kafka makes clients of the cluster
 * @param formats makes the record formats of topics
 * @param metrics where metrics go
 * @param clock the only source of wall time
 */
public record Platform(KafkaClients kafka, Formats formats, Metrics metrics, EdgeClock clock) {

  /** A topic's name on this cluster, prefix included. */
  public String topic(Topic<?> topic) {
    return kafka.config().topic(topic.name());
  }

  /** The registry of the service's meters. */
  public MeterRegistry meters() {
    return metrics.registry();
  }
}

package io.tapedeck.launcher.bench;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/** A Streams topology from one topic into another, and nothing else. */
final class PassThrough {
  private PassThrough() {}

  static Topology topology(String from, String to) {
    Topology topology = new Topology();
    topology.addSource(
        AutoOffsetReset.none(),
        "in",
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        from);
    topology.addSink("out", to, new ByteArraySerializer(), new ByteArraySerializer(), "in");
    return topology;
  }
}

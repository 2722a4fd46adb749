package io.tapedeck.risk.kafka;

import io.tapedeck.runtime.Platform;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** What the topology is put together from. */
public final class RiskNodes {
  private RiskNodes() {}

  /** The shell, with the partition's store. */
  public static final class Shell implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {
    private final Platform platform;
    private final Journal topic;
    private final RiskMetrics metrics;
    private final TaskPartitioner partitioner = new TaskPartitioner();
    private final LatestMarks marks;

    public Shell(Platform platform, Journal topic) {
      this.platform = platform;
      this.topic = topic;
      this.metrics = new RiskMetrics(platform.meters());
      this.marks = new LatestMarks(platform.clock());
    }

    @Override
    public Processor<byte[], byte[], byte[], byte[]> get() {
      return new RiskProcessor(platform, partitioner, topic, metrics, marks);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(
          Stores.keyValueStoreBuilder(
                  Stores.persistentKeyValueStore(RiskStore.NAME),
                  Serdes.String(),
                  Serdes.ByteArray())
              .withCachingEnabled());
    }

    /** To be told of each mark. */
    public BiConsumer<String, byte @Nullable []> markArrived() {
      return marks::arrived;
    }

    /** Keeps outputs in the task's partition. */
    public StreamPartitioner<byte[], byte[]> partitioner() {
      return partitioner;
    }
  }

  /** An in-memory global store. */
  public static StoreBuilder<KeyValueStore<String, byte[]>> globalStore(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
        .withLoggingDisabled();
  }

  /** Keeps a global store up to date. */
  public static ProcessorSupplier<String, byte[], Void, Void> latest(
      String name, BiConsumer<String, byte @Nullable []> arrived) {
    return () -> new GlobalStores.Latest(name, arrived);
  }
}

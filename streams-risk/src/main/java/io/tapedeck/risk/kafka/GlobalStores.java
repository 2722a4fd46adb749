package io.tapedeck.risk.kafka;

import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Marks and limits as last seen on their topics, bytes by key. */
public final class GlobalStores {
  public static final String MARKS = "marks";
  public static final String LIMITS = "limits";

  private GlobalStores() {}

  /** Keeps the latest value of each key, and tells that one arrived. */
  static final class Latest implements Processor<String, byte[], Void, Void> {
    private final String name;
    private final BiConsumer<String, byte @Nullable []> arrived;
    private @Nullable KeyValueStore<String, byte[]> store;

    Latest(String name, BiConsumer<String, byte @Nullable []> arrived) {
      this.name = name;
      this.arrived = arrived;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
      store = context.getStateStore(name);
    }

    @Override
    public void process(Record<String, byte[]> record) {
      if (store != null && record.key() != null) {
        store.put(record.key(), record.value());
        arrived.accept(record.key(), record.value());
      }
    }
  }
}

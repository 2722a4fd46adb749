package io.tapedeck.signals.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Tells a processor which keys it marked, before their task commits and on its thread, so that
 * state which changes with every record is stored once per commit and not once per record.
 *
 * <p>It is a key-value store with Kafka's own cache in front. Marks gather in the cache; what the
 * cache writes to the store beneath, at each commit and whenever it is full, arrives here. Nothing
 * is kept and nothing is logged.
 */
final class BeforeCommit {
  static final byte[] MARK = {1};

  private final String name;
  private final Map<TaskId, Consumer<byte[]>> processors = new ConcurrentHashMap<>();

  BeforeCommit(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** The store to connect to the processor. */
  StoreBuilder<KeyValueStore<byte[], byte[]>> store() {
    return Stores.keyValueStoreBuilder(new Supplier(), Serdes.ByteArray(), Serdes.ByteArray())
        .withCachingEnabled()
        .withLoggingDisabled();
  }

  /** The task's marks go to this processor from now on. */
  void tell(TaskId task, Consumer<byte[]> processor) {
    processors.put(task, processor);
  }

  private final class Supplier implements KeyValueBytesStoreSupplier {
    @Override
    public String name() {
      return name;
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
      return new Marks();
    }

    @Override
    public String metricsScope() {
      return "before-commit";
    }
  }

  /** Passes marks on and is always empty. */
  private final class Marks implements KeyValueStore<Bytes, byte[]> {
    private Consumer<byte[]> processor = key -> {};
    private boolean open;

    @Override
    public String name() {
      return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
      TaskId task = context.taskId();
      processor =
          key -> {
            Consumer<byte[]> told = processors.get(task);
            if (told != null) {
              told.accept(key);
            }
          };
      open = true;
      context.register(root, (key, value) -> {});
    }

    @Override
    public void put(Bytes key, byte[] value) {
      processor.accept(key.get());
    }

    @Override
    public byte[] putIfAbsent(Bytes key, byte[] value) {
      throw new UnsupportedOperationException("marks are put");
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
      for (KeyValue<Bytes, byte[]> entry : new ArrayList<>(entries)) {
        put(entry.key, entry.value);
      }
    }

    @Override
    public byte[] delete(Bytes key) {
      throw new UnsupportedOperationException("marks are put");
    }

    @Override
    @SuppressWarnings("NullAway") // Kafka's interface says null for "not there"
    public byte[] get(Bytes key) {
      return null;
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
      return new Nothing();
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
      return new Nothing();
    }

    @Override
    public long approximateNumEntries() {
      return 0;
    }

    @Override
    public void close() {
      open = false;
    }

    @Override
    public boolean persistent() {
      return false;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void commit(Map<org.apache.kafka.common.TopicPartition, Long> offsets) {}
  }

  private static final class Nothing implements KeyValueIterator<Bytes, byte[]> {
    @Override
    public boolean hasNext() {
      return false;
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
      throw new java.util.NoSuchElementException();
    }

    @Override
    public Bytes peekNextKey() {
      throw new java.util.NoSuchElementException();
    }

    @Override
    public void close() {}
  }
}

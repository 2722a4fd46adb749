package io.tapedeck.signals.kafka;

import io.tapedeck.runtime.Platform;
import io.tapedeck.signals.core.Model;
import io.tapedeck.signals.core.SignalPlan;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** What the topology is put together from. */
public final class SignalNodes {
  /** The global store of accounts. */
  static final String ACCOUNTS = "accounts";

  /** The store of features and strategies. */
  static final String STATE = "signal-state";

  private SignalNodes() {}

  /** The shell, with the partition's store. */
  public static final class Shell implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {
    private final Platform platform;
    private final Function<Model, SignalPlan> plan;
    private final Supplier<? extends Model> models;
    private final String modelName;
    private final AccountViews accounts;

    /**
     * A shell.
     *
     * @param plan what is computed with a model
     * @param models opens a model for one task
     * @param modelName the model file's name
     */
    public Shell(
        Platform platform,
        Function<Model, SignalPlan> plan,
        Supplier<? extends Model> models,
        String modelName,
        AccountViews accounts) {
      this.platform = platform;
      this.plan = plan;
      this.models = models;
      this.modelName = modelName;
      this.accounts = accounts;
    }

    @Override
    public Processor<byte[], byte[], byte[], byte[]> get() {
      return new SignalProcessor(platform, plan, models, modelName, accounts);
    }

    /** Cached: a key written a thousand times between two commits reaches the changelog once. */
    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(
          Stores.keyValueStoreBuilder(
                  Stores.persistentKeyValueStore(STATE), Serdes.ByteArray(), Serdes.ByteArray())
              .withCachingEnabled()
              .withLoggingEnabled(Map.of()));
    }
  }

  /** The in-memory global store of accounts. */
  public static StoreBuilder<KeyValueStore<String, byte[]>> accountStore() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(ACCOUNTS), Serdes.String(), Serdes.ByteArray())
        .withLoggingDisabled();
  }

  /** Keeps the accounts up to date. */
  public static ProcessorSupplier<String, byte[], Void, Void> latestAccounts(
      Platform platform, AccountViews accounts) {
    return () -> new LatestAccounts(platform, accounts);
  }
}

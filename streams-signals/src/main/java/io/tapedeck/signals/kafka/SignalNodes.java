package io.tapedeck.signals.kafka;

import io.tapedeck.domain.signal.StrategyObservation.OrderSeen;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** What the topology is put together from. */
public final class SignalNodes {
  /** The global store of accounts. */
  public static final String ACCOUNTS = "accounts";

  /** The store of features and strategies. */
  static final String STATE = "signal-state";

  private SignalNodes() {}

  /** The shell, with the partition's store. */
  public static final class Shell implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {
    private final SignalWiring wiring;
    private final BeforeCommit beforeCommit = new BeforeCommit("changed-since-commit");

    /** A shell. */
    public Shell(SignalWiring wiring) {
      this.wiring = wiring;
    }

    @Override
    public Processor<byte[], byte[], byte[], byte[]> get() {
      return new SignalProcessor(wiring, beforeCommit);
    }

    /** Written before commits only, so a cache in front would have nothing to do. */
    @Override
    public Set<StoreBuilder<?>> stores() {
      Set<StoreBuilder<?>> stores = new LinkedHashSet<>();
      stores.add(beforeCommit.store());
      stores.add(
          Stores.keyValueStoreBuilder(
                  Stores.persistentKeyValueStore(STATE), Serdes.ByteArray(), Serdes.ByteArray())
              .withCachingDisabled()
              .withLoggingEnabled(Map.of()));
      return stores;
    }
  }

  /** An in-memory global store; what it is of is kept beside it, decoded. */
  public static StoreBuilder<KeyValueStore<String, byte[]>> globalStore(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
        .withLoggingDisabled();
  }

  /** Keeps the accounts up to date. */
  public static ProcessorSupplier<String, byte[], Void, Void> latestAccounts(
      Platform platform, AccountViews accounts) {
    return () -> new LatestAccounts(platform, accounts);
  }

  /** Hands what became of orders to those who wait for it. */
  public static ProcessorSupplier<String, byte[], Void, Void> orderEvents(
      Platform platform, OrderInboxes inboxes) {
    return () ->
        new LatestRecords<>(
            platform.formats().of(Topics.ORDER_EVENTS),
            (event, source) -> {
              if (event.intent() != null) {
                inboxes.put(
                    event.instrument(),
                    new OrderSeen(
                        event.account(), event.intent(), event.kind(), source, event.leaves()));
              }
            });
  }

  /** Follows commands. */
  public static ProcessorSupplier<String, byte[], Void, Void> controls(
      Platform platform, ModelSwitch models, StrategySwitches strategies) {
    return () ->
        new LatestRecords<>(
            platform.formats().of(Topics.CONTROL_COMMANDS), new Controls(models, strategies)::read);
  }
}

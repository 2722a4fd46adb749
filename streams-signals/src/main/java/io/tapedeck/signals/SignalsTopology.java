package io.tapedeck.signals;

import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.signals.kafka.AccountViews;
import io.tapedeck.signals.kafka.SignalNodes;
import io.tapedeck.signals.kafka.Sinks;
import io.tapedeck.signals.onnx.ModelFile;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/**
 * From ticks to intents:
 *
 * <ol>
 *   <li>ticks, keyed by instrument, come in as bytes
 *   <li>accounts as risk last published them are kept in a global store
 *   <li>the shell journals what strategies newly see, then gives the tick to the instrument's
 *       pipeline
 *   <li>signals, strategy journal, intents and dead letters go out
 * </ol>
 */
public final class SignalsTopology {
  private static final String SOURCE = "ticks-source";
  private static final String SHELL = "signal-pipelines";

  private SignalsTopology() {}

  /** Builds it. */
  public static Topology build(Platform platform, SignalsConfig config, ModelFile model) {
    AccountViews accounts = new AccountViews();
    Topology topology = new Topology();
    topology.addGlobalStore(
        SignalNodes.accountStore(),
        "accounts-source",
        new StringDeserializer(),
        new ByteArrayDeserializer(),
        platform.topic(Topics.ACCOUNT_STATE),
        "accounts-latest",
        SignalNodes.latestAccounts(platform, accounts));
    // offsets are seeded before the first start; a missing one later is data loss, not a beginning
    topology.addSource(
        AutoOffsetReset.none(),
        SOURCE,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        platform.topic(Topics.MARKET_TICKS));
    topology.addProcessor(
        SHELL,
        new SignalNodes.Shell(platform, config::plan, model::open, model.name(), accounts),
        SOURCE);
    sink(topology, platform, Sinks.SIGNALS, Topics.SIGNALS);
    sink(topology, platform, Sinks.JOURNAL, Topics.STRATEGY_JOURNAL);
    sink(topology, platform, Sinks.INTENTS, Topics.ORDER_INTENTS);
    sink(topology, platform, Sinks.DEAD_LETTERS, Topics.SIGNALS_DEAD_LETTERS);
    return topology;
  }

  private static void sink(Topology topology, Platform platform, String name, Topic<?> topic) {
    topology.addSink(
        name, platform.topic(topic), new ByteArraySerializer(), new ByteArraySerializer(), SHELL);
  }
}

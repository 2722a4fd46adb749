package io.tapedeck.signals;

import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.signals.kafka.SignalNodes;
import io.tapedeck.signals.kafka.SignalWiring;
import io.tapedeck.signals.kafka.Sinks;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * From ticks to intents:
 *
 * <ol>
 *   <li>ticks, keyed by instrument, come in as bytes
 *   <li>accounts as risk last published them, what became of orders, and commands about models and
 *       strategies are followed by every instance
 *   <li>the shell journals what is newly seen of those, then gives the tick to the instrument's
 *       pipeline
 *   <li>signals, strategy journal, intents and dead letters go out
 * </ol>
 */
public final class SignalsTopology {
  private static final String SOURCE = "ticks-source";
  private static final String SHELL = "signal-pipelines";

  private SignalsTopology() {}

  /** Builds it. */
  public static Topology build(SignalWiring wiring) {
    Platform platform = wiring.platform();
    Topology topology = new Topology();
    follow(
        topology,
        platform,
        SignalNodes.ACCOUNTS,
        Topics.ACCOUNT_STATE,
        SignalNodes.latestAccounts(platform, wiring.accounts()));
    follow(
        topology,
        platform,
        "order-events",
        Topics.ORDER_EVENTS,
        SignalNodes.orderEvents(platform, wiring.orders()));
    follow(
        topology,
        platform,
        "controls",
        Topics.CONTROL_COMMANDS,
        SignalNodes.controls(platform, wiring.models(), wiring.strategies()));
    // offsets are seeded before the first start; a missing one later is data loss, not a beginning
    topology.addSource(
        AutoOffsetReset.none(),
        SOURCE,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        platform.topic(Topics.MARKET_TICKS));
    topology.addProcessor(SHELL, new SignalNodes.Shell(wiring), SOURCE);
    sink(topology, platform, Sinks.SIGNALS, Topics.SIGNALS);
    sink(topology, platform, Sinks.JOURNAL, Topics.STRATEGY_JOURNAL);
    sink(topology, platform, Sinks.INTENTS, Topics.ORDER_INTENTS);
    sink(topology, platform, Sinks.DEAD_LETTERS, Topics.SIGNALS_DEAD_LETTERS);
    return topology;
  }

  private static void follow(
      Topology topology,
      Platform platform,
      String name,
      Topic<?> topic,
      ProcessorSupplier<String, byte[], Void, Void> reader) {
    topology.addGlobalStore(
        SignalNodes.globalStore(name),
        name + "-source",
        new StringDeserializer(),
        new ByteArrayDeserializer(),
        platform.topic(topic),
        name + "-latest",
        reader);
  }

  private static void sink(Topology topology, Platform platform, String name, Topic<?> topic) {
    topology.addSink(
        name, platform.topic(topic), new ByteArraySerializer(), new ByteArraySerializer(), SHELL);
  }
}

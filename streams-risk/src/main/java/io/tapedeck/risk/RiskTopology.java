package io.tapedeck.risk;

import io.tapedeck.risk.kafka.GlobalStores;
import io.tapedeck.risk.kafka.Journal;
import io.tapedeck.risk.kafka.RiskNodes;
import io.tapedeck.risk.kafka.Sinks;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;

/**
 * The risk gate:
 *
 * <ol>
 *   <li>intents, order events and control commands, all keyed by account, come in as bytes
 *   <li>marks and limits are looked up in global stores
 *   <li>the shell journals and decides
 *   <li>journal, decisions, approved orders, account states and dead letters go out, in the
 *       partition that the task reads
 * </ol>
 */
public final class RiskTopology {
  private static final String SHELL = "risk-gate";

  private RiskTopology() {}

  /** Builds it. */
  public static Topology build(Platform platform, Journal journal) {
    Topology topology = new Topology();
    RiskNodes.Shell shell = new RiskNodes.Shell(platform, journal);
    global(topology, platform, GlobalStores.MARKS, Topics.MARKET_MARKS, shell.markArrived());
    global(topology, platform, GlobalStores.LIMITS, Topics.RISK_LIMITS, (key, value) -> {});
    source(topology, platform, "intents-source", Topics.ORDER_INTENTS);
    source(topology, platform, "order-events-source", Topics.ORDER_EVENTS);
    source(topology, platform, "control-source", Topics.CONTROL_COMMANDS);
    topology.addProcessor(SHELL, shell, "intents-source", "order-events-source", "control-source");
    sink(topology, platform, shell, Sinks.JOURNAL, Topics.RISK_JOURNAL);
    sink(topology, platform, shell, Sinks.DECISIONS, Topics.RISK_DECISIONS);
    sink(topology, platform, shell, Sinks.APPROVED, Topics.ORDERS_APPROVED);
    sink(topology, platform, shell, Sinks.ACCOUNTS, Topics.ACCOUNT_STATE);
    topology.addSink(
        Sinks.DEAD_LETTERS,
        platform.topic(Topics.RISK_DEAD_LETTERS),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        SHELL);
    return topology;
  }

  private static void global(
      Topology topology,
      Platform platform,
      String store,
      Topic<?> topic,
      BiConsumer<String, byte @Nullable []> arrived) {
    topology.addGlobalStore(
        RiskNodes.globalStore(store),
        store + "-source",
        new StringDeserializer(),
        new ByteArrayDeserializer(),
        platform.topic(topic),
        store + "-latest",
        RiskNodes.latest(store, arrived));
  }

  private static void source(Topology topology, Platform platform, String name, Topic<?> topic) {
    // offsets are seeded before the first start; a missing one later is data loss, not a beginning
    topology.addSource(
        AutoOffsetReset.none(),
        name,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        platform.topic(topic));
  }

  private static void sink(
      Topology topology, Platform platform, RiskNodes.Shell shell, String name, Topic<?> topic) {
    topology.addSink(
        name,
        platform.topic(topic),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        shell.partitioner(),
        SHELL);
  }
}

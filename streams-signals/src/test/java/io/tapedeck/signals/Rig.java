package io.tapedeck.signals;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.AccountSnapshot.PositionLine;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.runtime.kafka.KafkaClients;
import io.tapedeck.runtime.metrics.Metrics;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.Formats;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;

/** The topology under Kafka's test driver, with real bytes on every topic. */
final class Rig implements AutoCloseable {
  private final SchemaServer schemas = new SchemaServer();
  private final Metrics metrics = new Metrics("signals");
  final MeterRegistry meters = metrics.registry();
  final Formats formats = new Formats(schemas.settings());
  final Platform platform;
  final Topology topology;
  final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> ticks;
  private final TestInputTopic<byte[], byte[]> accounts;
  private final TestInputTopic<byte[], byte[]> orders;
  private final TestInputTopic<byte[], byte[]> controls;
  private long accountSeq;
  private long millis = 1_723_161_254_000L;

  Rig(SignalsConfig config, Path stateDir) {
    this(config, stateDir, false);
  }

  /**
   * A rig.
   *
   * @param behind whether ticks come as a backlog, hours after their time, and not as a live market
   */
  Rig(SignalsConfig config, Path stateDir, boolean behind) {
    platform =
        new Platform(
            new KafkaClients(Setup.kafka("localhost:1", stateDir)),
            formats,
            metrics,
            EdgeClock.system());
    topology = SignalsTopology.build(SignalsApp.wiring(config, platform));
    Properties settings =
        platform
            .kafka()
            .streamsProperties(
                config.applicationId(),
                "signals",
                Map.of("statestore.cache.max.bytes", 64L * 1024 * 1024));
    driver =
        new TopologyTestDriver(
            topology,
            settings,
            Instant.ofEpochMilli(millis).plus(Duration.ofHours(behind ? 1 : 0)));
    ticks = input(Topics.MARKET_TICKS);
    accounts = input(Topics.ACCOUNT_STATE);
    orders = input(Topics.ORDER_EVENTS);
    controls = input(Topics.CONTROL_COMMANDS);
  }

  private TestInputTopic<byte[], byte[]> input(Topic<?> topic) {
    return driver.createInputTopic(
        topic.name(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  void tick(MarketEvent event) {
    raw(event.instrument().value(), formats.of(Topics.MARKET_TICKS).encode(event));
  }

  void raw(String key, byte[] value) {
    ticks.pipeInput(key.getBytes(StandardCharsets.UTF_8), value, millis++);
  }

  void account(TradingState state, InstrumentId instrument, String position) {
    accountSeq++;
    AccountSnapshot snapshot =
        new AccountSnapshot(
            new AccountId(Setup.ACCOUNT),
            accountSeq,
            accountSeq,
            0,
            state,
            false,
            Money.ZERO,
            Money.ZERO,
            Money.ZERO,
            Money.ZERO,
            Money.ZERO,
            List.of(
                new PositionLine(
                    instrument, Quantity.of(position), Price.ZERO, null, Money.ZERO, Money.ZERO)),
            List.of(),
            "",
            null);
    accountBytes(formats.of(Topics.ACCOUNT_STATE).encode(snapshot));
  }

  void accountBytes(byte[] value) {
    accounts.pipeInput(Setup.ACCOUNT.getBytes(StandardCharsets.UTF_8), value);
  }

  /** The venue takes, fills, refuses or ends the order of an intent, whichever is its turn. */
  void order(OrderIntent intent, int turn) {
    OrderEventKind[] kinds = {
      OrderEventKind.ACCEPTED,
      OrderEventKind.ACCEPTED,
      OrderEventKind.ACCEPTED,
      OrderEventKind.REJECTED,
      OrderEventKind.ACCEPTED,
      OrderEventKind.FILLED
    };
    IntentId order =
        intent.action() instanceof OrderAction.Replace replace
            ? replace.target()
            : intent.action() instanceof OrderAction.Cancel cancel ? cancel.target() : intent.id();
    OrderEventKind kind =
        intent.action() instanceof OrderAction.Replace
            ? OrderEventKind.REPLACED
            : intent.action() instanceof OrderAction.Cancel
                ? OrderEventKind.CANCELED
                : kinds[turn % kinds.length];
    OrderEvent event =
        new OrderEvent(
            intent.account(),
            order,
            intent.instrument(),
            kind,
            null,
            null,
            millis,
            millis,
            null,
            kind == OrderEventKind.FILLED ? Quantity.ZERO : null,
            null,
            null,
            "");
    orders.pipeInput(
        intent.account().value().getBytes(StandardCharsets.UTF_8),
        formats.of(Topics.ORDER_EVENTS).encode(event));
  }

  void control(String id, ControlAction action, String strategy) {
    command(
        new ControlCommand(id, null, action, null, "test", "", 0, new StrategyId(strategy), null));
  }

  void command(ControlCommand command) {
    controls.pipeInput(
        "everyone".getBytes(StandardCharsets.UTF_8),
        formats.of(Topics.CONTROL_COMMANDS).encode(command));
  }

  /** What was written to a topic since the last call. */
  <T> List<T> take(Topic<T> topic) {
    TestOutputTopic<byte[], byte[]> output =
        driver.createOutputTopic(
            topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    return output.readRecordsToList().stream()
        .map(record -> formats.of(topic).decode(record.value()))
        .toList();
  }

  @Override
  public void close() {
    driver.close();
    formats.close();
    metrics.close();
    schemas.close();
  }
}

package io.tapedeck.risk;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.risk.kafka.Journal;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.runtime.config.ConfigLoader;
import io.tapedeck.runtime.kafka.KafkaClients;
import io.tapedeck.runtime.kafka.KafkaConfig;
import io.tapedeck.runtime.metrics.Metrics;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.Formats;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The real topology in Kafka's test driver. */
final class RiskHarness implements AutoCloseable {
  final Platform platform;
  final TopologyTestDriver driver;

  RiskHarness(Path stateDir) {
    KafkaConfig kafka =
        new ConfigLoader(Map.of("kafka", KafkaConfig.class))
            .loadText("test", "kafka: {state_dir: " + stateDir + "}", Map.of(), List.of())
            .section(KafkaConfig.class);
    platform =
        new Platform(
            new KafkaClients(kafka), Formats.offline(), new Metrics("risk"), EdgeClock.system());
    Properties settings = platform.kafka().streamsProperties("risk-test", "risk-test");
    driver = new TopologyTestDriver(RiskTopology.build(platform, new NoJournal()), settings);
  }

  private static final class NoJournal implements Journal {
    @Override
    public Head head(int partition) {
      return Head.EMPTY;
    }

    @Override
    public void read(int partition, BiConsumer<JournalEntry, ChainHash> entry) {}
  }

  <T> void send(Topic<T> topic, String key, T value) {
    bytes(topic, key, platform.formats().of(topic).encode(value));
  }

  void bytes(Topic<?> topic, String key, byte[] value) {
    driver
        .createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(key.getBytes(StandardCharsets.UTF_8), value);
  }

  void intent(OrderIntent intent) {
    send(Topics.ORDER_INTENTS, intent.account().value(), intent);
  }

  /** An intent whose record was written at a time. */
  void intentAt(OrderIntent intent, Instant written) {
    driver
        .createInputTopic(
            Topics.ORDER_INTENTS.name(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(
            intent.account().value().getBytes(StandardCharsets.UTF_8),
            platform.formats().of(Topics.ORDER_INTENTS).encode(intent),
            written);
  }

  void event(OrderEvent event) {
    send(Topics.ORDER_EVENTS, event.account().value(), event);
  }

  void control(ControlAction action, AccountId account) {
    ControlCommand command =
        new ControlCommand(
            action + "-" + (account == null ? "*" : account),
            account,
            action,
            null,
            "me",
            "why",
            1);
    send(Topics.CONTROL_COMMANDS, account == null ? "*" : account.value(), command);
  }

  void mark(InstrumentId instrument, String price, long nanos, long offset) {
    Price at = Price.of(price);
    send(
        Topics.MARKET_MARKS,
        instrument.value(),
        new Mark(
            instrument, at, at, at, nanos, nanos, new Coordinates("market-ticks-v1", 0, offset)));
  }

  void limits(RiskLimits limits) {
    send(Topics.RISK_LIMITS, limits.scope(), limits);
  }

  List<Decision> decisions() {
    return read(Topics.RISK_DECISIONS);
  }

  List<OrderCommand> commands() {
    return read(Topics.ORDERS_APPROVED);
  }

  List<AccountSnapshot> accounts() {
    return read(Topics.ACCOUNT_STATE);
  }

  <T> List<T> read(Topic<T> topic) {
    return records(topic).stream()
        .map(record -> platform.formats().of(topic).decode(record.value()))
        .toList();
  }

  List<TestRecord<byte[], byte[]>> records(Topic<?> topic) {
    return driver
        .createOutputTopic(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  @Override
  public void close() {
    driver.close();
  }
}

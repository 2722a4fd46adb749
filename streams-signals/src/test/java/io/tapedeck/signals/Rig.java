package io.tapedeck.signals;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
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
  private long accountSeq;
  private long millis = 1_723_161_254_000L;

  Rig(SignalsConfig config, Path stateDir) {
    platform =
        new Platform(
            new KafkaClients(Setup.kafka("localhost:1", stateDir)),
            formats,
            metrics,
            EdgeClock.system());
    topology = SignalsTopology.build(platform, config, SignalsApp.modelOf(config));
    Properties settings =
        platform
            .kafka()
            .streamsProperties(
                config.applicationId(),
                "signals",
                Map.of("statestore.cache.max.bytes", 64L * 1024 * 1024));
    driver = new TopologyTestDriver(topology, settings);
    ticks = input(Topics.MARKET_TICKS);
    accounts = input(Topics.ACCOUNT_STATE);
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

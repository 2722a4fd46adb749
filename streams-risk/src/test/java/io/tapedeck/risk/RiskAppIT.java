package io.tapedeck.risk;

import static io.tapedeck.risk.Given.BTC;
import static io.tapedeck.risk.Given.MAIN;
import static io.tapedeck.risk.Given.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.localstack.harness.LocalStack;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.risk.kafka.JournalReader;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.runtime.config.ConfigLoader;
import io.tapedeck.runtime.kafka.KafkaClients;
import io.tapedeck.runtime.kafka.KafkaConfig;
import io.tapedeck.runtime.kafka.TopicProvisioner;
import io.tapedeck.runtime.lifecycle.Service;
import io.tapedeck.runtime.lifecycle.ServiceRunner;
import io.tapedeck.runtime.metrics.Metrics;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.registry.RegistrySettings;
import io.tapedeck.schemas.registry.SchemaRegistration;
import io.tapedeck.schemas.serde.Formats;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The app on a real broker: restarts, a new application id, a lost state directory. */
class RiskAppIT {
  @TempDir static Path folder;
  private static LocalStack stack;
  private static Platform platform;

  @BeforeAll
  static void start() throws Exception {
    stack = LocalStack.brokerAndRegistry();
    platform = platform("state");
    try (var admin = platform.kafka().admin()) {
      new TopicProvisioner(platform.kafka().config(), admin).create(2);
    }
    new SchemaRegistration(platform.formats().registry()).register();
    send(Topics.RISK_LIMITS, "*", Given.limits(1, Map.of()));
    Price price = Price.of("60000");
    send(
        Topics.MARKET_MARKS,
        BTC.value(),
        new Mark(BTC, price, price, price, T0, T0, new Coordinates("market-ticks-v1", 0, 1)));
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  private static Platform platform(String state) {
    KafkaConfig kafka =
        new ConfigLoader(Map.of("kafka", KafkaConfig.class))
            .loadText(
                "test",
                "kafka:\n  bootstrap_servers: "
                    + stack.bootstrapServers()
                    + "\n  state_dir: "
                    + folder.resolve(state),
                Map.of(),
                List.of())
            .section(KafkaConfig.class);
    return new Platform(
        new KafkaClients(kafka),
        new Formats(RegistrySettings.of(stack.registryUrl())),
        new Metrics("risk"),
        EdgeClock.system());
  }

  private static <T> void send(Topic<T> topic, String key, T value) throws Exception {
    try (Producer<byte[], byte[]> producer = platform.kafka().producer("test", Map.of())) {
      producer
          .send(
              new ProducerRecord<>(
                  topic.name(),
                  key.getBytes(StandardCharsets.UTF_8),
                  platform.formats().of(topic).encode(value)))
          .get();
    }
  }

  private static ServiceRunner run(String applicationId, Platform with) {
    List<Service> services = RiskApp.services(new RiskConfig(applicationId), with);
    ServiceRunner runner = new ServiceRunner("risk", services, Duration.ofSeconds(10));
    runner.start();
    return runner;
  }

  private static void stop(ServiceRunner runner) {
    runner.requestStop("test");
    assertThat(runner.awaitTermination()).isZero();
  }

  private static List<JournalEntry> journal() {
    List<JournalEntry> entries = new ArrayList<>();
    JournalReader reader = new JournalReader(platform);
    for (int partition = 0; partition < 2; partition++) {
      reader.read(partition, (entry, hash) -> entries.add(entry));
    }
    return entries;
  }

  private static void decided(String intent) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> journal().stream().anyMatch(e -> e.event().toString().contains(intent)));
  }

  @Test
  void goesOnAfterARestartALostStateDirectoryAndUnderANewApplicationId() throws Exception {
    ServiceRunner first = run("risk-a", platform);
    send(Topics.ORDER_INTENTS, "main", Given.market("intent-1", Side.BUY, "0.01", T0));
    decided("intent-1");
    stop(first);

    ServiceRunner again = run("risk-a", platform);
    send(Topics.ORDER_INTENTS, "main", Given.market("intent-2", Side.BUY, "0.01", T0));
    decided("intent-2");
    stop(again);

    ServiceRunner withoutState = run("risk-a", platform("elsewhere"));
    send(Topics.ORDER_INTENTS, "main", Given.market("intent-3", Side.BUY, "0.01", T0));
    decided("intent-3");
    stop(withoutState);

    ServiceRunner newId = run("risk-b", platform("new"));
    send(Topics.ORDER_INTENTS, "main", Given.market("intent-4", Side.BUY, "0.01", T0));
    decided("intent-4");
    stop(newId);

    List<JournalEntry> entries = journal();
    // one account, one partition; how many entries tell of lag is up to the machine
    int last = entries.size();
    assertThat(entries)
        .extracting(JournalEntry::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, last).boxed().toList());
    assertThat(entries.stream().filter(e -> MAIN.equals(e.account())).map(JournalEntry::accountSeq))
        .containsExactly(1L, 2L, 3L, 4L);
    JournalReader reader = new JournalReader(platform);
    assertThat(List.of(reader.head(0).seq(), reader.head(1).seq()))
        .containsExactlyInAnyOrder(0L, (long) last);
    assertThat(ChainHash.GENESIS)
        .isNotEqualTo(reader.head(reader.head(0).seq() == last ? 0 : 1).chain());
  }

  @Test
  void refusesPartitionCountsThatDiffer() throws Exception {
    KafkaConfig config = platform.kafka().config();
    try (var admin = platform.kafka().admin()) {
      assertThatThrownBy(() -> new TopicProvisioner(config, admin).create(3))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has 2 partitions, wanted 3");
    }
  }
}

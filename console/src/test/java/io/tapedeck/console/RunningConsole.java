package io.tapedeck.console;

import static org.awaitility.Awaitility.await;

import io.tapedeck.console.kafka.TopicScan;
import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.AccountSnapshot.Figures;
import io.tapedeck.domain.risk.AccountSnapshot.PositionLine;
import io.tapedeck.localstack.harness.LocalStack;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.runtime.config.ConfigLoader;
import io.tapedeck.runtime.kafka.KafkaClients;
import io.tapedeck.runtime.kafka.KafkaConfig;
import io.tapedeck.runtime.kafka.TopicProvisioner;
import io.tapedeck.runtime.lifecycle.ServiceRunner;
import io.tapedeck.runtime.metrics.Metrics;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.registry.RegistrySettings;
import io.tapedeck.schemas.registry.SchemaRegistration;
import io.tapedeck.schemas.serde.Formats;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A console on a real broker, with two accounts on the tape. */
final class RunningConsole implements AutoCloseable {
  static final int PARTITIONS = 3;

  private final LocalStack stack;
  private final ServiceRunner runner;
  final Platform platform;
  final int port;
  final Map<String, String> tokens = new HashMap<>();

  RunningConsole(Path home) throws Exception {
    stack = LocalStack.brokerAndRegistry();
    KafkaConfig kafka =
        new ConfigLoader(Map.of("kafka", KafkaConfig.class))
            .loadText(
                "test",
                "kafka: {bootstrap_servers: \"" + stack.bootstrapServers() + "\"}",
                Map.of(),
                List.of())
            .section(KafkaConfig.class);
    platform =
        new Platform(
            new KafkaClients(kafka),
            new Formats(RegistrySettings.of(stack.registryUrl())),
            new Metrics("console"),
            EdgeClock.system());
    new TopicProvisioner(kafka, stack.admin()).create(PARTITIONS);
    new SchemaRegistration(platform.formats().registry()).register();
    publish(account("main", "1.5", true));
    publish(account("second", "0", false));
    ConsoleApp app = new ConsoleApp(config(""), platform, home);
    runner = new ServiceRunner("console", app.services(), Duration.ofSeconds(5));
    runner.start();
    port = app.port();
    for (String line : Files.readAllLines(home.resolve("token"))) {
      tokens.put(line.split(" ")[0], line.split(" ")[1]);
    }
    await().until(this::ready);
  }

  private boolean ready() throws Exception {
    HttpURLConnection asked =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + port + "/health/ready").toURL().openConnection();
    return asked.getResponseCode() == 200;
  }

  static ConsoleConfig config(String more) {
    return new ConfigLoader(Map.of("console", ConsoleConfig.class))
        .loadText(
            "test",
            "console: {port: 0, lockout_after: 3, lockout_time: 1500, max_body_bytes: 2000,"
                + " heartbeat_interval: 100, trip_breaker_after: 1500"
                + more
                + "}",
            Map.of(),
            List.of())
        .section(ConsoleConfig.class);
  }

  static AccountSnapshot account(String name, String btc, boolean tripped) {
    Money zero = Money.ZERO;
    return new AccountSnapshot(
        new AccountId(name),
        1,
        1,
        1,
        TradingState.ACTIVE,
        false,
        zero,
        zero,
        zero,
        zero,
        zero,
        List.of(
            new PositionLine(
                new InstrumentId("KRAKEN:BTC/USD"),
                Quantity.of(btc),
                Price.of("100"),
                Price.of("110"),
                zero,
                zero)),
        List.of(),
        "",
        new Figures(
            Money.of("1000"),
            zero,
            zero,
            zero,
            zero,
            0,
            0,
            tripped,
            tripped ? "loss" : "",
            List.of()));
  }

  void publish(AccountSnapshot account) throws Exception {
    publish(Topics.ACCOUNT_STATE, account.account().value(), account);
  }

  <T> void publish(Topic<T> topic, String key, T value) throws Exception {
    try (Producer<byte[], byte[]> producer = platform.kafka().producer("test", Map.of())) {
      producer
          .send(
              new ProducerRecord<>(
                  platform.topic(topic),
                  key.getBytes(StandardCharsets.UTF_8),
                  platform.formats().of(topic).encode(value)))
          .get();
    }
  }

  List<ControlCommand> commands(ControlAction action) {
    List<ControlCommand> found = new ArrayList<>();
    TopicScan.all(
        platform,
        Topics.CONTROL_COMMANDS,
        seen -> {
          if (seen.value().action() == action) {
            found.add(seen.value());
          }
        });
    return found;
  }

  @Override
  public void close() {
    runner.requestStop("test");
    runner.awaitTermination();
    stack.close();
  }
}

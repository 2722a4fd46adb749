package io.tapedeck.executor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.executor.venue.CallObserver;
import io.tapedeck.executor.venue.kraken.KrakenGateway;
import io.tapedeck.localstack.harness.LocalStack;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.runtime.config.ConfigLoader;
import io.tapedeck.runtime.config.LoadedConfig;
import io.tapedeck.runtime.kafka.KafkaClients;
import io.tapedeck.runtime.kafka.KafkaConfig;
import io.tapedeck.runtime.metrics.Metrics;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.Schemas;
import io.tapedeck.schemas.registry.RegistrySettings;
import io.tapedeck.schemas.serde.Formats;
import io.tapedeck.schemas.serde.RecordFormat;
import io.tapedeck.simulator.SimulatorConfig;
import io.tapedeck.simulator.SimulatorConfig.ApiAccount;
import io.tapedeck.simulator.SimulatorConfig.MarketConfig;
import io.tapedeck.simulator.SimulatorConfig.StartConfig;
import io.tapedeck.simulator.VenueSimulator;
import io.tapedeck.simulator.market.Pace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** A broker, a registry and a venue for tests of the whole executor, with a prefix per test. */
final class Rig {
  static final AccountId ACCOUNT = new AccountId("main");
  static final InstrumentId BTC = InstrumentId.of("KRAKEN", "BTC/USD");
  static final String KEY = "test-key";
  static final String SECRET = "c2VjcmV0LW9mLXRoZS10ZXN0LWFjY291bnQtMDAwMDAwMDE=";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Rig() {}

  static VenueSimulator venue(Path folder) throws IOException {
    return VenueSimulator.start(
        SimulatorConfig.builder(folder)
            .accounts(
                new ApiAccount("main", KEY, SECRET, Map.of("USD", "1000000000", "BTC", "10000")))
            .market(MarketConfig.synthetic(7, 2_000_000))
            .speed(Pace.rate(500))
            .start(StartConfig.onCommandOnly())
            .earliestDeadlineMillis(-1)
            .build());
  }

  static Platform platform(String bootstrap, String registryUrl, String prefix) {
    LoadedConfig loaded =
        new ConfigLoader(Map.of("kafka", KafkaConfig.class))
            .loadText(
                "test",
                "kafka:\n  bootstrap_servers: " + bootstrap + "\n  topic_prefix: " + prefix + "\n",
                Map.of(),
                List.of());
    return new Platform(
        new KafkaClients(loaded.section("kafka", KafkaConfig.class)),
        new Formats(RegistrySettings.of(registryUrl)),
        new Metrics("executor"),
        EdgeClock.system());
  }

  /** Creates the executor's topics and registers their schemas. */
  static void prepare(LocalStack stack, Platform platform) {
    Map<String, Integer> partitions = new java.util.HashMap<>();
    for (Topic<?> topic :
        List.of(
            Topics.ORDERS_APPROVED,
            Topics.EXECUTOR_JOURNAL,
            Topics.ORDER_EVENTS,
            Topics.VENUE_STATEMENTS,
            Topics.EXECUTOR_DEAD_LETTERS)) {
      partitions.put(platform.topic(topic), 2);
      platform
          .formats()
          .registry()
          .register(topic.subject(), Schemas.named(topic.codec().schemaName()));
    }
    stack.createTopics(partitions);
  }

  static ExecutorConfig config(String restUrl, String webSocketUrl, Path home, List<String> sets) {
    String yaml =
        String.join(
            "\n",
            "execution:",
            "  retry_delay_ms: 50",
            "  deadline_ms: 1500",
            "  lease_ms: 1000",
            "  clock_skew_ms: 100",
            "  call_timeout_ms: 700",
            "  sweep_interval_ms: 300",
            "  statement_interval_ms: 1000",
            "  kill_file: " + home.resolve("KILL"),
            "  state_dir: " + home.resolve("executor"),
            "  accounts:",
            "    - name: main",
            "      rest_url: " + restUrl,
            "      websocket_url: " + webSocketUrl,
            "      api_key: " + KEY,
            "      api_secret: " + SECRET,
            "");
    return new ConfigLoader(Map.of("execution", ExecutorConfig.class))
        .loadText("test", yaml, Map.of(), sets)
        .section("execution", ExecutorConfig.class);
  }

  static OrderCommand command(String intent, OrderAction action, long lifeNanos) {
    return new OrderCommand(
        new IntentId(intent),
        ACCOUNT,
        new StrategyId("test"),
        BTC,
        action,
        // a tape of 2024: event times are never compared with the wall clock
        1_723_075_200_000_000_000L,
        EdgeClock.system().epochNanos(),
        1_723_075_200_000_000_000L + lifeNanos,
        1,
        Price.of("60000"));
  }

  static void approve(Platform platform, List<OrderCommand> commands) {
    RecordFormat<OrderCommand> format = platform.formats().of(Topics.ORDERS_APPROVED);
    try (Producer<byte[], byte[]> producer =
        platform.kafka().producer("risk-of-the-test", Map.of())) {
      for (OrderCommand command : commands) {
        producer.send(
            new ProducerRecord<>(
                platform.topic(Topics.ORDERS_APPROVED),
                command.account().value().getBytes(StandardCharsets.UTF_8),
                format.encode(command)));
      }
      producer.flush();
    }
  }

  static <T> List<T> read(Platform platform, Topic<T> topic) {
    RecordFormat<T> format = platform.formats().of(topic);
    List<T> values = new ArrayList<>();
    try (var consumer = platform.kafka().consumer(null, "test-reader", Map.of())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(platform.topic(topic)).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.get(at))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
          values.add(format.decode(record.value()));
        }
      }
    }
    return values;
  }

  /** The account in other hands. */
  static KrakenGateway gateway(VenueSimulator venue, Path nonces) {
    return new KrakenGateway(
        new KrakenGateway.Settings(
            "main",
            URI.create(venue.restUrl()),
            URI.create(venue.webSocketUrl()),
            KEY,
            SECRET,
            nonces,
            Duration.ofSeconds(2),
            Duration.ofMillis(20),
            EdgeClock.system()::epochNanos,
            CallObserver.NONE));
  }

  /** Lines of the venue's ledger of one kind; a last line still being written is left out. */
  static List<JsonNode> ledger(VenueSimulator venue, String kind) {
    try {
      List<JsonNode> lines = new ArrayList<>();
      String text = Files.readString(venue.ledgerFile());
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
        JsonNode node = JSON.readTree(line);
        if (node.path("kind").asText().equals(kind)) {
          lines.add(node);
        }
      }
      return lines;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static String control(VenueSimulator venue, String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(venue.restUrl() + "/control/" + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

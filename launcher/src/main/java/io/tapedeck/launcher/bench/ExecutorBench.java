package io.tapedeck.launcher.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.DerivedIds;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.executor.ExecutorApp;
import io.tapedeck.executor.ExecutorConfig;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.stack.Provision;
import io.tapedeck.localstack.harness.LocalStack;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.lifecycle.ServiceRunner;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.RecordFormat;
import io.tapedeck.simulator.SimulatorConfig;
import io.tapedeck.simulator.SimulatorConfig.ApiAccount;
import io.tapedeck.simulator.SimulatorConfig.MarketConfig;
import io.tapedeck.simulator.SimulatorConfig.StartConfig;
import io.tapedeck.simulator.VenueSimulator;
import io.tapedeck.simulator.market.Pace;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The executor alone, beside its broker and a venue on this machine:
 *
 * <ol>
 *   <li>what Kafka itself costs: a transaction of one record, begun and committed
 *   <li>approved orders at several rates: from the broker's acknowledgement of the approval to the
 *       venue's receipt of the order, as its own ledger has it
 * </ol>
 */
public final class ExecutorBench {
  private static final int COMMITS = 300;
  private static final int WARM_UP = 200;
  private static final Duration DRAIN = Duration.ofSeconds(20);
  private static final String NAMESPACE = "bench";
  private static final AccountId ACCOUNT = new AccountId("bench");
  private static final String SECRET = "YmVuY2gtYmVuY2gtYmVuY2gtYmVuY2gtYmVuY2gtYmVuY2g=";
  private static final String CONFIG =
      """
      execution:
        rate_limit_per_second: 0
        in_flight: 16
        kill_file: %s
        state_dir: %s
        caps: {orders_per_second: 0, notional_per_minute: 0, open_orders: 0, price_collar: 0}
        accounts:
          - {name: bench, rest_url: "%s", websocket_url: "%s", api_key: bench-key, api_secret: %s}
      """;

  private final Settings base;
  private final int seconds;
  private final Consumer<String> progress;
  private final Map<String, Long> approvedNanos = new ConcurrentHashMap<>();

  /** With a config, so many seconds at each rate. */
  public ExecutorBench(Settings base, int seconds, Consumer<String> progress) {
    this.base = base;
    this.seconds = seconds;
    this.progress = progress;
  }

  /** Runs it all and returns the figures by name. */
  public Map<String, Object> run() throws IOException, ExecutionException, InterruptedException {
    Path folder = Files.createTempDirectory("tapedeck-bench");
    try (LocalStack stack = LocalStack.brokerAndRegistry();
        VenueSimulator venue = venue(folder.resolve("venue"))) {
      venue.play();
      Settings settings =
          base.with(
              "kafka.bootstrap_servers=" + stack.bootstrapServers(),
              "schema_registry.urls=" + stack.registryUrl(),
              "kafka.state_dir=" + folder.resolve("state"));
      Platform platform = settings.platform("bench");
      Provision.all(settings, platform);
      ExecutorConfig config = config(settings, folder, venue);
      ServiceRunner runner =
          new ServiceRunner(
              "bench", ExecutorApp.services(config, platform), Duration.ofSeconds(20));
      Map<String, Object> report = new LinkedHashMap<>();
      progress.accept("bare transactions");
      bareCommits(platform, WARM_UP);
      Histogram bare = bareCommits(platform, COMMITS);
      report.put("bare_commit_ms", millis(bare));
      runner.start();
      try {
        progress.accept("warming up");
        approve(platform, "warm", 50, 10);
        for (int rate : new int[] {20, 100, 200}) {
          progress.accept(rate + " orders a second");
          Histogram wire = measure(platform, venue, rate);
          Map<String, Object> found = millis(wire);
          found.put("approved", rate * seconds);
          found.put(
              "p50_in_bare_commits",
              Math.round(10.0 * wire.getValueAtPercentile(50) / bare.getValueAtPercentile(50))
                  / 10.0);
          report.put("approved_to_venue_ms_at_" + rate + "_a_second", found);
        }
      } finally {
        runner.requestStop("measured");
        runner.awaitTermination();
      }
      report.put("bare_commit_ms_again", millis(bareCommits(platform, COMMITS)));
      report.put("cores", Runtime.getRuntime().availableProcessors());
      report.put(
          "load_average", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
      return report;
    }
  }

  private static VenueSimulator venue(Path folder) throws IOException {
    return VenueSimulator.start(
        SimulatorConfig.builder(folder)
            .accounts(
                new ApiAccount(ACCOUNT.value(), "bench-key", SECRET, Map.of("USD", "8000000000")))
            .market(MarketConfig.synthetic(7, 10_000_000))
            .speed(Pace.rate(100))
            .start(StartConfig.onCommandOnly())
            .build());
  }

  private static ExecutorConfig config(Settings settings, Path folder, VenueSimulator venue)
      throws IOException {
    Path file = folder.resolve("executor.yaml");
    Files.writeString(
        file,
        CONFIG.formatted(
            folder.resolve("KILL"),
            folder.resolve("executor"),
            venue.restUrl(),
            venue.webSocketUrl(),
            SECRET));
    return new Settings(file, settings.environment(), settings.sets(), settings.loaded())
        .with("execution.namespace=" + NAMESPACE)
        .section(ExecutorConfig.class);
  }

  /** Each commit follows the one before, as the executor's do. */
  private static Histogram bareCommits(Platform platform, int count) {
    Histogram micros = new Histogram(60_000_000, 3);
    String topic = platform.topic(Topics.RISK_DEAD_LETTERS);
    try (Producer<byte[], byte[]> producer =
        platform
            .kafka()
            .transactionalProducer(
                "bench-bare", "bench-bare", Map.of("linger.ms", 0, "retry.backoff.ms", 2))) {
      producer.initTransactions();
      for (int i = 0; i < count; i++) {
        long begin = System.nanoTime();
        producer.beginTransaction();
        var unused = producer.send(new ProducerRecord<>(topic, new byte[0]));
        producer.commitTransaction();
        micros.recordValue((System.nanoTime() - begin) / 1_000);
      }
    }
    return micros;
  }

  private Histogram measure(Platform platform, VenueSimulator venue, int rate)
      throws IOException, InterruptedException {
    approvedNanos.clear();
    int count = rate * seconds;
    String run = "r" + rate;
    approve(platform, run, count, rate);
    long until = System.nanoTime() + DRAIN.toNanos();
    Histogram micros = received(venue);
    while (micros.getTotalCount() < count && System.nanoTime() < until) {
      Thread.sleep(200);
      micros = received(venue);
    }
    return micros;
  }

  private void approve(Platform platform, String run, int count, int rate) {
    RecordFormat<OrderCommand> format = platform.formats().of(Topics.ORDERS_APPROVED);
    String topic = platform.topic(Topics.ORDERS_APPROVED);
    byte[] key = ACCOUNT.value().getBytes(StandardCharsets.UTF_8);
    try (Producer<byte[], byte[]> producer =
        platform.kafka().producer("bench-approvals", Map.of("linger.ms", 0))) {
      long begin = System.nanoTime();
      for (int i = 0; i < count; i++) {
        LockSupport.parkNanos(begin + i * 1_000_000_000L / rate - System.nanoTime());
        IntentId intent = new IntentId(run + "-" + i);
        String id = DerivedIds.clientOrder(NAMESPACE, ACCOUNT, intent, 1).value();
        long now = platform.clock().epochNanos();
        var unused =
            producer.send(
                new ProducerRecord<>(topic, key, format.encode(command(intent, now))),
                (metadata, failure) -> approvedNanos.put(id, platform.clock().epochNanos()));
      }
      producer.flush();
    }
  }

  private static OrderCommand command(IntentId intent, long now) {
    return new OrderCommand(
        intent,
        ACCOUNT,
        new StrategyId("bench"),
        InstrumentId.of("KRAKEN", "BTC/USD"),
        new OrderAction.Submit(OrderTerms.market(Side.BUY, Quantity.of("0.001"))),
        now,
        now,
        now + Duration.ofSeconds(30).toNanos(),
        1,
        Price.of("60000"));
  }

  /** The venue's ledger against the approvals. */
  private Histogram received(VenueSimulator venue) throws IOException {
    Histogram micros = new Histogram(600_000_000, 3);
    ObjectMapper json = new ObjectMapper();
    String text = Files.readString(venue.ledgerFile());
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      if (!line.contains("order_accepted")) {
        continue;
      }
      JsonNode order = json.readTree(line);
      Long approved = approvedNanos.get(order.path("cl_ord_id").asText());
      if (approved != null) {
        micros.recordValue(Math.max(0, (order.path("receivedAtNs").asLong() - approved) / 1_000));
      }
    }
    return micros;
  }

  private static Map<String, Object> millis(Histogram micros) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("count", micros.getTotalCount());
    figures.put("p50", micros.getValueAtPercentile(50) / 1e3);
    figures.put("p99", micros.getValueAtPercentile(99) / 1e3);
    figures.put("max", micros.getMaxValue() / 1e3);
    return figures;
  }
}

package io.tapedeck.launcher.bench;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.signal.Evidence;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.stack.Provision;
import io.tapedeck.localstack.harness.LocalStack;
import io.tapedeck.risk.Controls;
import io.tapedeck.risk.RiskApp;
import io.tapedeck.risk.RiskConfig;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.kafka.KafkaConfig;
import io.tapedeck.runtime.lifecycle.Service;
import io.tapedeck.runtime.lifecycle.ServiceRunner;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.RecordFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The risk service alone, beside the broker that it reads from and writes to:
 *
 * <ol>
 *   <li>accounts with many positions each are filled
 *   <li>a backlog of intents is decided, every check made and written
 *   <li>the state directory is lost, and the state restored from its changelog
 * </ol>
 */
public final class RiskBench {
  private static final String ID = "bench-risk";
  private static final long T0 = 1_723_161_254_000_000_000L;
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration STOP = Duration.ofSeconds(20);
  private static final StrategyId STRATEGY = new StrategyId("bench");

  private final Settings base;
  private final int accounts;
  private final int positions;
  private final int intents;
  private final Consumer<String> progress;

  /** With a config; so many accounts, positions of each, and intents in all. */
  public RiskBench(
      Settings base, int accounts, int positions, int intents, Consumer<String> progress) {
    this.base = base;
    this.accounts = accounts;
    this.positions = positions;
    this.intents = intents;
    this.progress = progress;
  }

  /** Runs it all and returns the figures by name. */
  public Map<String, Object> run() throws IOException, ExecutionException, InterruptedException {
    Path folder = Files.createTempDirectory("tapedeck-bench");
    try (LocalStack stack = LocalStack.brokerAndRegistry()) {
      Settings settings =
          base.with(
              "kafka.bootstrap_servers=" + stack.bootstrapServers(),
              "schema_registry.urls=" + stack.registryUrl(),
              "kafka.state_dir=" + folder.resolve("state"));
      Platform platform = settings.platform("bench");
      Provision.all(settings, platform);
      try (Admin admin = platform.kafka().admin("tapedeck-bench")) {
        return measure(settings, platform, admin, folder.resolve("state"));
      }
    } finally {
      delete(folder);
    }
  }

  private Map<String, Object> measure(
      Settings settings, Platform platform, Admin admin, Path stateDir)
      throws ExecutionException, InterruptedException, IOException {
    send(platform, Topics.RISK_LIMITS, List.of(wide()), RiskLimits::scope);
    send(platform, Topics.MARKET_MARKS, marks(), mark -> mark.instrument().value());
    progress.accept("filling " + accounts + " accounts with " + positions + " positions each");
    for (int position = 0; position < positions; position++) {
      send(platform, Topics.ORDER_EVENTS, fills(position), event -> event.account().value());
    }
    double filled = rate(platform, admin, Topics.ORDER_EVENTS, (long) accounts * positions);

    progress.accept("warming up");
    send(platform, Topics.ORDER_INTENTS, wishes(0, intents / 4), i -> i.account().value());
    rate(platform, admin, Topics.ORDER_INTENTS, intents / 4);
    progress.accept("deciding " + intents + " intents");
    send(
        platform,
        Topics.ORDER_INTENTS,
        wishes(intents / 4, intents + intents / 4),
        i -> i.account().value());
    double decided = rate(platform, admin, Topics.ORDER_INTENTS, intents);

    progress.accept("restoring");
    long stored = stored(platform, admin);
    delete(stateDir);
    ServiceRunner runner = runner(platform);
    long begun = System.nanoTime();
    runner.start();
    awaitRunning(runner);
    double restored = (System.nanoTime() - begun) / 1e9;
    stop(runner);

    Map<String, Object> report = new LinkedHashMap<>();
    report.put("accounts", accounts);
    report.put("positions_each", positions);
    report.put("fills_per_s", Math.round(filled));
    report.put("decisions_per_s", Math.round(decided));
    report.put("checks_per_decision", Controls.all().size());
    report.put("state_bytes_per_account", stored / accounts);
    report.put("restore_s", restored);
    report.put("stream_threads", settings.section(KafkaConfig.class).streamThreads());
    return report;
  }

  private RiskLimits wide() {
    TreeMap<String, Long> values = new TreeMap<>();
    Map.of(
            "capital", "100000000",
            "max_order_value", "100000",
            "max_notional_per_position", "10000000",
            "max_concentration_percent", "100",
            "max_daily_loss", "90000000",
            "max_mark_age_seconds", "86400",
            "max_open_orders", "20",
            "max_total_exposure", "100000000")
        .forEach((name, value) -> values.put(name, FixedPoint.parse(value)));
    return new RiskLimits(RiskLimits.EVERYONE, 2, "bench", "", "bench", T0, values);
  }

  private static InstrumentId instrument(int position) {
    return InstrumentId.of("KRAKEN", "C" + position + "/USD");
  }

  private static AccountId account(int account) {
    return new AccountId("account-" + account);
  }

  private static Price price(int position) {
    return new Price((100 + position) * FixedPoint.ONE);
  }

  private List<Mark> marks() {
    return Stream.iterate(0, i -> i + 1)
        .limit(positions)
        .map(
            i ->
                new Mark(
                    instrument(i),
                    price(i),
                    price(i),
                    price(i),
                    T0,
                    T0,
                    new Coordinates(Topics.MARKET_TICKS.name(), 0, i)))
        .toList();
  }

  private List<OrderEvent> fills(int position) {
    return Stream.iterate(0, a -> a + 1)
        .limit(accounts)
        .map(
            a ->
                new OrderEvent(
                    account(a),
                    null,
                    instrument(position),
                    OrderEventKind.FILLED,
                    null,
                    null,
                    T0,
                    T0,
                    new Execution(
                        new ExecutionId("T" + position),
                        Side.BUY,
                        Quantity.of("10"),
                        price(position),
                        Money.of("0.1"),
                        "USD",
                        false),
                    null,
                    null,
                    null,
                    ""))
        .toList();
  }

  private List<OrderIntent> wishes(int from, int to) {
    return Stream.iterate(from, i -> i + 1)
        .limit(to - from)
        .map(
            i ->
                new OrderIntent(
                    new IntentId("8fc70d93-a577-557c-af45-" + (100_000_000_000L + i)),
                    account(i % accounts),
                    STRATEGY,
                    instrument(i / accounts % positions),
                    new OrderAction.Submit(OrderTerms.market(Side.BUY, Quantity.of("1"))),
                    T0 + i * 1_000_000L,
                    T0 + i * 1_000_000L,
                    T0 + i * 1_000_000L + 5_000_000_000L,
                    Evidence.byHand(new Coordinates(Topics.MARKET_TICKS.name(), 0, i))))
        .toList();
  }

  private static <T> void send(
      Platform platform, Topic<T> topic, List<T> values, Function<T, String> key) {
    RecordFormat<T> format = platform.formats().of(topic);
    try (Producer<byte[], byte[]> producer =
        platform.kafka().producer("bench", PlainThroughput.PRODUCER)) {
      for (T value : values) {
        var unused =
            producer.send(
                new ProducerRecord<>(
                    platform.topic(topic),
                    key.apply(value).getBytes(StandardCharsets.UTF_8),
                    format.encode(value)));
      }
    }
  }

  /** Records a second from the moment that the service runs to the commit of the last. */
  private static double rate(Platform platform, Admin admin, Topic<?> topic, long records)
      throws ExecutionException, InterruptedException {
    ServiceRunner runner = runner(platform);
    runner.start();
    awaitRunning(runner);
    long begun = System.nanoTime();
    long end = new CatchUp(admin, Map.of(ID, List.of(platform.topic(topic)))).await();
    stop(runner);
    return records / ((end - begun) / 1e9);
  }

  private static ServiceRunner runner(Platform platform) {
    List<Service> services = RiskApp.services(new RiskConfig(ID), platform);
    return new ServiceRunner("risk", services, STOP);
  }

  private static void awaitRunning(ServiceRunner runner) throws InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (runner.healthChecks().stream().anyMatch(c -> !c.check().up())) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("risk did not run within " + START);
      }
      Thread.sleep(20);
    }
  }

  private static void stop(ServiceRunner runner) throws InterruptedException {
    runner.requestStop("measured");
    runner.awaitTermination();
  }

  /** Bytes of the latest value of each key in the changelog: what a restore must bring back. */
  private static long stored(Platform platform, Admin admin)
      throws ExecutionException, InterruptedException {
    String topic = ID + "-risk-state-changelog";
    Map<TopicPartition, Long> ends = TopicEnds.of(admin, topic);
    Map<String, Integer> sizes = new HashMap<>();
    try (var consumer = platform.kafka().consumer(null, "bench-state", Map.of())) {
      consumer.assign(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      while (ends.keySet().stream()
          .anyMatch(at -> consumer.position(at) < ends.getOrDefault(at, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          String key = record.partition() + new String(record.key(), StandardCharsets.UTF_8);
          if (record.value() == null) {
            sizes.remove(key);
          } else {
            sizes.put(key, record.key().length + record.value().length);
          }
        }
      }
    }
    return sizes.values().stream().mapToLong(Integer::longValue).sum();
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}

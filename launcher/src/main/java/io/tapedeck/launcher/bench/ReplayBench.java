package io.tapedeck.launcher.bench;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.SimulatorSection;
import io.tapedeck.launcher.backtest.StrategyChoice;
import io.tapedeck.launcher.stack.Provision;
import io.tapedeck.localstack.harness.LocalStack;
import io.tapedeck.replay.backtest.BacktestPlan;
import io.tapedeck.replay.backtest.BacktestResult;
import io.tapedeck.replay.backtest.BacktestRun;
import io.tapedeck.replay.sweep.Sweep;
import io.tapedeck.replay.tick.ReadAhead;
import io.tapedeck.replay.tick.TickCache;
import io.tapedeck.replay.tick.TickCaches;
import io.tapedeck.replay.tick.TickSource;
import io.tapedeck.replay.tick.TopicTicks;
import io.tapedeck.replay.venue.FillRules;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import io.tapedeck.signals.SignalsApp;
import io.tapedeck.signals.SignalsConfig;
import io.tapedeck.signals.core.ModelSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How fast a tape is played, in one thread, by the engine of {@code backtest}:
 *
 * <ol>
 *   <li>from the local cache, with a moving-average strategy and every limit set
 *   <li>straight from Kafka, beside a plain consumer that is tuned for throughput and decodes
 *       nothing, taking turns with it
 *   <li>from the cache with the model asked at every tick
 *   <li>a hundred runs of a sweep over a smaller tape on all cores, beside a hundred readings of
 *       the same tape's topic by the plain consumer
 * </ol>
 *
 * <p>Each figure is the median of its runs, after one that is not counted.
 */
public final class ReplayBench {
  private static final int RUNS = 5;
  private static final long PERIOD = 60_000_000_000L;

  private static final int SWEEP_RUNS = 100;
  private static final long SWEEP_TICKS = 166_351;

  private final Settings base;
  private final long ticks;
  private final @Nullable Path sweepTape;
  private final Consumer<String> progress;

  /**
   * With a config, so many ticks a run.
   *
   * @param sweepTape a recorded file that is swept over, null for a synthetic one of its size
   */
  public ReplayBench(
      Settings base, long ticks, @Nullable Path sweepTape, Consumer<String> progress) {
    this.base = base;
    this.ticks = ticks;
    this.sweepTape = sweepTape;
    this.progress = progress;
  }

  /** Runs it all and returns the figures by name. */
  public Map<String, Object> run() throws IOException, ExecutionException, InterruptedException {
    Map<String, Object> report = new LinkedHashMap<>();
    List<String> symbols = base.section(SimulatorSection.class).symbols();
    Path folder = Files.createTempDirectory("tapedeck-bench");
    progress.accept("a tape of " + ticks + " ticks");
    try (TickCache cache =
        new TickCaches(folder)
            .of(Map.of("bench", ticks), () -> new SyntheticTicks(symbols, 13, ticks), done -> {})) {
      report.put("ticks", ticks);
      report.put("cache_bytes_per_tick", Files.size(cache.file()) / (double) ticks);
      fromCache(report, cache);
      withModel(report, cache);
      progress.accept("the same ticks on a topic");
      try (LocalStack stack = LocalStack.brokerAndRegistry()) {
        Settings settings =
            base.with(
                "kafka.bootstrap_servers=" + stack.bootstrapServers(),
                "schema_registry.urls=" + stack.registryUrl());
        fromKafka(report, settings, symbols);
        sweep(report, settings.with("kafka.topic_prefix=sweep-"), new TickCaches(folder), symbols);
      }
    }
    report.put("load_average", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    report.put("cores", Runtime.getRuntime().availableProcessors());
    return report;
  }

  private void fromCache(Map<String, Object> report, TickCache cache) {
    BacktestPlan plan = plan("moving_average_cross", "interval", null);
    BacktestResult[] last = new BacktestResult[1];
    double rate =
        median(
            "from the cache",
            () -> {
              try (TickSource source = cache.ticks()) {
                last[0] = BacktestRun.of(plan, source);
              }
            });
    report.put("cache_ticks_per_s_per_core", Math.round(rate));
    report.put("cache_ticks_per_fill", ticks / Math.max(1, last[0].trading().fills().size()));
    report.put("cache_intents", last[0].counts().intents());
    report.put("cache_denials", last[0].counts().denials().toString());
    report.put("cache_decisions_chain", last[0].ending().chain());
  }

  private void withModel(Map<String, Object> report, TickCache cache) {
    BacktestPlan plan =
        plan("threshold", "every_tick", SignalsApp.modelOf(base.section(SignalsConfig.class)));
    double rate =
        median(
            "the model asked at every tick",
            () -> {
              try (TickSource source = cache.ticks()) {
                BacktestRun.of(plan, source);
              }
            });
    report.put("onnx_ticks_per_s", Math.round(rate));
  }

  private void fromKafka(Map<String, Object> report, Settings settings, List<String> symbols)
      throws ExecutionException, InterruptedException, IOException {
    Platform platform = settings.platform("bench");
    Provision.all(settings, platform);
    try (SyntheticTicks source = new SyntheticTicks(symbols, 13, ticks)) {
      TickTopic.fill(platform, source);
    }
    BacktestPlan plan = plan("moving_average_cross", "interval", null);
    String topic = platform.topic(Topics.MARKET_TICKS);
    double[] plain = new double[RUNS];
    double[] played = new double[RUNS];
    for (int run = -1; run < RUNS; run++) {
      double bytesOnly = rate(() -> new PlainReader(platform).tuned(topic));
      double engine =
          rate(
              () -> {
                try (TickSource source = new ReadAhead(new TopicTicks(platform, topic, Map.of()))) {
                  BacktestRun.of(plan, source);
                }
              });
      progress.accept(
          String.format("plain consumer %,.0f, backtest from Kafka %,.0f", bytesOnly, engine));
      if (run >= 0) {
        plain[run] = bytesOnly;
        played[run] = engine;
      }
    }
    double floor = middle(plain);
    double rate = middle(played);
    report.put("plain_consumer_records_per_s", Math.round(floor));
    report.put("kafka_ticks_per_s", Math.round(rate));
    report.put("kafka_ratio", Math.round(rate / floor * 1000) / 1000.0);
  }

  private void sweep(
      Map<String, Object> report, Settings settings, TickCaches caches, List<String> symbols)
      throws ExecutionException, InterruptedException, IOException {
    Path file = sweepTape;
    long begun = System.nanoTime();
    try (TickCache tape =
        file == null
            ? caches.of(
                Map.of("sweep", SWEEP_TICKS),
                () -> new SyntheticTicks(symbols, 17, SWEEP_TICKS),
                done -> {})
            : caches.ofCsv(file, "KRAKEN", done -> {})) {
      double decoded = (System.nanoTime() - begun) / 1e9;
      Platform platform = settings.platform("bench");
      Provision.all(settings, platform);
      try (TickSource source = tape.ticks()) {
        TickTopic.fill(platform, source);
      }
      List<Sweep.Candidate> candidates = new ArrayList<>();
      for (int run = 0; run < SWEEP_RUNS; run++) {
        TreeMap<String, String> choice =
            new TreeMap<>(Map.of("cross.fast", 1 + run % 10 + "s", "cross.slow", 12 + run + "s"));
        candidates.add(new Sweep.Candidate("" + run, choice, plan("moving_average_cross", choice)));
      }
      progress.accept("a hundred runs over " + tape.size() + " ticks");
      begun = System.nanoTime();
      int threads = Runtime.getRuntime().availableProcessors();
      Sweep.run(tape::ticks, candidates, threads, row -> {});
      double swept = (System.nanoTime() - begun) / 1e9;
      progress.accept("a hundred readings by the plain consumer");
      String topic = platform.topic(Topics.MARKET_TICKS);
      begun = System.nanoTime();
      for (int run = 0; run < SWEEP_RUNS; run++) {
        new PlainReader(platform).tuned(topic);
      }
      double read = (System.nanoTime() - begun) / 1e9;
      report.put("sweep_tape_ticks", tape.size());
      report.put("sweep_decode_s", decoded);
      report.put("sweep_100_runs_s", swept);
      report.put("sweep_100_plain_readings_s", read);
      // decoding the tape once is part of a sweep
      report.put("sweep_ratio", Math.round(read / (swept + decoded) * 1000) / 1000.0);
    }
  }

  private double median(String what, Runnable run) {
    double[] rates = new double[RUNS];
    for (int i = -1; i < RUNS; i++) {
      double rate = rate(run);
      progress.accept(String.format("%s: %,.0f ticks a second", what, rate));
      if (i >= 0) {
        rates[i] = rate;
      }
    }
    return middle(rates);
  }

  private double rate(Runnable run) {
    long begun = System.nanoTime();
    run.run();
    return ticks / ((System.nanoTime() - begun) / 1e9);
  }

  private static double middle(double[] rates) {
    double[] sorted = rates.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private BacktestPlan plan(String type, Map<String, String> parameters) {
    return plan(type, "interval", null, parameters);
  }

  private BacktestPlan plan(String type, String emit, @Nullable ModelSource model) {
    Map<String, String> parameters =
        Map.of(
            "cross.fast", "1s",
            "cross.slow", "5s",
            "order_notional", "500",
            "patience", "1000",
            "cool_down", "2000");
    return plan(type, emit, model, parameters);
  }

  private BacktestPlan plan(
      String type, String emit, @Nullable ModelSource model, Map<String, String> parameters) {
    SignalsConfig signals =
        base.with("signal.emit=" + emit)
            .section(SignalsConfig.class)
            .withStrategies(new StrategyChoice(base).choose(List.of(type), parameters));
    return new BacktestPlan(
        signals.plan(), model, List.of(everyLimit()), FillRules.DEFAULT, PERIOD);
  }

  /** Every limit that there is, wide enough for the strategy to trade on. */
  private static RiskLimits everyLimit() {
    TreeMap<String, Long> values = new TreeMap<>();
    for (Limit limit : Limit.values()) {
      values.put(limit.key(), FixedPoint.parse(WIDE.getOrDefault(limit.key(), "9000000000")));
    }
    TreeMap<String, String> settings =
        new TreeMap<>(
            Map.of(
                "allow_leverage", "true",
                "enforce_correlation_check", "true",
                "enforce_market_hours", "true",
                "session_hours", "00:00-24:00",
                "session_days", "MON,TUE,WED,THU,FRI,SAT,SUN",
                "blackout_periods", "12:00-12:01",
                "allowed_instruments", "KRAKEN:*"));
    return new RiskLimits(RiskLimits.EVERYONE, 1, "bench", "", "bench", 0, values, settings);
  }

  private static final Map<String, String> WIDE =
      Map.ofEntries(
          Map.entry("capital", "10000000"),
          Map.entry("max_concentration_percent", "100"),
          Map.entry("max_slippage_percent", "100"),
          Map.entry("max_price_deviation_percent", "100"),
          Map.entry("max_atr_percent", "100"),
          Map.entry("max_position_correlation", "1"),
          Map.entry("correlation_lookback_days", "30"),
          Map.entry("drawdown_threshold_percent", "100"),
          Map.entry("default_stop_loss_percent", "2"),
          Map.entry("base_volatility_percent", "1"),
          Map.entry("min_order_size", "0.000000001"),
          Map.entry("min_price", "0.000000001"),
          Map.entry("max_leverage", "10"),
          Map.entry("min_margin_percent", "1"),
          Map.entry("cooldown_minutes", "60"),
          Map.entry("duplicate_order_window_seconds", "0.001"),
          Map.entry("repeated_order_window_seconds", "60"),
          Map.entry("position_limit_alert_threshold", "80"),
          Map.entry("loss_limit_alert_threshold", "80"));
}

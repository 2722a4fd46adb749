package io.tapedeck.launcher.backtest;

import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.stack.LimitsFile;
import io.tapedeck.replay.backtest.BacktestPlan;
import io.tapedeck.replay.tick.TickCache;
import io.tapedeck.replay.tick.TickCaches;
import io.tapedeck.replay.tick.TickSource;
import io.tapedeck.replay.venue.FillRules;
import io.tapedeck.runtime.Platform;
import io.tapedeck.signals.SignalsApp;
import io.tapedeck.signals.SignalsConfig;
import io.tapedeck.signals.StrategyConfig;
import io.tapedeck.signals.core.ModelSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** From what was asked for to what is played. Reads files; decides nothing. */
public final class Preparation {
  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long MOST_PERIODS = 2_000_000;

  private final Settings settings;
  private final Request request;
  private final SignalsConfig signals;
  private final @Nullable ModelSource model;
  private List<RiskLimits> limits;

  /**
   * What was asked for.
   *
   * @param tape a file or a topic
   * @param offsets of a topic, by partition; empty for all
   * @param venue of instruments that name none
   * @param strategies names or types, empty for all that are configured
   * @param model null for the config's
   * @param limits null for those beside the config
   * @param period null for one that fits the tape's length
   */
  public record Request(
      String tape,
      Map<Integer, TickSource.Range> offsets,
      String venue,
      List<String> strategies,
      Map<String, String> parameters,
      @Nullable Path model,
      @Nullable Path limits,
      FillRules rules,
      @Nullable Duration period) {
    Request with(Map<String, String> otherParameters, @Nullable Path otherModel) {
      return new Request(
          tape, offsets, venue, strategies, otherParameters, otherModel, limits, rules, period);
    }
  }

  /**
   * Reads config, limits and model.
   *
   * @throws io.tapedeck.runtime.config.ConfigException if something in them is wrong
   */
  public Preparation(Settings settings, Request request) {
    this.settings = settings;
    this.request = request;
    List<StrategyConfig> strategies =
        new StrategyChoice(settings).choose(request.strategies(), request.parameters());
    SignalsConfig base = settings.section(SignalsConfig.class);
    if (request.model() != null) {
      base = SignalsApp.withModel(base, request.model());
    }
    this.signals = base.withStrategies(strategies);
    // without a strategy that listens to scores there is nothing to score for
    boolean scored = strategies.stream().anyMatch(StrategyConfig::scored);
    this.model = scored ? SignalsApp.modelOf(signals) : null;
    this.limits =
        LimitsFile.read(request.limits() == null ? LimitsFile.beside(settings) : request.limits());
  }

  /** Lays limits and settings over those of everyone. */
  Preparation withLimits(Map<String, String> others) {
    if (!others.isEmpty()) {
      limits = LimitsFile.over(limits, others);
    }
    return this;
  }

  /**
   * The tape, from the cache or put into it.
   *
   * @param cluster asked for if the tape is no file but a topic
   * @throws IllegalArgumentException if it is neither
   */
  public TickCache tape(Supplier<Platform> cluster, LongConsumer progress) {
    TickCaches caches = new TickCaches(settings.stack().home().resolve("cache"));
    Path file = Path.of(request.tape());
    if (Files.exists(file) || request.tape().contains(".") || request.tape().contains("/")) {
      return caches.ofCsv(file, request.venue(), progress);
    }
    return caches.ofTopic(cluster.get(), request.tape(), request.offsets(), progress);
  }

  /** As it was asked for. */
  public String tapeName() {
    return request.tape();
  }

  /**
   * What is played, on a tape of these received times.
   *
   * @throws IllegalArgumentException if the period is too short for the tape's length
   */
  public BacktestPlan plan(long firstNanos, long lastNanos) {
    long length = lastNanos - firstNanos;
    long period = request.period() == null ? fitting(length) : request.period().toNanos();
    if (period <= 0 || length / period > MOST_PERIODS) {
      throw new IllegalArgumentException(
          "a period of "
              + request.period()
              + " gives more than "
              + MOST_PERIODS
              + " samples on this tape: choose a longer one");
    }
    return new BacktestPlan(signals.plan(), model, limits, request.rules(), period);
  }

  private static long fitting(long length) {
    return length >= 60 * DAY
        ? DAY
        : length >= 3 * DAY ? HOUR : length >= 2 * HOUR ? MINUTE : SECOND;
  }

  /** All that a run depends on besides the tape, for its report. */
  public Map<String, Object> parameters(BacktestPlan plan) {
    Map<String, Object> all = new LinkedHashMap<>();
    Map<String, String> strategies = new LinkedHashMap<>();
    signals.strategies().forEach(one -> strategies.put(one.name(), one.toString()));
    all.put("strategies", strategies);
    all.put("model_sha256", model == null ? null : model.sha256());
    all.put("features", model == null ? null : signals.features());
    all.put("emit", signals.emit().name());
    all.put("update_interval_ms", signals.updateInterval().toMillis());
    all.put("intent_ttl_ms", signals.intentTtl().toMillis());
    Map<String, Object> scopes = new LinkedHashMap<>();
    for (RiskLimits scope : limits) {
      Map<String, Object> values = new LinkedHashMap<>(scope.settings());
      scope.values().forEach((name, raw) -> values.put(name, FixedPoint.format(raw)));
      scopes.put(scope.scope(), values);
    }
    all.put("limits", scopes);
    FillRules rules = plan.fills();
    all.put("order_latency_ms", rules.orderNanos() / 1e6);
    all.put("report_latency_ms", rules.reportNanos() / 1e6);
    all.put("queue", rules.queue().name());
    all.put("fees", rules.fees().name());
    all.put("beyond_bps", rules.beyondBps());
    all.put("open_after_s", rules.openAfterNanos() / 1e9);
    all.put("period_s", plan.periodNanos() / 1e9);
    return all;
  }
}

package io.tapedeck.signals.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.runtime.lifecycle.Service;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports a strategy that was fed no tick for longer than a threshold, or that does not come back
 * from one. Looks once a second, from a thread of its own, because the thread that feeds may be the
 * one that hangs. Metrics: {@code signal_strategy_silent_seconds} and {@code
 * signal_strategies_not_responding}.
 */
public final class StrategyWatch implements Service {
  private static final Logger LOG = LoggerFactory.getLogger("io.tapedeck.signals");

  private final Duration threshold;
  private final LongSupplier nowMillis;
  private final MeterRegistry meters;
  private final Map<StrategyId, Watched> strategies = new ConcurrentSkipListMap<>();
  private @Nullable ScheduledExecutorService looking;

  /** A watch; strategies begin when they are first asked for. */
  public StrategyWatch(Duration threshold, LongSupplier nowMillis, MeterRegistry meters) {
    this.threshold = threshold;
    this.nowMillis = nowMillis;
    this.meters = meters;
    meters.gauge(
        "signal_strategies_not_responding",
        strategies,
        all -> all.values().stream().filter(one -> one.reported).count());
  }

  /** A strategy, over all of its instruments. Written by stream threads, read by the watch. */
  static final class Watched {
    private volatile long fedMillis;
    private volatile long decidedMillis;
    private volatile boolean deciding;
    private volatile boolean reported;

    Watched(long nowMillis) {
      fedMillis = nowMillis;
      decidedMillis = nowMillis;
    }

    void fed(long millis) {
      fedMillis = millis;
      deciding = true;
    }

    void decided(long millis) {
      decidedMillis = millis;
      deciding = false;
    }

    long silentMillis(long now) {
      return now - (deciding ? decidedMillis : fedMillis);
    }
  }

  /** The strategy, watched from now on. */
  Watched of(StrategyId strategy) {
    return strategies.computeIfAbsent(strategy, this::begin);
  }

  /** Watches a strategy before any of its instruments ticks. */
  public void expect(StrategyId strategy) {
    of(strategy);
  }

  private Watched begin(StrategyId strategy) {
    Watched fresh = new Watched(nowMillis.getAsLong());
    io.micrometer.core.instrument.Gauge.builder(
            "signal_strategy_silent_seconds",
            fresh,
            one -> one.silentMillis(nowMillis.getAsLong()) / 1e3)
        .description("seconds since the strategy was last fed, or since it last came back from it")
        .tag("strategy", strategy.value())
        .register(meters);
    return fresh;
  }

  @Override
  public String name() {
    return "signals-watch";
  }

  @Override
  public void start() {
    ScheduledExecutorService made =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "signals-watch");
              thread.setDaemon(true);
              return thread;
            });
    var unused = made.scheduleAtFixedRate(this::look, 1, 1, TimeUnit.SECONDS);
    looking = made;
  }

  @Override
  public void stop(Duration timeout) {
    ScheduledExecutorService present = looking;
    if (present != null) {
      present.shutdownNow();
    }
  }

  /** One look: each silence is reported once, and so is its end. */
  void look() {
    long now = nowMillis.getAsLong();
    strategies.forEach(
        (strategy, watched) -> {
          long silent = watched.silentMillis(now);
          boolean tooLong = silent > threshold.toMillis();
          if (tooLong && !watched.reported) {
            LOG.warn(
                "Strategy not responding for {}s: {} {}",
                silent / 1000,
                strategy,
                watched.deciding ? "was fed and has not decided" : "was not fed");
          } else if (!tooLong && watched.reported) {
            LOG.info("Strategy {} responds again", strategy);
          }
          watched.reported = tooLong;
        });
  }
}

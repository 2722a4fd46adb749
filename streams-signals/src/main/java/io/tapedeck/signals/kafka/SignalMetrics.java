package io.tapedeck.signals.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.signal.Signal;
import io.tapedeck.domain.signal.StrategyJournalEntry;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.clock.EdgeClock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts, times and logs what the shell did. For one thread. */
final class SignalMetrics {
  private static final Logger LOG = LoggerFactory.getLogger("io.tapedeck.signals");
  private static final double NANOS_PER_MICRO = 1_000;
  private static final double[] BUCKETS = {
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 100_000, 1_000_000
  };

  /** A clock read costs a good part of what a tick does: only every so many ticks are timed. */
  private static final long SAMPLE_MASK = 255;

  private static final float HALF = 0.5f;

  private final EdgeClock clock;
  private final MeterRegistry meters;
  private final Counter ticks;
  private final Counter signals;
  private final Counter deadLetters;
  private final Counter agreed;
  private final Counter disagreed;
  private final DistributionSummary shadowDistance;
  private final DistributionSummary inference;
  private final DistributionSummary tick;
  private final DistributionSummary end;
  private final OperationTimes operations;
  private long count;

  SignalMetrics(Platform platform, Duration slow) {
    this.clock = platform.clock();
    this.meters = platform.meters();
    this.operations = new OperationTimes(meters, slow);
    this.ticks = meters.counter("trading_messages_processed_total", "stage", "signals");
    this.signals = meters.counter("signals_total");
    this.deadLetters = meters.counter("signal_dead_letters_total");
    // alerts look for increases: a series that begins at 1 would hide its first
    for (String type : List.of("not_finite", "model_refused")) {
      meters.counter("signal_bridge_inference_errors_total", "error_type", type);
    }
    this.agreed = meters.counter("signal_shadow_scores_total", "agrees", "true");
    this.disagreed = meters.counter("signal_shadow_scores_total", "agrees", "false");
    this.shadowDistance =
        DistributionSummary.builder("signal_shadow_score_distance")
            .description("distance of the shadow model's score from the live one's")
            .register(meters);
    this.inference =
        histogram("signal_bridge_inference_latency_us", "microseconds to score one batch");
    this.tick =
        histogram(
            "signal_bridge_feature_computation_us",
            "microseconds from a decoded tick to updated features and decisions, sampled");
    this.end =
        DistributionSummary.builder("trading_processing_latency_seconds")
            .description("seconds from the receipt of a tick to its end in this stage, sampled")
            .tag("stage", "signals")
            .serviceLevelObjectives(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 60)
            .register(meters);
  }

  private DistributionSummary histogram(String name, String description) {
    return DistributionSummary.builder(name)
        .description(description)
        .serviceLevelObjectives(BUCKETS)
        .register(meters);
  }

  long now() {
    return clock.monotonicNanos();
  }

  void inferred(long start) {
    long took = now() - start;
    inference.record(took / NANOS_PER_MICRO);
    operations.took("inference", took);
  }

  void took(String operation, long start) {
    operations.took(operation, now() - start);
  }

  /** A start time if this tick is sampled, else 0. */
  long tickStarts() {
    return (count++ & SAMPLE_MASK) == 0 ? now() : 0;
  }

  void tickEnds(long start, long recordMillis, long nowMillis) {
    ticks.increment();
    if (start != 0) {
      long took = now() - start;
      tick.record(took / NANOS_PER_MICRO);
      operations.took("tick", took);
      end.record(Math.max(0, nowMillis - recordMillis) / 1e3);
    }
  }

  void signal() {
    signals.increment();
  }

  void shadow(float score, float shadowScore) {
    (score > HALF == shadowScore > HALF ? agreed : disagreed).increment();
    shadowDistance.record(Math.abs(score - shadowScore));
  }

  void intent(OrderIntent intent) {
    meters.counter("signal_intents_total", "strategy", intent.strategy().value()).increment();
    LOG.info(
        "intent={} strategy={} account={} instrument={} action={} score={} tick={}",
        intent.id(),
        intent.strategy(),
        intent.account(),
        intent.instrument(),
        intent.action(),
        intent.evidence().score(),
        intent.evidence().cause());
  }

  void journalled(StrategyJournalEntry entry) {
    meters.counter("signal_journal_entries_total").increment();
    LOG.debug("journalled {}", entry);
  }

  void fault(Signal notFinite) {
    meters.counter("signal_bridge_inference_errors_total", "error_type", "not_finite").increment();
    LOG.error(
        "signal_bridge: Model inference error: score {} at {} from features {}; no signal",
        notFinite.score(),
        notFinite.tick(),
        notFinite.features());
  }

  void deadLetter(Coordinates source, String key, String reason) {
    deadLetters.increment();
    LOG.error(
        "signal_bridge: Parse error: {} key={} cannot be read: {}; dead-lettered, later ticks go on",
        source,
        key,
        reason);
  }
}

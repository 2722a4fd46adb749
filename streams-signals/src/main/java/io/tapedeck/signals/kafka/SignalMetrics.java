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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts, times and logs what the shell did. */
final class SignalMetrics {
  private static final Logger LOG = LoggerFactory.getLogger("io.tapedeck.signals");
  private static final double NANOS_PER_MICRO = 1_000;
  private static final double[] PERCENTILES = {0.5, 0.99};

  /** A clock read costs a good part of what a tick does: only every so many ticks are timed. */
  private static final long SAMPLE_MASK = 1023;

  private final EdgeClock clock;
  private final MeterRegistry meters;
  private final Counter ticks;
  private final Counter signals;
  private final Counter deadLetters;
  private final DistributionSummary inference;
  private final DistributionSummary tick;
  private long count;

  SignalMetrics(Platform platform) {
    this.clock = platform.clock();
    this.meters = platform.meters();
    this.ticks = meters.counter("trading_messages_processed_total", "stage", "signals");
    this.signals = meters.counter("signals_total");
    this.deadLetters = meters.counter("signal_dead_letters_total");
    this.inference =
        summary("signal_bridge_inference_latency_us", "microseconds to score one batch");
    this.tick =
        summary(
            "signal_bridge_feature_computation_us",
            "microseconds from a decoded tick to updated features and decisions, sampled");
  }

  private DistributionSummary summary(String name, String description) {
    return DistributionSummary.builder(name)
        .description(description)
        .publishPercentiles(PERCENTILES)
        .register(meters);
  }

  long now() {
    return clock.monotonicNanos();
  }

  void inferred(long start) {
    inference.record((now() - start) / NANOS_PER_MICRO);
  }

  /** A start time if this tick is sampled, else 0. */
  long tickStarts() {
    return (count++ & SAMPLE_MASK) == 0 ? now() : 0;
  }

  void tickEnds(long start) {
    ticks.increment();
    if (start != 0) {
      tick.record((now() - start) / NANOS_PER_MICRO);
    }
  }

  void signal() {
    signals.increment();
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

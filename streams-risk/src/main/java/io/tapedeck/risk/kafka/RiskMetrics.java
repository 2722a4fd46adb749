package io.tapedeck.risk.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.risk.JournalEvent.OrderEventReceived;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.schemas.Topic;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and logs what risk did; one line a decision, with stable keys. */
final class RiskMetrics {
  private static final Logger LOG = LoggerFactory.getLogger("io.tapedeck.risk");

  private static final String TRIPPED = "circuit breaker";
  private static final long WARN_SILENT_SECONDS = 30;

  private final MeterRegistry meters;
  private final Counter performed;
  private final Counter failed;
  private final AtomicInteger breaker;
  private final EarlyWarnings warnings;
  private final AccountGauges accounts;
  private final AtomicLong silentSeconds = new AtomicLong();

  RiskMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.performed = meters.counter("risk_checks_performed_total");
    this.failed = meters.counter("risk_checks_failed_total");
    this.breaker = new AtomicInteger();
    meters.gauge("circuit_breaker_active", breaker);
    this.warnings = new EarlyWarnings(meters);
    this.accounts = new AccountGauges(meters);
    meters.gauge("risk_market_data_silent_seconds", silentSeconds);
    beginAtZero();
  }

  /** Alerts look for increases: a series that begins at 1 would hide its first. */
  private void beginAtZero() {
    for (CheckCode code : CheckCode.values()) {
      meters.counter("risk_limit_breaches_total", "code", code.name());
    }
    for (String outcome : List.of("approved", "denied")) {
      meters.counter("risk_decisions_total", "outcome", outcome);
    }
    meters.counter("risk_alarms_total");
    meters.counter("risk_circuit_breaker_trips_total");
    meters.counter("risk_dead_letters_total");
  }

  void applied(JournalEvent event, Outcome outcome, RiskState state) {
    told(outcome, state);
    if (event instanceof OrderEventReceived received) {
      meters.counter("risk_order_events_total", "kind", received.event().kind().name()).increment();
    }
  }

  /** Tells what came of an entry. */
  void told(Outcome outcome, RiskState state) {
    for (Decision decision : outcome.decisions()) {
      decided(decision, state);
    }
    for (String alarm : outcome.alarms()) {
      LOG.error("risk_manager: {}", alarm);
      meters.counter("risk_alarms_total").increment();
      if (alarm.startsWith(TRIPPED) && alarm.contains("tripped")) {
        meters.counter("risk_circuit_breaker_trips_total").increment();
      }
    }
    breaker.set(state.breaker().tripped() || state.globalState() != TradingState.ACTIVE ? 1 : 0);
  }

  private void decided(Decision decision, RiskState state) {
    performed.increment(decision.checks().size());
    meters
        .counter("risk_decisions_total", "outcome", decision.approved() ? "approved" : "denied")
        .increment();
    Decision.ShadowVerdict shadow = decision.shadow();
    if (shadow != null) {
      String differs = Boolean.toString(shadow.approved() != decision.approved());
      meters.counter("risk_shadow_decisions_total", "differs", differs).increment();
    }
    if (decision.approved()) {
      LOG.debug("approved intent={} account={}", decision.intent(), decision.account());
      warnings.approved(decision, state);
      return;
    }
    for (CheckResult check : decision.checks()) {
      if (!check.passed()) {
        failed.increment();
        meters.counter("risk_limit_breaches_total", "code", check.code().name()).increment();
        LOG.info(
            "risk_manager: Risk check failed: {} intent={} account={} instrument={} {}",
            words(check.code()),
            decision.intent(),
            decision.account(),
            decision.instrument(),
            check);
      }
    }
  }

  /** py_rt's words where it had some. */
  private static String words(CheckCode code) {
    return switch (code) {
      case POSITION_VALUE, POSITION_SIZE -> "Position limit exceeded";
      case DAILY_LOSS -> "Max daily loss reached";
      case MARK_MISSING -> "Cannot calculate position value without market data";
      default -> code.name();
    };
  }

  /** An account's figures as they were published. */
  void published(AccountSnapshot snapshot) {
    accounts.published(snapshot);
  }

  /** How long no mark arrived, whole seconds; told once each time it is too long. */
  void silent(long seconds) {
    long before = silentSeconds.getAndSet(seconds);
    if (seconds >= WARN_SILENT_SECONDS && before < WARN_SILENT_SECONDS) {
      LOG.warn("risk_manager: No market data received for {} seconds", seconds);
    }
  }

  /** A mark or limits of a global store; the record stays on its topic. */
  void unreadable(Topic<?> topic, String key, String reason) {
    meters.counter("risk_unreadable_inputs_total", "topic", topic.name()).increment();
    LOG.error(
        "risk_manager: Parse error: {} key={} cannot be read: {}; what was known before holds on",
        topic.name(),
        key,
        reason);
  }

  void deadLetter(Coordinates source, String key, String reason) {
    meters.counter("risk_dead_letters_total").increment();
    LOG.error(
        "risk_manager: Parse error: {} key={} cannot be read: {}; dead-lettered, the account is"
            + " quarantined until a person resumes it",
        source,
        key,
        reason);
  }
}

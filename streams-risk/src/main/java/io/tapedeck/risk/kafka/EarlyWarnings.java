package io.tapedeck.risk.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.risk.core.EffectiveLimits;
import io.tapedeck.risk.core.RiskState;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says when an approved order came near a limit. */
final class EarlyWarnings {
  private static final Logger LOG = LoggerFactory.getLogger("io.tapedeck.risk");
  private static final long USUAL_PERCENT = 80 * FixedPoint.ONE;
  private static final Set<CheckCode> LOSSES =
      EnumSet.of(
          CheckCode.DAILY_LOSS,
          CheckCode.WEEKLY_LOSS,
          CheckCode.MONTHLY_LOSS,
          CheckCode.DRAWDOWN,
          CheckCode.CONSECUTIVE_LOSSES);
  // ages and sizes of a single order grow to their limit in the normal course of things
  private static final Set<CheckCode> NOT_WARNED =
      EnumSet.of(
          CheckCode.INTENT_EXPIRED,
          CheckCode.MARK_STALE,
          CheckCode.STATE_LAG,
          CheckCode.PRICE_COLLAR,
          CheckCode.REPEATED_EXECUTION);

  private final MeterRegistry meters;

  EarlyWarnings(MeterRegistry meters) {
    this.meters = meters;
    // alerts look for increases: a series that begins at 1 would hide its first
    for (CheckCode code : CheckCode.values()) {
      if (!NOT_WARNED.contains(code)) {
        meters.counter("risk_limit_warnings_total", "code", code.name());
      }
    }
  }

  void approved(Decision decision, RiskState state) {
    EffectiveLimits limits = state.limitsOf(state.account(decision.account()));
    long positions = limits.valueOr(Limit.POSITION_LIMIT_ALERT_THRESHOLD, USUAL_PERCENT);
    long losses = limits.valueOr(Limit.LOSS_LIMIT_ALERT_THRESHOLD, USUAL_PERCENT);
    for (CheckResult check : decision.checks()) {
      long threshold = LOSSES.contains(check.code()) ? losses : positions;
      if (!NOT_WARNED.contains(check.code()) && near(check, threshold)) {
        meters.counter("risk_limit_warnings_total", "code", check.code().name()).increment();
        LOG.warn(
            "risk_manager: {} percent of a limit used: account={} instrument={} {}",
            FixedPoint.format(threshold),
            decision.account(),
            decision.instrument(),
            check);
      }
    }
  }

  private static boolean near(CheckResult check, long thresholdPercent) {
    Long observed = check.observed();
    Long limit = check.limit();
    Long headroom = check.headroom();
    if (observed == null || limit == null || headroom == null || limit <= 0 || observed <= 0) {
      return false;
    }
    boolean most = headroom == limit - observed;
    return most && observed >= FixedPoint.multiply(limit, thresholdPercent) / 100;
  }
}

package io.tapedeck.risk.core;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.limits.Setting;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.risk.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Watches an account after each of its entries and at revaluations: keeps the peak of its equity,
 * trips its circuit breaker, and lets it resume after the cooldown. A trip cancels what works but
 * stops, and refuses growth; stops and reductions go on.
 */
final class CircuitBreaker {
  private static final String ACTOR = "circuit-breaker";
  private static final long MINUTE_NANOS = 60_000_000_000L;

  private CircuitBreaker() {}

  /** Looks at an account. */
  static Outcome watch(RiskState state, AccountState account, JournalEntry entry) {
    Outcome resumed = resume(state, account);
    Totals totals;
    try {
      totals = Valuation.totals(state, account);
    } catch (ArithmeticException e) {
      return resumed; // orders are refused for the same reason
    }
    EffectiveLimits limits = state.limitsOf(account);
    boolean knowsEquity = limits.has(Limit.CAPITAL);
    boolean higher = knowsEquity && totals.equity().compareTo(account.peakEquity) > 0;
    boolean peaked = knowsEquity && (!account.peakKnown || higher);
    if (peaked) {
      account.peakKnown = true;
      account.peakEquity = totals.equity();
    }
    Outcome seen = peaked ? resumed.and(Outcome.changed(Set.of(account.id()))) : resumed;
    if (account.breaker.tripped()) {
      return seen;
    }
    String reason = reason(account, limits, totals);
    if (reason.isEmpty()) {
      if (!account.breaker.armed()) {
        account.breaker = Breaker.READY; // a breaker that is switched off is made ready, too
        return seen.and(Outcome.changed(Set.of(account.id())));
      }
      return seen;
    }
    return account.breaker.armed() && limits.on(Setting.ENABLE_CIRCUIT_BREAKER, true)
        ? seen.and(trip(state, account, entry, reason, state.clockNanos(), ACTOR))
        : seen;
  }

  /** Lets a breaker resume whose cooldown has passed. */
  static Outcome resume(RiskState state, AccountState account) {
    Breaker breaker = account.breaker;
    if (!breaker.tripped() || state.clockNanos() < breaker.untilNanos()) {
      return Outcome.NOTHING;
    }
    account.breaker = Breaker.reset();
    account.consecutiveLosses = 0;
    return new Outcome(
        List.of(),
        List.of(),
        Set.of(account.id()),
        List.of("circuit breaker of account " + account.id() + " resumed after its cooldown"));
  }

  /** Why the breaker should trip; empty if it should not. */
  private static String reason(AccountState account, EffectiveLimits limits, Totals totals) {
    String loss =
        loss("day", totals, account.dayBase, limits, Limit.DAILY_LOSS_THRESHOLD)
            + loss("week", totals, account.weekBase, limits, Limit.MAX_WEEKLY_LOSS)
            + loss("month", totals, account.monthBase, limits, Limit.MAX_MONTHLY_LOSS);
    if (!loss.isEmpty()) {
      return loss;
    }
    if (limits.has(Limit.DRAWDOWN_THRESHOLD_PERCENT) && account.peakEquity.signum() > 0) {
      long fallen =
          FixedPoint.multiply(
              account.peakEquity.minus(totals.equity()).ratioTo(account.peakEquity),
              100 * FixedPoint.ONE);
      if (fallen > limits.value(Limit.DRAWDOWN_THRESHOLD_PERCENT)) {
        return "drawdown of " + FixedPoint.format(fallen) + " percent";
      }
    }
    if (limits.has(Limit.MAX_CONSECUTIVE_LOSSES)
        && account.consecutiveLosses * FixedPoint.ONE
            >= limits.value(Limit.MAX_CONSECUTIVE_LOSSES)) {
      return account.consecutiveLosses + " losing round trips in a row";
    }
    return "";
  }

  private static String loss(
      String period, Totals totals, Money base, EffectiveLimits limits, Limit limit) {
    Money loss = base.minus(totals.profit());
    return limits.has(limit) && loss.raw() >= limits.value(limit)
        ? "loss of " + loss + " this " + period + "; "
        : "";
  }

  /** Trips it. */
  static Outcome trip(
      RiskState state,
      AccountState account,
      JournalEntry entry,
      String reason,
      long atNanos,
      String actor) {
    long until = until(state, state.limitsOf(account));
    account.breaker = account.breaker.trip(reason, state.clockNanos(), until);
    List<OrderCommand> commands = new ArrayList<>();
    for (WorkingOrder order : account.working().values()) {
      if (!order.stop()) {
        commands.add(
            Cancels.of(state, account, order, "trip-" + entry.seq(), actor, atNanos, entry.seq()));
      }
    }
    return new Outcome(
        List.of(),
        commands,
        Set.of(account.id()),
        List.of("circuit breaker of account " + account.id() + " tripped: " + reason));
  }

  /** When a breaker that trips now resumes by itself; never if it may not. */
  static long until(RiskState state, EffectiveLimits limits) {
    boolean resumes = limits.on(Setting.AUTO_RESUME, false) && limits.has(Limit.COOLDOWN_MINUTES);
    return resumes
        ? state.clockNanos() + limits.value(Limit.COOLDOWN_MINUTES) / FixedPoint.ONE * MINUTE_NANOS
        : Long.MAX_VALUE;
  }

  /** The same of everyone's breaker. */
  static Outcome resumeEveryones(RiskState state) {
    Breaker breaker = state.breaker;
    if (!breaker.tripped() || state.clockNanos() < breaker.untilNanos()) {
      return Outcome.NOTHING;
    }
    state.breaker = Breaker.READY;
    return new Outcome(
        List.of(),
        List.of(),
        Set.of(),
        List.of("everyone's circuit breaker resumed after its cooldown"));
  }
}

package io.tapedeck.risk.core;

import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderAction.Cancel;
import io.tapedeck.domain.order.OrderAction.Replace;
import io.tapedeck.domain.order.OrderAction.Submit;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.Decision.ShadowVerdict;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.risk.core.check.Order;
import io.tapedeck.risk.core.check.Order.Stake;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides intents: submit, cancel, replace. */
final class Intents {
  private static final Coordinates NOWHERE = new Coordinates("", 0, 0);
  private static final Totals NOTHING =
      new Totals(
          Money.ZERO,
          Money.ZERO,
          Money.ZERO,
          Money.ZERO,
          Money.ZERO,
          Money.ZERO,
          Money.ZERO,
          0,
          false,
          null);

  private Intents() {}

  /**
   * Decides.
   *
   * @param byCommand true for a closing order made here
   */
  static Outcome decide(
      RiskState state,
      AccountState account,
      JournalEntry entry,
      OrderIntent intent,
      boolean byCommand) {
    EffectiveLimits limits =
        account
            .limitsCache()
            .of(state, account.id(), intent.strategy(), intent.instrument(), false);
    Mark mark = state.mark(intent.instrument());
    List<CheckResult> checks = checks(state, account, intent, limits, mark, byCommand);
    Decision decision = decision(state, account, entry, intent, limits, mark, checks, byCommand);
    account.remember(intent.id(), intent.expiresNanos());
    account.forgetExpired(state.clockNanos());
    if (!decision.approved()) {
      return new Outcome(
          List.of(decision), List.of(), Set.of(account.id()), throttle(account, decision));
    }
    approved(state, account, intent, limits, decision, byCommand);
    OrderCommand command =
        new OrderCommand(
            intent.id(),
            intent.account(),
            intent.strategy(),
            intent.instrument(),
            intent.action(),
            intent.eventNanos(),
            intent.receivedNanos(),
            intent.expiresNanos(),
            entry.seq(),
            decision.mark());
    return new Outcome(List.of(decision), List.of(command), Set.of(account.id()), List.of());
  }

  private static Decision decision(
      RiskState state,
      AccountState account,
      JournalEntry entry,
      OrderIntent intent,
      EffectiveLimits limits,
      @Nullable Mark mark,
      List<CheckResult> checks,
      boolean byCommand) {
    Coordinates source = entry.source();
    return new Decision(
        intent.id(),
        intent.account(),
        intent.strategy(),
        intent.instrument(),
        intent.action(),
        allPassed(checks),
        entry.seq(),
        entry.accountSeq(),
        entry.eventNanos(),
        checks,
        mark == null ? null : mark.price(),
        mark == null ? null : mark.source(),
        limits.version(),
        intent.evidence().modelSha256(),
        source == null ? NOWHERE : source,
        "",
        shadow(state, account, intent, mark, byCommand));
  }

  private static boolean allPassed(List<CheckResult> checks) {
    for (CheckResult check : checks) {
      if (!check.passed()) {
        return false;
      }
    }
    return true;
  }

  /** What limits on trial would have said, where there are any. */
  private static @Nullable ShadowVerdict shadow(
      RiskState state,
      AccountState account,
      OrderIntent intent,
      @Nullable Mark mark,
      boolean byCommand) {
    if (!state.shadowed()) {
      return null;
    }
    EffectiveLimits onTrial =
        account.limitsCache().of(state, account.id(), intent.strategy(), intent.instrument(), true);
    List<CheckCode> denials = new ArrayList<>();
    for (CheckResult check : checks(state, account, intent, onTrial, mark, byCommand)) {
      if (!check.passed()) {
        denials.add(check.code());
      }
    }
    return new ShadowVerdict(onTrial.version(), denials.isEmpty(), denials);
  }

  private static List<CheckResult> checks(
      RiskState state,
      AccountState account,
      OrderIntent intent,
      EffectiveLimits limits,
      @Nullable Mark mark,
      boolean byCommand) {
    OrderAction action = intent.action();
    if (action instanceof Cancel cancel) {
      return Gate.cancel(
          duplicate(state, account, intent), target(account, intent, cancel.target()));
    }
    if (action instanceof Submit submit) {
      Asked asked =
          new Asked(
              submit.terms().side(),
              submit.terms().type(),
              submit.terms().quantity(),
              submit.terms().limitPrice(),
              null);
      return gate(state, account, intent, limits, mark, byCommand, asked);
    }
    Replace replace = (Replace) action;
    WorkingOrder target = account.workingOrder(replace.target());
    if (target == null || !target.instrument().equals(intent.instrument())) {
      return Gate.noTarget(
          List.of(
              CheckResult.of(CheckCode.ACCOUNT_QUARANTINED, !account.quarantined(), ""),
              duplicate(state, account, intent),
              CheckResult.of(CheckCode.TARGET_UNKNOWN, false, replace.target().value())));
    }
    Asked asked =
        new Asked(
            target.side(),
            target.type(),
            replace.quantity().minus(target.filled()),
            replace.limitPrice() == null ? target.countsAt() : replace.limitPrice(),
            target.intent());
    return gate(state, account, intent, limits, mark, byCommand, asked);
  }

  /** What an action asks of the market. */
  private record Asked(
      Side side,
      OrderType type,
      Quantity quantity,
      @Nullable Price limitPrice,
      @Nullable IntentId replaces) {}

  private static List<CheckResult> gate(
      RiskState state,
      AccountState account,
      OrderIntent intent,
      EffectiveLimits limits,
      @Nullable Mark mark,
      boolean byCommand,
      Asked asked) {
    Totals totals = NOTHING;
    Stake stake;
    boolean fits = true;
    try {
      totals = Valuation.totals(state, account);
      stake =
          Stakes.of(
              state,
              account,
              intent.instrument(),
              asked.side,
              asked.quantity,
              asked.limitPrice,
              asked.replaces,
              mark,
              totals);
    } catch (ArithmeticException e) {
      fits = false;
      stake =
          Stakes.unitsOnly(
              state,
              account,
              intent.instrument(),
              asked.side,
              asked.quantity,
              asked.replaces,
              totals);
    }
    return Gate.check(
        new Order(
            intent,
            asked.side,
            asked.type,
            asked.quantity,
            asked.limitPrice,
            asked.replaces,
            byCommand,
            state,
            account,
            limits,
            mark,
            totals,
            stake),
        fits);
  }

  private static CheckResult duplicate(RiskState state, AccountState account, OrderIntent intent) {
    return CheckResult.of(
        CheckCode.DUPLICATE_INTENT, !account.seen(intent.id(), state.clockNanos()), "");
  }

  /** What is cancelled works, in the instrument that the intent names. */
  private static CheckResult target(AccountState account, OrderIntent intent, IntentId target) {
    WorkingOrder order = account.workingOrder(target);
    boolean there = order != null && order.instrument().equals(intent.instrument());
    return CheckResult.of(CheckCode.TARGET_UNKNOWN, there, target.value());
  }

  /** A strategy that repeats itself too often is disabled until a person enables it. */
  private static List<String> throttle(AccountState account, Decision decision) {
    if (!decision.denials().contains(CheckCode.REPEATED_EXECUTION)
        || !account.disabled.add(decision.strategy())) {
      return List.of();
    }
    return List.of(
        "strategy "
            + decision.strategy()
            + " of account "
            + account.id()
            + " disabled: too many equal orders; a person must enable it");
  }

  /** Counts an approved message and order from now on. */
  private static void approved(
      RiskState state,
      AccountState account,
      OrderIntent intent,
      EffectiveLimits limits,
      Decision decision,
      boolean byCommand) {
    if (limits.has(Limit.MAX_MESSAGES_PER_SECOND)) {
      long rate = limits.value(Limit.MAX_MESSAGES_PER_SECOND);
      account.messages =
          account.messages.take(
              state.clockNanos(), rate, limits.valueOr(Limit.MESSAGE_BURST, rate));
    }
    if (intent.action() instanceof Submit submit) {
      if (!byCommand) {
        account.tradesToday++;
        account.recent.approved(
            intent.strategy(),
            intent.instrument(),
            submit.terms().side(),
            submit.terms().quantity(),
            submit.terms().limitPrice(),
            state.clockNanos(),
            limits.repeatWindowNanos());
      }
      account.put(
          WorkingOrder.approved(
              intent.id(),
              intent.instrument(),
              submit.terms().side(),
              submit.terms().type(),
              submit.terms().quantity(),
              submit.terms().limitPrice(),
              reservedPrice(submit.terms().limitPrice(), decision.mark())));
    } else if (intent.action() instanceof Replace replace) {
      WorkingOrder target = account.workingOrder(replace.target());
      if (target != null) {
        // until the venue answers, the larger size and the worse price may hold
        account.put(
            target.asking(
                replace.quantity(), reservedPrice(replace.limitPrice(), target.reservedPrice())));
      }
    }
  }

  private static Price reservedPrice(@Nullable Price limit, @Nullable Price mark) {
    if (limit != null && mark != null) {
      return limit.compareTo(mark) > 0 ? limit : mark;
    }
    return limit != null ? limit : mark != null ? mark : Price.ZERO;
  }
}

package io.tapedeck.risk.core;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.IntentId;
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
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.risk.core.check.Order;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides intents: submit, cancel, replace. */
final class Intents {
  private static final Coordinates NOWHERE = new Coordinates("", 0, 0);

  private Intents() {}

  static Outcome decide(
      RiskState state, AccountState account, JournalEntry entry, OrderIntent intent) {
    Decision decision = decision(state, account, entry, intent);
    if (!account.seen(intent.id())) {
      account.remember(intent.id(), intent.expiresNanos());
    }
    account.forgetExpired(state.clockNanos);
    if (!decision.approved()) {
      return new Outcome(List.of(decision), List.of(), Set.of(account.id()), List.of());
    }
    reserve(account, intent, decision);
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
      RiskState state, AccountState account, JournalEntry entry, OrderIntent intent) {
    EffectiveLimits limits = new EffectiveLimits(state, account.id());
    Mark mark = state.mark(intent.instrument());
    List<CheckResult> checks = checks(state, account, intent, limits, mark);
    Coordinates source = entry.source();
    return new Decision(
        intent.id(),
        intent.account(),
        intent.strategy(),
        intent.instrument(),
        intent.action(),
        checks.stream().allMatch(CheckResult::passed),
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
        null);
  }

  private static List<CheckResult> checks(
      RiskState state,
      AccountState account,
      OrderIntent intent,
      EffectiveLimits limits,
      @Nullable Mark mark) {
    OrderAction action = intent.action();
    if (action instanceof Cancel cancel) {
      return cancelChecks(account, intent, cancel.target());
    }
    Order.Totals totals;
    try {
      totals = totals(state, account, limits);
    } catch (ArithmeticException e) {
      return List.of(
          CheckResult.of(CheckCode.ARITHMETIC, false, "the account's value leaves the money type"));
    }
    TradingState trading = account.tradingState().stricter(state.globalState());
    if (action instanceof Submit submit) {
      return Gate.check(
          new Order(
              intent,
              submit.terms().side(),
              submit.terms().quantity(),
              submit.terms().limitPrice(),
              null,
              account,
              limits,
              mark,
              trading,
              state.clockNanos(),
              totals));
    }
    Replace replace = (Replace) action;
    WorkingOrder target = account.workingOrder(replace.target());
    if (target == null || !target.instrument().equals(intent.instrument())) {
      return List.of(CheckResult.of(CheckCode.TARGET_UNKNOWN, false, replace.target().value()));
    }
    return Gate.check(
        new Order(
            intent,
            target.side(),
            replace.quantity().minus(target.filled()),
            replace.limitPrice() == null ? target.reservedPrice() : replace.limitPrice(),
            target.intent(),
            account,
            limits,
            mark,
            trading,
            state.clockNanos(),
            totals));
  }

  private static Order.Totals totals(
      RiskState state, AccountState account, EffectiveLimits limits) {
    Money profit = Valuation.profit(state, account);
    Long capital = limits.value(LimitNames.CAPITAL);
    return new Order.Totals(
        new Money(capital == null ? 0 : capital).plus(profit), profit.minus(account.dayBase()));
  }

  /** A cancel only takes risk away: it passes in every state, if there is something to cancel. */
  private static List<CheckResult> cancelChecks(
      AccountState account, OrderIntent intent, IntentId target) {
    return List.of(
        CheckResult.of(CheckCode.DUPLICATE_INTENT, !account.seen(intent.id()), ""),
        CheckResult.of(
            CheckCode.TARGET_UNKNOWN, account.workingOrder(target) != null, target.value()));
  }

  /** Counts an approved order against the limits from now on. */
  private static void reserve(AccountState account, OrderIntent intent, Decision decision) {
    if (intent.action() instanceof Submit submit) {
      account.put(
          new WorkingOrder(
              intent.id(),
              intent.instrument(),
              submit.terms().side(),
              submit.terms().quantity(),
              Quantity.ZERO,
              reservedPrice(submit.terms().limitPrice(), decision.mark())));
    } else if (intent.action() instanceof Replace replace) {
      WorkingOrder target = account.workingOrder(replace.target());
      if (target != null && replace.quantity().compareTo(target.quantity()) > 0) {
        // until the venue confirms, the larger of the two may execute
        account.put(
            new WorkingOrder(
                target.intent(),
                target.instrument(),
                target.side(),
                replace.quantity(),
                target.filled(),
                reservedPrice(replace.limitPrice(), target.reservedPrice())));
      }
    }
  }

  private static Price reservedPrice(@Nullable Price limit, @Nullable Price mark) {
    if (limit != null && mark != null) {
      return limit.compareTo(mark) > 0 ? limit : mark;
    }
    return limit != null ? limit : mark != null ? mark : new Price(0);
  }
}

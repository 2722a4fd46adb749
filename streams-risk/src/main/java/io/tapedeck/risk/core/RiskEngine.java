package io.tapedeck.risk.core;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.risk.JournalEvent.ClockTicked;
import io.tapedeck.domain.risk.JournalEvent.ControlReceived;
import io.tapedeck.domain.risk.JournalEvent.IntentReceived;
import io.tapedeck.domain.risk.JournalEvent.LimitsObserved;
import io.tapedeck.domain.risk.JournalEvent.MarksObserved;
import io.tapedeck.domain.risk.JournalEvent.OrderEventReceived;
import io.tapedeck.domain.risk.JournalEvent.PoisonReceived;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The risk engine: {@code decide(state, entry)} on the journal entry alone. Live trading, replay,
 * backtest and tests call this same function.
 *
 * <ol>
 *   <li>an intent goes through every check of the {@link Gate}; if approved it counts against
 *       limits at once
 *   <li>an order event books fills and releases what can no longer execute
 *   <li>a control command changes trading states and makes cancels and closing orders
 *   <li>marks, limits and clock ticks are what the partition knows of the world
 *   <li>a poison record quarantines its account
 * </ol>
 */
public final class RiskEngine {
  /** Purpose of the clock tick that starts a new trading day. */
  public static final String DAY_ROLL = "day-roll";

  private static final long NANOS_A_DAY = 86_400_000_000_000L;

  private RiskEngine() {}

  /** Days since the epoch (UTC) of an event time. */
  public static long dayOf(long nanos) {
    return Math.floorDiv(nanos, NANOS_A_DAY);
  }

  /**
   * Applies the next entry.
   *
   * @throws IllegalStateException if the entry's numbers are not the next ones: the journal has a
   *     gap or was tampered with
   */
  public static Outcome decide(RiskState state, JournalEntry entry) {
    if (entry.seq() != state.seq + 1) {
      throw new IllegalStateException(
          "journal entry " + entry.seq() + " after " + state.seq + ": a gap");
    }
    AccountId id = entry.account();
    if (id != null && entry.accountSeq() != state.account(id).seq + 1) {
      throw new IllegalStateException(
          "entry " + entry.accountSeq() + " of account " + id + " after " + state.account(id).seq);
    }
    state.seq = entry.seq();
    if (id != null) {
      state.account(id).seq = entry.accountSeq();
    }
    if (movesClock(entry.event())) {
      state.clockNanos = Math.max(state.clockNanos, entry.eventNanos());
    }
    return apply(state, entry);
  }

  /**
   * Event time is the market's: intents and marks carry it, and the ticks of the clock made from
   * them. Commands carry a person's clock, order events a venue's; on a played tape those are years
   * ahead.
   */
  private static boolean movesClock(JournalEvent event) {
    return event instanceof IntentReceived
        || event instanceof MarksObserved
        || event instanceof ClockTicked;
  }

  private static Outcome apply(RiskState state, JournalEntry entry) {
    JournalEvent event = entry.event();
    if (event instanceof MarksObserved observed) {
      for (Mark mark : observed.marks()) {
        state.put(mark);
      }
      return Outcome.changed(Set.of());
    }
    if (event instanceof LimitsObserved observed) {
      state.put(observed.limits());
      return Outcome.changed(Set.of());
    }
    if (event instanceof ClockTicked) {
      return rollDay(state, entry.eventNanos());
    }
    if (event instanceof ControlReceived received) {
      return control(state, entry, received.command());
    }
    AccountState account = state.account(owner(entry));
    if (event instanceof IntentReceived received) {
      return Intents.decide(state, account, entry, received.intent());
    }
    if (event instanceof OrderEventReceived received) {
      return OrderEvents.apply(account, received.event());
    }
    PoisonReceived poison = (PoisonReceived) event;
    account.quarantined = true;
    return new Outcome(
        List.of(),
        List.of(),
        Set.of(account.id()),
        List.of("account " + account.id() + " quarantined: " + poison.reason()));
  }

  private static AccountId owner(JournalEntry entry) {
    AccountId account = entry.account();
    if (account == null) {
      throw new IllegalStateException("journal entry " + entry.seq() + " names no account");
    }
    return account;
  }

  private static Outcome rollDay(RiskState state, long nowNanos) {
    state.day = dayOf(nowNanos);
    Set<AccountId> rolled = new TreeSet<>();
    for (AccountState account : state.accounts().values()) {
      account.dayBase = Valuation.profit(state, account);
      account.forgetExpired(state.clockNanos);
      rolled.add(account.id());
    }
    return Outcome.changed(rolled);
  }

  private static Outcome control(RiskState state, JournalEntry entry, ControlCommand command) {
    ControlAction action = command.action();
    AccountId only = entry.account();
    TradingState next = Controls.stateAfter(action);
    if (only == null) {
      if (next != null) {
        state.globalState = next;
      }
      Set<AccountId> all = state.accounts().keySet();
      return Controls.orders(state, entry, command, all);
    }
    AccountState account = state.account(only);
    if (next != null) {
      account.tradingState = next;
    }
    if (action == ControlAction.RESUME) {
      account.quarantined = false;
    }
    return Controls.orders(state, entry, command, Set.of(only));
  }
}

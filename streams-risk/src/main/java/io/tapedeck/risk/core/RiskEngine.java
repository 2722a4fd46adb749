package io.tapedeck.risk.core;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.risk.JournalEvent.ClockTicked;
import io.tapedeck.domain.risk.JournalEvent.ControlReceived;
import io.tapedeck.domain.risk.JournalEvent.IntentReceived;
import io.tapedeck.domain.risk.JournalEvent.LagObserved;
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
 *   <li>an order event books fills and releases what can no longer execute; a position that is
 *       being closed by command goes on closing
 *   <li>a control command changes trading states and makes cancels and closing orders
 *   <li>marks, limits, lag and clock ticks are what the partition knows of the world
 *   <li>a poison record quarantines its account
 *   <li>after each of its entries, and at a revaluation, an account is watched: the peak of its
 *       equity, its circuit breaker
 * </ol>
 */
public final class RiskEngine {
  /** Purpose of the clock tick that starts a new trading day. */
  public static final String DAY_ROLL = "day-roll";

  /** Purpose of the clock tick at which every account is watched. */
  public static final String REVALUE = "revalue";

  /** Purpose of the clock tick after which no market data is there. */
  public static final String DATA_SILENT = "data-silent";

  /** Purpose of the clock tick after which market data is there again. */
  public static final String DATA_BACK = "data-back";

  /** Purpose of the clock tick after which nobody commands. */
  public static final String CONTROL_SILENT = "control-silent";

  /** Purpose of the clock tick after which somebody commands again. */
  public static final String CONTROL_BACK = "control-back";

  private RiskEngine() {}

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
    // a cooldown that has passed holds nothing any more, whatever comes now
    Outcome resumed = CircuitBreaker.resumeEveryones(state);
    if (id == null) {
      return resumed.and(apply(state, entry));
    }
    AccountState account = state.account(id);
    return resumed
        .and(CircuitBreaker.resume(state, account))
        .and(apply(state, entry))
        .and(CircuitBreaker.watch(state, account, entry));
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
        state.observe(mark);
      }
      return Outcome.NOTHING;
    }
    if (event instanceof LimitsObserved observed) {
      state.put(observed.limits());
      return Outcome.NOTHING;
    }
    if (event instanceof LagObserved observed) {
      state.lagSeconds = observed.seconds();
      return Outcome.NOTHING;
    }
    if (event instanceof ClockTicked ticked) {
      return tick(state, entry, ticked.purpose());
    }
    if (event instanceof ControlReceived received) {
      return Controls.apply(state, entry, received.command());
    }
    AccountState account = state.account(owner(entry));
    if (event instanceof IntentReceived received) {
      return Intents.decide(state, account, entry, received.intent(), false);
    }
    if (event instanceof OrderEventReceived received) {
      OrderEvent news = received.event();
      InstrumentId instrument = news.instrument();
      return OrderEvents.apply(account, news).and(Closings.go(state, account, entry, instrument));
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

  private static Outcome tick(RiskState state, JournalEntry entry, String purpose) {
    switch (purpose) {
      case DAY_ROLL -> {
        return rollDay(state, entry.eventNanos());
      }
      case REVALUE -> {
        Outcome outcome = Outcome.NOTHING;
        for (AccountState account : state.accounts().values()) {
          outcome = outcome.and(CircuitBreaker.watch(state, account, entry));
        }
        return outcome;
      }
      case DATA_SILENT -> {
        state.dataSilent = true;
        return alarm("No market data received: growth is refused until it is back");
      }
      case DATA_BACK -> state.dataSilent = false;
      case CONTROL_SILENT -> {
        state.controlSilent = true;
        return alarm("no heartbeat of the console: growth is refused until it is back");
      }
      case CONTROL_BACK -> state.controlSilent = false;
      default ->
          throw new IllegalStateException("a clock tick for '" + purpose + "', unknown here");
    }
    return Outcome.NOTHING;
  }

  private static Outcome alarm(String text) {
    return new Outcome(List.of(), List.of(), Set.of(), List.of(text));
  }

  /** The day that ends gives its closes, the one that begins its bases. */
  private static Outcome rollDay(RiskState state, long nowNanos) {
    long before = state.day;
    if (before != Long.MIN_VALUE) {
      state.closeDay();
    }
    state.day = state.dayOf(nowNanos);
    boolean week =
        before == Long.MIN_VALUE || TradingDay.week(before) != TradingDay.week(state.day);
    boolean month =
        before == Long.MIN_VALUE || TradingDay.month(before) != TradingDay.month(state.day);
    Set<AccountId> rolled = new TreeSet<>();
    for (AccountState account : state.everyAccount()) {
      Money profit;
      try {
        profit = Valuation.profit(state, account);
      } catch (ArithmeticException e) {
        profit = account.dayBase; // orders are refused for the same reason
      }
      account.dayBase = profit;
      account.weekBase = week ? profit : account.weekBase;
      account.monthBase = month ? profit : account.monthBase;
      account.tradesToday = 0;
      account.forgetExpired(state.clockNanos);
      rolled.add(account.id());
    }
    return Outcome.changed(rolled);
  }
}

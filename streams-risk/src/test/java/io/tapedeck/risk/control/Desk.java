package io.tapedeck.risk.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.limits.LimitsProblems;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.signal.Evidence;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.risk.core.AccountState;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.RiskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A partition under test: entries go in, decisions come out. Every step is a journal entry. */
final class Desk {
  static final AccountId MAIN = new AccountId("main");
  static final InstrumentId BTC = new InstrumentId("KRAKEN:BTC/USD");
  static final InstrumentId ETH = new InstrumentId("KRAKEN:ETH/USD");
  static final InstrumentId AAPL = new InstrumentId("ALPACA:AAPL");
  static final long SECOND = 1_000_000_000L;

  final RiskState state = new RiskState();
  final List<String> alarms = new ArrayList<>();
  private final Map<String, Long> versions = new HashMap<>();
  private final Map<AccountId, Long> accountSeqs = new HashMap<>();
  StrategyId strategy = new StrategyId("test");
  long now = nanos("2024-08-08T12:00:00Z");
  private long seq;
  private int ids;
  private int ticks;

  static long nanos(String instant) {
    return Instant.parse(instant).getEpochSecond() * SECOND;
  }

  /** With limits that hold nothing back, and marks of a hundred. */
  static Desk open(String... more) {
    Desk desk = new Desk();
    desk.day();
    desk.limits(RiskLimits.EVERYONE, wide(more));
    desk.mark(BTC, "100");
    desk.mark(ETH, "100");
    return desk;
  }

  static String[] wide(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "capital", "1000000",
                "max_order_value", "900000",
                "max_notional_per_position", "900000",
                "max_concentration_percent", "100",
                "max_daily_loss", "900000",
                "max_mark_age_seconds", "86400"));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  Outcome apply(@Nullable AccountId account, JournalEvent event) {
    long number = account == null ? 0 : accountSeqs.merge(account, 1L, Long::sum);
    Outcome outcome =
        RiskEngine.decide(
            state,
            new JournalEntry(
                ++seq, account, number, new Coordinates("source", 0, seq), now, event));
    alarms.addAll(outcome.alarms());
    return outcome;
  }

  /** A new version of a scope's limits: names and values in turn, numbers or texts. */
  Desk limits(String scope, String... pairs) {
    TreeMap<String, Long> values = new TreeMap<>();
    TreeMap<String, String> settings = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      if (Limit.named(pairs[i]) != null) {
        values.put(pairs[i], FixedPoint.parse(pairs[i + 1]));
      } else {
        settings.put(pairs[i], pairs[i + 1]);
      }
    }
    long version = versions.merge(scope, 1L, Long::sum);
    RiskLimits limits = new RiskLimits(scope, version, "me", "", "test", now, values, settings);
    assertThat(LimitsProblems.of(limits)).isEmpty();
    apply(null, new JournalEvent.LimitsObserved(limits));
    return this;
  }

  Desk mark(InstrumentId instrument, String price) {
    return mark(instrument, price, FeedStatus.CONNECTED, TradingStatus.TRADING);
  }

  Desk mark(InstrumentId instrument, String price, FeedStatus feed, TradingStatus trading) {
    Price at = Price.of(price);
    Mark mark =
        new Mark(
            instrument, at, at, at, now, now, new Coordinates("ticks", 0, ++ticks), feed, trading);
    apply(null, new JournalEvent.MarksObserved(List.of(mark)));
    return this;
  }

  Desk day() {
    apply(null, new JournalEvent.ClockTicked(RiskEngine.DAY_ROLL));
    return this;
  }

  Outcome tick(String purpose) {
    return apply(null, new JournalEvent.ClockTicked(purpose));
  }

  Desk pass(long seconds) {
    now += seconds * SECOND;
    return this;
  }

  OrderIntent intent(InstrumentId instrument, OrderAction action) {
    return new OrderIntent(
        new IntentId("i" + ++ids),
        MAIN,
        strategy,
        instrument,
        action,
        now,
        now,
        now + 5 * SECOND,
        Evidence.byHand(new Coordinates("ticks", 0, 1)));
  }

  Decision decide(OrderIntent intent) {
    return apply(intent.account(), new JournalEvent.IntentReceived(intent)).decisions().get(0);
  }

  Decision market(InstrumentId instrument, Side side, String quantity) {
    return decide(
        intent(instrument, new OrderAction.Submit(OrderTerms.market(side, Quantity.of(quantity)))));
  }

  Decision buy(String quantity) {
    return market(BTC, Side.BUY, quantity);
  }

  Decision sell(String quantity) {
    return market(BTC, Side.SELL, quantity);
  }

  Decision limit(Side side, String quantity, String price) {
    return decide(
        intent(
            BTC,
            new OrderAction.Submit(
                OrderTerms.limit(side, Quantity.of(quantity), Price.of(price)))));
  }

  Decision cancel(Decision order) {
    return decide(intent(order.instrument(), new OrderAction.Cancel(order.intent())));
  }

  Decision replace(Decision order, String quantity, String price) {
    return decide(
        intent(
            order.instrument(),
            new OrderAction.Replace(order.intent(), Quantity.of(quantity), Price.of(price))));
  }

  OrderEvent event(InstrumentId instrument, OrderEventKind kind, @Nullable IntentId intent) {
    return new OrderEvent(
        MAIN, intent, instrument, kind, null, null, now, now, null, null, null, null, "");
  }

  Outcome news(Decision order, OrderEventKind kind) {
    return apply(
        MAIN, new JournalEvent.OrderEventReceived(event(order.instrument(), kind, order.intent())));
  }

  /** A fill of no order of ours, the shortest way to a position. */
  Outcome fill(InstrumentId instrument, Side side, String quantity, String price) {
    return fill(null, instrument, side, quantity, price, "0", "USD");
  }

  Outcome fill(
      @Nullable IntentId intent,
      InstrumentId instrument,
      Side side,
      String quantity,
      String price,
      String fee,
      String currency) {
    Execution execution = execution(side, quantity, price, fee, currency);
    return apply(
        MAIN,
        new JournalEvent.OrderEventReceived(
            new OrderEvent(
                MAIN,
                intent,
                instrument,
                OrderEventKind.FILLED,
                null,
                null,
                now,
                now,
                execution,
                null,
                null,
                null,
                "")));
  }

  Execution execution(Side side, String quantity, String price, String fee, String currency) {
    return new Execution(
        new ExecutionId("e" + ++ids),
        side,
        Quantity.of(quantity),
        Price.of(price),
        Money.of(fee),
        currency,
        false);
  }

  Outcome command(ControlAction action, @Nullable AccountId account) {
    return command(action, account, null, null, null);
  }

  Outcome command(
      ControlAction action,
      @Nullable AccountId account,
      @Nullable InstrumentId instrument,
      @Nullable StrategyId about,
      @Nullable Money amount) {
    return apply(
        account,
        new JournalEvent.ControlReceived(
            new ControlCommand(
                "c" + ++ids, account, action, instrument, "ann", "why", now, about, amount)));
  }

  AccountState account() {
    return state.account(MAIN);
  }

  static CheckResult check(Decision decision, CheckCode code) {
    return decision.checks().stream().filter(c -> c.code() == code).findFirst().orElseThrow();
  }

  static List<String> cancels(Outcome outcome) {
    return outcome.commands().stream()
        .map(OrderCommand::action)
        .filter(OrderAction.Cancel.class::isInstance)
        .map(action -> ((OrderAction.Cancel) action).target().value())
        .toList();
  }
}

package io.tapedeck.risk.oracle;

import static io.tapedeck.risk.oracle.OracleAccount.decimal;

import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the documents say that the gate must answer. Clear rather than fast; shares nothing with the
 * engine but the words.
 */
final class RiskOracle {
  /** What it expects: the codes that deny, and those that it does not judge this time. */
  record Verdict(Set<CheckCode> denials, Set<CheckCode> unjudged, boolean reduces) {}

  /** Is told each verdict as it falls, in order, and says whether the order was approved. */
  interface Referee {
    /** An intent's verdict, and what limits on trial would have said; null if there are none. */
    boolean approves(OrderIntent intent, Verdict verdict, Verdict onTrial);

    /** A closing order's verdict; answers its id, null if it was denied. */
    String closes(
        AccountId account, InstrumentId instrument, Side side, BigDecimal quantity, Verdict v);
  }

  final OracleMarket market = new OracleMarket();
  final OracleLimits limits = new OracleLimits();
  final Map<AccountId, OracleAccount> accounts = new TreeMap<>();
  final OracleBreaker breaker = new OracleBreaker();

  /** Orders whose cancellation the last entry commands. */
  final Set<String> cancels = new LinkedHashSet<>();

  TradingState global = TradingState.ACTIVE;
  long clock = Long.MIN_VALUE;
  long day = Long.MIN_VALUE; // before the first
  BigDecimal lag = BigDecimal.ZERO;
  boolean dataSilent;
  boolean controlSilent;
  private final Set<String> commands = new LinkedHashSet<>();
  private final OracleControl control = new OracleControl(this);

  OracleAccount account(AccountId id) {
    return accounts.computeIfAbsent(id, OracleAccount::new);
  }

  OracleValues values(OracleAccount account) {
    return new OracleValues(account, market, limits);
  }

  long dayOf(long nanos) {
    return OracleCalendar.day(limits.everyone(), nanos);
  }

  void apply(JournalEntry entry, Referee referee) {
    cancels.clear();
    JournalEvent event = entry.event();
    if (event instanceof JournalEvent.IntentReceived
        || event instanceof JournalEvent.MarksObserved
        || event instanceof JournalEvent.ClockTicked) {
      time(entry.eventNanos());
    }
    boolean intent = event instanceof JournalEvent.IntentReceived;
    if (entry.account() != null && !intent) {
      resume(account(entry.account()));
    }
    if (event instanceof JournalEvent.IntentReceived received) {
      intent(received.intent(), referee);
    } else if (event instanceof JournalEvent.OrderEventReceived received) {
      account(received.event().account()).apply(received.event());
    } else if (event instanceof JournalEvent.MarksObserved observed) {
      observed.marks().forEach(market::mark);
    } else if (event instanceof JournalEvent.LimitsObserved observed) {
      limits.put(observed.limits());
    } else if (event instanceof JournalEvent.LagObserved observed) {
      lag = BigDecimal.valueOf(observed.seconds());
    } else if (event instanceof JournalEvent.ClockTicked tick) {
      tick(tick.purpose(), entry.eventNanos());
    } else if (event instanceof JournalEvent.PoisonReceived) {
      account(entry.account()).quarantined = true;
    } else if (event instanceof JournalEvent.ControlReceived received) {
      command(received.command());
    }
    if (entry.account() != null && breaker.over(clock)) {
      breaker.reset();
    }
    if (entry.account() != null) {
      after(account(entry.account()), referee);
    } else if (event instanceof JournalEvent.ControlReceived) {
      // a global command is no entry of an account's own: it moves no peak and trips no breaker
      accounts.values().forEach(account -> control.close(account, referee));
    }
  }

  /** Takes an account's closings on after an entry of its own, and then watches it. */
  private void after(OracleAccount account, Referee referee) {
    resume(account);
    control.close(account, referee);
    control.watch(account);
  }

  private void command(ControlCommand command) {
    if (commands.add(command.id())) {
      control.command(command);
    }
  }

  private void time(long nanos) {
    clock = Math.max(clock, nanos);
  }

  /** A breaker whose time is over is seen to be so when its account is looked at. */
  private void resume(OracleAccount account) {
    if (account.breaker.over(clock)) {
      control.resume(account);
    }
  }

  private void tick(String purpose, long nanos) {
    switch (purpose) {
      case "day-roll" -> roll(dayOf(nanos));
      case "revalue" ->
          accounts
              .values()
              .forEach(
                  account -> {
                    resume(account);
                    control.watch(account);
                  });
      case "data-silent" -> dataSilent = true;
      case "data-back" -> dataSilent = false;
      case "control-silent" -> controlSilent = true;
      case "control-back" -> controlSilent = false;
      default -> throw new IllegalArgumentException(purpose);
    }
  }

  private void roll(long today) {
    boolean first = day == Long.MIN_VALUE;
    market.close(day);
    java.time.LocalDate from = java.time.LocalDate.ofEpochDay(first ? 0 : day);
    java.time.LocalDate to = java.time.LocalDate.ofEpochDay(today);
    // days since 1970 began on a Thursday
    boolean week = first || Math.floorDiv(day + 3, 7) != Math.floorDiv(today + 3, 7);
    boolean month = first || from.getMonth() != to.getMonth() || from.getYear() != to.getYear();
    for (OracleAccount account : accounts.values()) {
      account.dayBase = values(account).profit();
      account.weekBase = week ? account.dayBase : account.weekBase;
      account.monthBase = month ? account.dayBase : account.monthBase;
      account.trades = 0;
    }
    day = today;
  }

  private void intent(OrderIntent intent, Referee referee) {
    OracleAccount account = account(intent.account());
    Set<CheckCode> denials = EnumSet.noneOf(CheckCode.class);
    Long expires = account.intents.put(intent.id().value(), intent.expiresNanos());
    if (expires != null && expires >= clock) {
      denials.add(CheckCode.DUPLICATE_INTENT);
    }
    OracleLimits.View holds = limits.of(intent);
    OracleLimits.View trial = limits.onTrial(intent);
    if (intent.action() instanceof OrderAction.Cancel cancel) {
      OracleAccount.Order target = target(account, cancel.target().value(), intent.instrument());
      if (target == null) {
        denials.add(CheckCode.TARGET_UNKNOWN);
      }
      Verdict verdict = new Verdict(denials, Set.of(), false);
      if (referee.approves(intent, verdict, trial == null ? null : verdict)) {
        OraclePace.message(account, clock, holds);
      }
      return;
    }
    if (account.quarantined) {
      denials.add(CheckCode.ACCOUNT_QUARANTINED);
    }
    OracleChecks.Ask ask = ask(account, intent);
    if (ask == null) {
      denials.add(CheckCode.TARGET_UNKNOWN);
      Verdict verdict = new Verdict(denials, Set.of(), false);
      referee.approves(intent, verdict, trial == null ? null : verdict);
      return;
    }
    if (clock > intent.expiresNanos()) {
      denials.add(CheckCode.INTENT_EXPIRED);
    }
    Verdict verdict = new OracleGate(this, account, holds, ask).judge(denials);
    Verdict onTrial =
        trial == null ? null : new OracleGate(this, account, trial, ask).judge(denials);
    boolean approved = referee.approves(intent, verdict, onTrial);
    if (approved) {
      approved(account, intent.id().value(), ask, holds);
    } else if (verdict.denials().contains(CheckCode.REPEATED_EXECUTION)) {
      account.disabled.add(intent.strategy().value());
    }
  }

  private static OracleAccount.Order target(
      OracleAccount account, String id, InstrumentId instrument) {
    OracleAccount.Order order = account.working.get(id);
    return order != null && order.instrument.equals(instrument) ? order : null;
  }

  /** The order as the checks see it; null if what is to be replaced does not work. */
  private OracleChecks.Ask ask(OracleAccount account, OrderIntent intent) {
    String strategy = intent.strategy().value();
    if (intent.action() instanceof OrderAction.Replace replace) {
      OracleAccount.Order target = target(account, replace.target().value(), intent.instrument());
      if (target == null) {
        return null;
      }
      boolean named = replace.limitPrice() != null;
      return new OracleChecks.Ask(
          strategy,
          intent.instrument(),
          target.side,
          target.type,
          decimal(replace.quantity().raw()).subtract(target.filled),
          named ? decimal(replace.limitPrice().raw()) : target.countsAt(),
          !named || target.type == OrderType.LIMIT || target.type == OrderType.STOP_LIMIT,
          false,
          false,
          false,
          target);
    }
    OrderTerms terms = ((OrderAction.Submit) intent.action()).terms();
    return new OracleChecks.Ask(
        strategy,
        intent.instrument(),
        terms.side(),
        terms.type(),
        decimal(terms.quantity().raw()),
        terms.limitPrice() == null ? null : decimal(terms.limitPrice().raw()),
        (terms.limitPrice() != null) == limited(terms.type())
            && (terms.stopPrice() != null) == stopped(terms.type()),
        terms.reduceOnly(),
        terms.postOnly(),
        false,
        null);
  }

  private static boolean limited(OrderType type) {
    return type == OrderType.LIMIT || type == OrderType.STOP_LIMIT;
  }

  private static boolean stopped(OrderType type) {
    return type != OrderType.MARKET && type != OrderType.LIMIT;
  }

  /** An approved order counts at once. */
  void approved(OracleAccount account, String id, OracleChecks.Ask ask, OracleLimits.View holds) {
    OraclePace.message(account, clock, holds);
    if (ask.submit()) {
      OraclePace.submitted(account, ask, clock, holds);
      account.trades += ask.closing() ? 0 : 1;
      BigDecimal mark = market.price(ask.instrument());
      BigDecimal price = mark == null ? BigDecimal.ZERO : mark;
      account.working.put(
          id,
          new OracleAccount.Order(
              ask.instrument(),
              ask.side(),
              ask.type(),
              ask.quantity(),
              ask.limit(),
              ask.limit() == null ? price : price.max(ask.limit())));
    } else {
      OracleAccount.Order order = ask.replaced();
      order.ask(ask.quantity().add(order.filled), ask.limit());
    }
  }

  /** Rounded half to even in the ninth place. */
  static BigDecimal product(BigDecimal a, BigDecimal b) {
    return a.multiply(b).setScale(9, RoundingMode.HALF_EVEN);
  }

  static BigDecimal quotient(BigDecimal a, BigDecimal b) {
    return a.divide(b, 9, RoundingMode.HALF_EVEN);
  }

  static BigDecimal percent(BigDecimal part, BigDecimal whole) {
    return quotient(part, whole).movePointRight(2);
  }

  /** Fall from the peak in percent; null where it is not known. */
  static BigDecimal drawdown(BigDecimal peak, BigDecimal equity) {
    if (equity == null) {
      return null;
    }
    BigDecimal highest = peak == null ? equity : peak.max(equity);
    return highest.signum() <= 0 ? null : percent(highest.subtract(equity), highest);
  }
}

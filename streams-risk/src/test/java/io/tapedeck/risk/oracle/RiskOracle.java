package io.tapedeck.risk.oracle;

import static io.tapedeck.risk.oracle.OracleAccount.decimal;

import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.RiskLimits;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the documents say that the gate must answer. Clear rather than fast; shares nothing with the
 * engine but the words.
 */
final class RiskOracle {
  /** What it expects: the codes that deny, and those that it does not judge this time. */
  record Verdict(Set<CheckCode> denials, Set<CheckCode> unjudged, boolean reduces) {}

  private static final Set<CheckCode> VALUED =
      EnumSet.of(
          CheckCode.ORDER_VALUE,
          CheckCode.POSITION_VALUE,
          CheckCode.CONCENTRATION,
          CheckCode.DAILY_LOSS,
          CheckCode.MARK_STALE,
          CheckCode.MARK_MISSING,
          CheckCode.LIMITS_MISSING,
          CheckCode.ARITHMETIC);

  private static final List<String> LIMITS =
      List.of(
          "capital",
          "max_order_value",
          "max_notional_per_position",
          "max_concentration_percent",
          "max_daily_loss",
          "max_mark_age_seconds");

  final Map<AccountId, OracleAccount> accounts = new HashMap<>();
  final Map<InstrumentId, BigDecimal> marks = new HashMap<>();
  private final Map<InstrumentId, Long> markTimes = new HashMap<>();
  private final Map<String, RiskLimits> limits = new HashMap<>();
  private TradingState global = TradingState.ACTIVE;
  private long clock = Long.MIN_VALUE;

  OracleAccount account(AccountId id) {
    return accounts.computeIfAbsent(id, i -> new OracleAccount());
  }

  void time(long nanos) {
    clock = Math.max(clock, nanos);
  }

  void newDay() {
    accounts.values().forEach(account -> account.dayStart = account.total(marks));
  }

  void mark(Mark mark) {
    marks.put(mark.instrument(), decimal(mark.price().raw()));
    markTimes.put(mark.instrument(), mark.eventNanos());
  }

  void limits(RiskLimits changed) {
    limits.put(changed.scope(), changed);
  }

  void event(OrderEvent event) {
    account(event.account()).apply(event);
  }

  void poison(AccountId id) {
    account(id).quarantined = true;
  }

  void control(ControlCommand command) {
    TradingState to =
        switch (command.action()) {
          case HALT -> TradingState.HALTED;
          case REDUCE -> TradingState.REDUCING;
          case RESUME -> TradingState.ACTIVE;
          default -> null;
        };
    if (to != null && command.account() == null) {
      global = to;
    } else if (to != null) {
      account(command.account()).state = to;
    }
  }

  /** The tighter of everyone's and the account's; null if neither sets it. */
  private BigDecimal limit(AccountId account, String name) {
    RiskLimits own = limits.get(account.value());
    if (name.equals("capital") && own != null && own.value(name) != null) {
      return decimal(own.value(name)); // a size, not a limit: the account's own
    }
    BigDecimal tighter = null;
    for (String scope : new String[] {RiskLimits.EVERYONE, account.value()}) {
      RiskLimits known = limits.get(scope);
      Long raw = known == null ? null : known.value(name);
      if (raw != null && (tighter == null || decimal(raw).compareTo(tighter) < 0)) {
        tighter = decimal(raw);
      }
    }
    return tighter;
  }

  /** Judges an intent; {@link #approved} books it if the engine approved it too. */
  Verdict judge(OrderIntent intent) {
    OracleAccount account = account(intent.account());
    Set<CheckCode> denials = EnumSet.noneOf(CheckCode.class);
    boolean duplicate = !account.intents.add(intent.id().value());
    if (intent.action() instanceof OrderAction.Cancel cancel) {
      // it only takes risk away: nothing holds it but that there is nothing to cancel
      if (duplicate && clock <= intent.expiresNanos()) {
        denials.add(CheckCode.DUPLICATE_INTENT);
      }
      if (!account.working.containsKey(cancel.target().value())) {
        denials.add(CheckCode.TARGET_UNKNOWN);
      }
      boolean forgotten = duplicate && clock > intent.expiresNanos();
      return new Verdict(
          denials, forgotten ? EnumSet.of(CheckCode.DUPLICATE_INTENT) : Set.of(), true);
    }
    if (account.quarantined) {
      denials.add(CheckCode.ACCOUNT_QUARANTINED);
    }
    if (duplicate) {
      denials.add(CheckCode.DUPLICATE_INTENT);
    }
    if (clock > intent.expiresNanos()) {
      denials.add(CheckCode.INTENT_EXPIRED);
    }
    TradingState state = global.stricter(account.state);
    if (intent.action() instanceof OrderAction.Replace replace) {
      return judge(intent, replace, state, denials);
    }
    OrderTerms terms = ((OrderAction.Submit) intent.action()).terms();
    BigDecimal limitPrice = terms.limitPrice() == null ? null : decimal(terms.limitPrice().raw());
    boolean invalid =
        terms.quantity().signum() <= 0
            || (terms.type() == OrderType.LIMIT
                && (limitPrice == null || limitPrice.signum() <= 0));
    if (invalid) {
      denials.add(CheckCode.ORDER_INVALID);
      return new Verdict(denials, withState(VALUED), false);
    }
    BigDecimal quantity = decimal(terms.quantity().raw());
    Ask ask = new Ask(terms.side(), quantity, limitPrice, "");
    Verdict verdict = gate(intent, ask, state, denials);
    if (terms.reduceOnly() && !verdict.reduces()) {
      denials.add(CheckCode.ORDER_INVALID);
    }
    return verdict;
  }

  private Verdict judge(
      OrderIntent intent, OrderAction.Replace replace, TradingState state, Set<CheckCode> denials) {
    OracleAccount.Order order = account(intent.account()).working.get(replace.target().value());
    if (order == null) {
      denials.add(CheckCode.TARGET_UNKNOWN);
      Set<CheckCode> others = EnumSet.allOf(CheckCode.class);
      others.remove(CheckCode.TARGET_UNKNOWN);
      return new Verdict(denials, others, false);
    }
    BigDecimal leaves = decimal(replace.quantity().raw()).subtract(order.filled);
    if (leaves.signum() <= 0) {
      denials.add(CheckCode.ORDER_INVALID);
      return new Verdict(denials, withState(VALUED), false);
    }
    BigDecimal price =
        replace.limitPrice() == null ? order.price : decimal(replace.limitPrice().raw());
    return gate(
        intent, new Ask(order.side, leaves, price, replace.target().value()), state, denials);
  }

  /** An order as the growth checks see it. */
  private record Ask(Side side, BigDecimal quantity, BigDecimal limitPrice, String id) {}

  private static Set<CheckCode> withState(Set<CheckCode> codes) {
    Set<CheckCode> more = EnumSet.copyOf(codes);
    more.add(CheckCode.TRADING_STATE);
    return more;
  }

  private Verdict gate(OrderIntent intent, Ask ask, TradingState state, Set<CheckCode> denials) {
    OracleAccount account = account(intent.account());
    InstrumentId instrument = intent.instrument();
    BigDecimal held = account.book(instrument).quantity;
    BigDecimal sameSide =
        account.workingLeaves(instrument, ask.side(), ask.id()).add(ask.quantity());
    BigDecimal worst = held.add(sameSide.multiply(BigDecimal.valueOf(ask.side().sign())));
    boolean reduces = held.signum() * ask.side().sign() < 0 && sameSide.compareTo(held.abs()) <= 0;

    if (state == TradingState.HALTED || (state == TradingState.REDUCING && !reduces)) {
      denials.add(CheckCode.TRADING_STATE);
    }
    if (reduces) {
      return new Verdict(denials, Set.of(), true);
    }
    return grow(intent, ask, worst, denials);
  }

  private Verdict grow(OrderIntent intent, Ask ask, BigDecimal worst, Set<CheckCode> denials) {
    AccountId id = intent.account();
    OracleAccount account = account(id);
    Set<CheckCode> unjudged = EnumSet.noneOf(CheckCode.class);
    BigDecimal mark = marks.get(intent.instrument());
    if (LIMITS.stream().anyMatch(name -> limit(id, name) == null)) {
      denials.add(CheckCode.LIMITS_MISSING);
      unjudged.addAll(VALUED);
      unjudged.remove(CheckCode.LIMITS_MISSING);
    }
    if (mark == null) {
      denials.add(CheckCode.MARK_MISSING);
      unjudged.addAll(VALUED);
      unjudged.remove(CheckCode.MARK_MISSING);
      unjudged.remove(CheckCode.LIMITS_MISSING);
    }
    if (!unjudged.isEmpty()) {
      return new Verdict(denials, unjudged, false);
    }
    BigDecimal age = decimal(clock - markTimes.get(intent.instrument()));
    deny(denials, CheckCode.MARK_STALE, age, limit(id, "max_mark_age_seconds"));
    BigDecimal price = ask.limitPrice() == null ? mark : mark.max(ask.limitPrice());
    deny(
        denials,
        CheckCode.ORDER_VALUE,
        ask.quantity().multiply(price),
        limit(id, "max_order_value"));
    BigDecimal value = worst.abs().multiply(price);
    deny(denials, CheckCode.POSITION_VALUE, value, limit(id, "max_notional_per_position"));
    BigDecimal total = account.total(marks);
    BigDecimal equity = limit(id, "capital").add(total);
    BigDecimal most = limit(id, "max_concentration_percent");
    if (equity.signum() <= 0) {
      denials.add(CheckCode.CONCENTRATION);
    } else {
      BigDecimal percent = value.movePointRight(2).divide(equity, MathContext.DECIMAL128);
      deny(denials, CheckCode.CONCENTRATION, percent, most);
      if (percent.subtract(most).abs().compareTo(new BigDecimal("0.000001")) < 0) {
        unjudged.add(CheckCode.CONCENTRATION); // within the ninth place's rounding
      }
    }
    BigDecimal loss = account.dayStart.subtract(total);
    deny(denials, CheckCode.DAILY_LOSS, loss, limit(id, "max_daily_loss"));
    return new Verdict(denials, unjudged, false);
  }

  private static void deny(
      Set<CheckCode> denials, CheckCode code, BigDecimal observed, BigDecimal limit) {
    if (observed.compareTo(limit) > 0) {
      denials.add(code);
    }
  }

  /** An approved order counts at once. */
  void approved(OrderIntent intent) {
    OracleAccount account = account(intent.account());
    if (intent.action() instanceof OrderAction.Submit submit) {
      OrderTerms terms = submit.terms();
      BigDecimal limit = terms.limitPrice() == null ? null : decimal(terms.limitPrice().raw());
      account.working.put(
          intent.id().value(),
          new OracleAccount.Order(
              intent.instrument(),
              terms.side(),
              decimal(terms.quantity().raw()),
              worse(limit, marks.get(intent.instrument()))));
    } else if (intent.action() instanceof OrderAction.Replace replace) {
      // until the venue confirms, the larger of the two sizes may execute
      OracleAccount.Order order = account.working.get(replace.target().value());
      BigDecimal quantity = decimal(replace.quantity().raw());
      if (quantity.compareTo(order.asked) > 0) {
        order.asked = quantity;
        order.price =
            worse(
                replace.limitPrice() == null ? null : decimal(replace.limitPrice().raw()),
                order.price);
      }
    }
  }

  private static BigDecimal worse(BigDecimal limit, BigDecimal other) {
    if (limit == null || other == null) {
      return limit == null ? (other == null ? BigDecimal.ZERO : other) : limit;
    }
    return limit.max(other);
  }
}

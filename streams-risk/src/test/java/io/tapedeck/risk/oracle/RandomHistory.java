package io.tapedeck.risk.oracle;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.signal.Evidence;
import io.tapedeck.domain.tape.Coordinates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToLongBiFunction;

/** Seeded intents, venue events, marks, limits and commands, plausible and not. */
final class RandomHistory {
  static final long SECOND = 1_000_000_000L;
  static final List<AccountId> ACCOUNTS =
      List.of(new AccountId("main"), new AccountId("second"), new AccountId("toxic"));
  static final List<InstrumentId> INSTRUMENTS =
      List.of(new InstrumentId("KRAKEN:BTC/USDT"), new InstrumentId("KRAKEN:ETH/USDT"));

  /** An approved order as the venue knows it. */
  static final class Live {
    final OrderIntent intent;
    final Side side;
    long total;
    long filled;
    boolean done;
    long proposed;
    boolean grown;

    Live(OrderIntent intent, Side side, long total) {
      this.intent = intent;
      this.side = side;
      this.total = total;
    }
  }

  private static final long MILLI = 1_000_000L;

  final Random random;
  final List<Live> orders = new ArrayList<>();
  private final List<OrderIntent> sent = new ArrayList<>();
  private final List<OrderEvent> happened = new ArrayList<>();
  private final long[] cents = {60_000_00L, 2_500_00L};
  private final long[] versions = {0, 0};
  long now = 1_723_161_254L * SECOND;
  private long ids;

  RandomHistory(long seed) {
    random = new Random(seed);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private <T> T recent(List<T> list) {
    int window = Math.min(list.size(), 25);
    return list.get(list.size() - 1 - random.nextInt(window));
  }

  void pass() {
    now += random.nextInt(800) * MILLI;
    if (oneIn(100)) {
      now += 20 * SECOND;
    }
    if (oneIn(1500)) {
      now += 20 * 3600 * SECOND;
    }
  }

  Mark mark() {
    int i = random.nextInt(2);
    long step = cents[i] / (oneIn(40) ? 12 : 400);
    cents[i] = Math.max(cents[i] / 2, cents[i] + Math.round(random.nextGaussian() * step));
    // back towards the start, so that prices neither vanish nor explode in a million steps
    cents[i] += ((i == 0 ? 60_000_00L : 2_500_00L) - cents[i]) / 50;
    long spread = random.nextInt(7);
    Price bid = new Price(cents[i] * 10_000_000L);
    Price ask = new Price((cents[i] + spread) * 10_000_000L);
    boolean lastOnly = oneIn(10);
    return new Mark(
        INSTRUMENTS.get(i),
        lastOnly ? null : bid,
        lastOnly ? null : ask,
        oneIn(3) && !lastOnly ? null : ask,
        now - random.nextInt(2) * SECOND,
        now,
        new Coordinates("market-ticks-v1", 0, ids++));
  }

  RiskLimits limits() {
    int scope = random.nextInt(2);
    TreeMap<String, Long> values = new TreeMap<>();
    boolean whole = scope == 0;
    put(values, whole, "capital", 50_000 + random.nextInt(100_000));
    put(values, whole, "max_order_value", 5_000 + random.nextInt(10_000));
    put(values, whole, "max_notional_per_position", 8_000 + random.nextInt(30_000));
    put(values, whole, "max_concentration_percent", 5 + random.nextInt(40));
    put(values, whole, "max_daily_loss", 50 + random.nextInt(3000));
    put(values, whole, "max_mark_age_seconds", 5 + random.nextInt(30));
    return new RiskLimits(
        scope == 0 ? RiskLimits.EVERYONE : ACCOUNTS.get(1).value(),
        ++versions[scope],
        "me",
        "",
        "random",
        now,
        values,
        new TreeMap<>(Map.of("self_match_prevention", "false")));
  }

  private void put(TreeMap<String, Long> values, boolean always, String name, long units) {
    if (always || oneIn(2)) {
      values.put(name, units * SECOND);
    }
  }

  ControlCommand control() {
    int kind = random.nextInt(12);
    ControlAction action =
        kind < 5
            ? ControlAction.RESUME
            : kind < 7
                ? ControlAction.HALT
                : kind < 9
                    ? ControlAction.REDUCE
                    : kind == 9
                        ? ControlAction.CANCEL_ALL
                        : kind == 10 ? ControlAction.CLOSE_POSITION : ControlAction.LIQUIDATE;
    ControlCommand command =
        new ControlCommand(
            "command-" + ids++,
            oneIn(3) ? null : ACCOUNTS.get(random.nextInt(2)),
            action,
            action == ControlAction.CLOSE_POSITION ? any(INSTRUMENTS) : null,
            "me",
            "random",
            now + 5 * 365 * 86_400L * SECOND);
    return command;
  }

  /**
   * The next wish.
   *
   * @param heldRaw position of an account in an instrument
   */
  OrderIntent intent(ToLongBiFunction<AccountId, InstrumentId> heldRaw) {
    if (!sent.isEmpty() && oneIn(40)) {
      return recent(sent);
    }
    AccountId account = oneIn(20) ? ACCOUNTS.get(2) : ACCOUNTS.get(random.nextInt(2));
    InstrumentId instrument = any(INSTRUMENTS);
    OrderAction action = null;
    int kind = random.nextInt(10);
    if (kind < 2 && !orders.isEmpty()) {
      Live target = recent(orders);
      account = oneIn(30) ? account : target.intent.account();
      instrument = target.intent.instrument();
      IntentId id = oneIn(30) ? new IntentId("nobody's") : target.intent.id();
      action = new OrderAction.Cancel(id);
      if (oneIn(2)) {
        long total = Math.max(MILLI, target.total + (random.nextInt(400) - 200) * MILLI);
        action =
            new OrderAction.Replace(id, new Quantity(total), oneIn(2) ? null : price(instrument));
      }
    }
    if (action == null) {
      action = new OrderAction.Submit(terms(instrument, heldRaw.applyAsLong(account, instrument)));
    }
    OrderIntent intent =
        new OrderIntent(
            new IntentId("intent-" + ids++),
            account,
            new StrategyId("random"),
            instrument,
            action,
            now,
            now,
            now + (oneIn(30) ? -SECOND : 5 * SECOND),
            Evidence.byHand(new Coordinates("market-ticks-v1", 0, ids)));
    sent.add(intent);
    return intent;
  }

  private OrderTerms terms(InstrumentId instrument, long held) {
    Side side = oneIn(2) ? Side.BUY : Side.SELL;
    boolean btc = instrument.equals(INSTRUMENTS.get(0));
    long most = btc ? 250 : 6_000;
    long quantity = (1 + random.nextLong(oneIn(3) ? most : most / 4)) * MILLI;
    if (held != 0 && oneIn(2)) {
      side = held > 0 ? Side.SELL : Side.BUY;
      long all = Math.abs(held);
      quantity =
          switch (random.nextInt(3)) {
            case 0 -> all;
            case 1 -> Math.max(MILLI, all / 2 / MILLI * MILLI);
            default -> all + random.nextInt(3) * MILLI;
          };
    }
    if (oneIn(50)) {
      quantity = oneIn(2) ? 0 : -quantity;
    }
    return oneIn(2)
        ? OrderTerms.market(side, new Quantity(quantity))
        : OrderTerms.limit(
            side, new Quantity(quantity), oneIn(60) ? Price.ZERO : price(instrument));
  }

  private Price price(InstrumentId instrument) {
    long mid = cents[INSTRUMENTS.indexOf(instrument)];
    return new Price((mid + random.nextLong(mid / 50) - mid / 100) * 10_000_000L);
  }

  void accepted(OrderIntent intent) {
    if (intent.action() instanceof OrderAction.Submit submit) {
      orders.add(new Live(intent, submit.terms().side(), submit.terms().quantity().raw()));
    } else if (intent.action() instanceof OrderAction.Replace replace) {
      for (Live live : orders) {
        if (live.intent.id().equals(replace.target())) {
          live.proposed = replace.quantity().raw();
          live.grown |= live.proposed > live.total;
        }
      }
    }
  }

  /** The venue's next news, null if it has none. */
  OrderEvent event() {
    if (!happened.isEmpty() && oneIn(12)) {
      OrderEvent again = recent(happened);
      // a fill repeats on two channels; a change confirmed twice would be a change back
      if (again.kind() != OrderEventKind.REPLACED
          && again.kind() != OrderEventKind.REPLACE_REJECTED) {
        return again;
      }
    }
    if (orders.isEmpty()) {
      return null;
    }
    OrderEvent event = orders.size() > 40 ? endOldest() : next(recent(orders));
    if (event != null) {
      happened.add(event);
    }
    return event;
  }

  /** Else forgotten orders would fill up the limits, and a long history would only be refused. */
  private OrderEvent endOldest() {
    Live oldest = orders.remove(0);
    boolean ended = oldest.done;
    oldest.done = true;
    return ended ? null : news(oldest, OrderEventKind.CANCELED, null, null);
  }

  private OrderEvent next(Live live) {
    int kind = random.nextInt(20);
    long rest = live.total - live.filled;
    if (live.proposed != 0 && !live.done) {
      long proposed = live.proposed;
      live.proposed = 0;
      if (proposed <= live.filled || (!live.grown && oneIn(4))) {
        return news(live, OrderEventKind.REPLACE_REJECTED, null, null);
      }
      live.total = proposed;
      live.grown = false;
      return news(live, OrderEventKind.REPLACED, null, new Quantity(proposed));
    }
    if (kind < 13) {
      // a fill may well come after the news that the order ended
      if (rest <= 0 || (live.done && !oneIn(4))) {
        return null;
      }
      long quantity = oneIn(2) ? rest : (1 + random.nextLong(Math.max(1, rest / MILLI))) * MILLI;
      quantity = Math.min(quantity, rest);
      live.filled += quantity;
      Execution execution =
          new Execution(
              new ExecutionId("execution-" + ids++),
              live.side,
              new Quantity(quantity),
              price(live.intent.instrument()),
              new Money((random.nextInt(300) - 148) * 10_000_000L),
              "USDT",
              oneIn(2));
      return news(live, OrderEventKind.FILLED, execution, null);
    }
    if (kind < 16) {
      return news(live, OrderEventKind.ACCEPTED, null, null);
    }
    if (kind == 16) {
      return news(live, OrderEventKind.CANCEL_REJECTED, null, null);
    }
    live.done = true;
    return news(
        live,
        kind == 17
            ? OrderEventKind.CANCELED
            : kind == 18 ? OrderEventKind.EXPIRED : OrderEventKind.REJECTED,
        null,
        null);
  }

  private OrderEvent news(Live live, OrderEventKind kind, Execution execution, Quantity quantity) {
    long venue = now + 400 * 86_400L * SECOND;
    return new OrderEvent(
        live.intent.account(),
        live.intent.id(),
        live.intent.instrument(),
        kind,
        null,
        null,
        venue,
        venue,
        execution,
        null,
        quantity,
        null,
        "");
  }
}

package io.tapedeck.risk.oracle;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.Side;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Seeded news of orders: plausible, repeated, late, and taken back. */
final class RandomVenue {
  private static final long MILLI = 1_000_000L;
  private static final long NANO_CENT = 10_000_000L;

  /** An approved order as the venue knows it. */
  static final class Live {
    final String intent;
    final AccountId account;
    final InstrumentId instrument;
    final Side side;
    final Deque<OrderActionReplace> proposed = new ArrayDeque<>();
    long total;
    long filled;
    boolean cancelled;
    boolean done;

    Live(String intent, AccountId account, InstrumentId instrument, Side side, long total) {
      this.intent = intent;
      this.account = account;
      this.instrument = instrument;
      this.side = side;
      this.total = total;
    }
  }

  /** A replace on its way. */
  record OrderActionReplace(long quantity, Price limit) {}

  private final Random random;
  private final RandomMarket market;
  final List<Live> orders = new ArrayList<>();
  private final List<OrderEvent> happened = new ArrayList<>();
  private final List<OrderEvent> fills = new ArrayList<>();
  private long ids;

  RandomVenue(Random random, RandomMarket market) {
    this.random = random;
    this.market = market;
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private <T> T recent(List<T> list) {
    int window = Math.min(list.size(), 12);
    return list.get(list.size() - 1 - random.nextInt(window));
  }

  Live find(String intent) {
    return orders.stream().filter(o -> o.intent.equals(intent)).findFirst().orElse(null);
  }

  /** The next news, null if there is none. */
  OrderEvent event(List<AccountId> accounts) {
    if (!happened.isEmpty() && oneIn(15)) {
      OrderEvent again = recent(happened);
      // a fill repeats on two channels; a change confirmed twice would be a change back
      if (again.kind() != OrderEventKind.REPLACED
          && again.kind() != OrderEventKind.REPLACE_REJECTED) {
        return again;
      }
    }
    if (!fills.isEmpty() && oneIn(25)) {
      return takenBack(fills.remove(fills.size() - 1 - random.nextInt(Math.min(4, fills.size()))));
    }
    if (oneIn(150)) {
      AccountId account = accounts.get(random.nextInt(2));
      return foreign(account);
    }
    if (orders.isEmpty()) {
      return null;
    }
    OrderEvent event = orders.size() > 25 ? endOldest() : next(recent(orders));
    if (event != null) {
      happened.add(event);
      if (event.kind() == OrderEventKind.FILLED) {
        fills.add(event);
      }
    }
    return event;
  }

  /** Else forgotten orders would fill up the limits, and a long history would only be refused. */
  private OrderEvent endOldest() {
    Live oldest = orders.remove(0);
    boolean ended = oldest.done;
    oldest.done = true;
    return ended ? null : news(oldest, OrderEventKind.CANCELED, null, null, null, null);
  }

  /** An execution of no order of ours, or of one never heard of. */
  private OrderEvent foreign(AccountId account) {
    InstrumentId instrument =
        RandomMarket.INSTRUMENTS.get(random.nextInt(RandomMarket.INSTRUMENTS.size()));
    Side side = oneIn(2) ? Side.BUY : Side.SELL;
    Live nobody = new Live("nobody-" + ids++, account, instrument, side, 0);
    OrderEvent event =
        news(
            nobody,
            OrderEventKind.FILLED,
            execution(nobody, market.size(instrument) / 4 + 1),
            null,
            null,
            null);
    return oneIn(2) ? event : of(event, null);
  }

  private static OrderEvent of(OrderEvent event, IntentId intent) {
    return new OrderEvent(
        event.account(),
        intent,
        event.instrument(),
        event.kind(),
        null,
        null,
        event.venueNanos(),
        event.receivedNanos(),
        event.execution(),
        event.leaves(),
        event.quantity(),
        event.limitPrice(),
        event.reason(),
        event.correctedExecution());
  }

  /** A bust, or a correction, of a fill. */
  private OrderEvent takenBack(OrderEvent fill) {
    Execution was = fill.execution();
    boolean bust = oneIn(2);
    Execution is =
        bust
            ? was
            : new Execution(
                oneIn(2) ? was.id() : new ExecutionId(was.id().value() + "-corrected"),
                was.side(),
                new Quantity(oneIn(2) ? was.quantity().raw() : was.quantity().raw() / 2 + 1),
                market.near(fill.instrument(), 100),
                oneIn(2) ? was.fee() : Money.ZERO,
                was.feeCurrency(),
                was.maker());
    return new OrderEvent(
        fill.account(),
        fill.intent(),
        fill.instrument(),
        bust ? OrderEventKind.TRADE_CANCELED : OrderEventKind.TRADE_CORRECTED,
        null,
        null,
        fill.venueNanos(),
        fill.receivedNanos(),
        is,
        null,
        null,
        null,
        "",
        bust ? null : was);
  }

  private OrderEvent next(Live live) {
    if (!live.proposed.isEmpty() && !live.done && oneIn(2)) {
      OrderActionReplace asked = live.proposed.removeFirst();
      if (asked.quantity() <= live.filled || oneIn(4)) {
        return news(live, OrderEventKind.REPLACE_REJECTED, null, null, null, null);
      }
      live.total = asked.quantity();
      Price limit = oneIn(4) ? null : asked.limit();
      return news(live, OrderEventKind.REPLACED, null, new Quantity(asked.quantity()), limit, null);
    }
    if (live.cancelled && !live.done && oneIn(2)) {
      live.done = !oneIn(8);
      OrderEventKind kind = live.done ? OrderEventKind.CANCELED : OrderEventKind.CANCEL_REJECTED;
      return news(live, kind, null, null, null, null);
    }
    int kind = random.nextInt(20);
    if (kind < 13) {
      return fill(live);
    }
    if (kind < 17) {
      return news(live, OrderEventKind.ACCEPTED, null, null, null, null);
    }
    if (live.done) {
      return null;
    }
    live.done = true;
    OrderEventKind end =
        kind == 17
            ? OrderEventKind.CANCELED
            : kind == 18 ? OrderEventKind.EXPIRED : OrderEventKind.REJECTED;
    return news(live, end, null, null, null, null);
  }

  private OrderEvent fill(Live live) {
    long rest = live.total - live.filled;
    // a fill may well come after the news that the order ended, or be larger than asked for
    if (live.done && !oneIn(4)) {
      return null;
    }
    if (rest <= 0) {
      if (!oneIn(20)) {
        return null;
      }
      rest = MILLI;
    }
    long quantity = oneIn(2) ? rest : 1 + random.nextLong(rest);
    if (oneIn(3)) {
      quantity = Math.max(MILLI, quantity / MILLI * MILLI);
    }
    live.filled += quantity;
    Quantity leaves =
        oneIn(25)
            ? Quantity.ZERO
            : oneIn(2) ? null : new Quantity(Math.max(0, live.total - live.filled));
    live.done |= leaves != null && leaves.isZero();
    Execution execution = execution(live, quantity);
    return news(live, OrderEventKind.FILLED, execution, null, null, leaves);
  }

  private Execution execution(Live live, long quantity) {
    String symbol = live.instrument.symbol();
    int slash = symbol.indexOf('/');
    String quote = slash < 0 ? "USD" : symbol.substring(slash + 1);
    String base = slash < 0 ? "USD" : symbol.substring(0, slash);
    String currency = oneIn(8) ? base : oneIn(60) ? "USDT" : quote;
    long fee = currency.equals(base) && slash > 0 ? quantity / 500 : random.nextInt(300) - 100;
    return new Execution(
        new ExecutionId("execution-" + ids++),
        live.side,
        new Quantity(quantity),
        market.near(live.instrument, 60),
        new Money(currency.equals(base) && slash > 0 ? fee : fee * NANO_CENT),
        currency,
        oneIn(2));
  }

  private OrderEvent news(
      Live live,
      OrderEventKind kind,
      Execution execution,
      Quantity quantity,
      Price limit,
      Quantity leaves) {
    // a clock of the venue's that risk must not follow
    long venue = market.now + 400 * 86_400L * 1_000_000_000L;
    return new OrderEvent(
        live.account,
        new IntentId(live.intent),
        live.instrument,
        kind,
        null,
        null,
        venue,
        venue,
        execution,
        leaves,
        quantity,
        limit,
        "");
  }
}

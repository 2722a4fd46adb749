package io.tapedeck.simulator.exchange;

import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.simulator.exchange.OrderEvent.Kind;
import io.tapedeck.simulator.market.Market;
import io.tapedeck.simulator.market.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Orders against the played market, by the rules of the package documentation; writes what happened
 * to the ledger. Guarded by the exchange.
 */
final class Matching {
  private final VenueState state;
  private final Market market;
  private final Fees fees;
  private final LongSupplier wallClockNs;
  private final Ledger ledger;
  private final ExchangeListener listener;
  private final Liquidity[] liquidity;
  private final List<Order> working = new ArrayList<>();

  Matching(
      VenueState state,
      Market market,
      Fees fees,
      LongSupplier wallClockNs,
      Ledger ledger,
      ExchangeListener listener) {
    this.state = state;
    this.market = market;
    this.fees = fees;
    this.wallClockNs = wallClockNs;
    this.ledger = ledger;
    this.listener = listener;
    this.liquidity = new Liquidity[market.size()];
    for (int i = 0; i < liquidity.length; i++) {
      liquidity[i] = new Liquidity(market.pair(i));
    }
  }

  Liquidity liquidity(int pair) {
    return liquidity[pair];
  }

  /** Every resting order. */
  List<Order> working() {
    return working;
  }

  void matchNew(Order order) {
    Liquidity pair = liquidity[order.request().pair()];
    TimeInForce timeInForce = order.request().timeInForce();
    if (order.request().type() == OrderType.MARKET) {
      execute(order, pair.complete(order.side(), order.remaining()), false);
      return;
    }
    List<Liquidity.Slice> slices =
        pair.displayed(order.side(), order.remaining(), order.limitPrice());
    if (timeInForce == TimeInForce.FOK && Liquidity.total(slices) < order.remaining()) {
      close(order, OrderStatus.CANCELED, "Fill or kill");
      return;
    }
    execute(order, slices, false);
    if (order.status() != OrderStatus.OPEN) {
      return;
    }
    if (timeInForce == TimeInForce.IOC) {
      close(order, OrderStatus.CANCELED, "Immediate or cancel");
    } else {
      rest(order);
    }
  }

  void rest(Order order) {
    state.orders.rest(order);
    working.add(order);
    hold(order, 1);
  }

  void hold(Order order, int sign) {
    boolean buy = order.side() == Side.BUY;
    long amount =
        buy
            ? fees.costAndFee(FixedPoint.multiply(order.limitPrice(), order.remaining()))
            : order.remaining();
    String asset = buy ? order.instrument().quote() : order.instrument().base();
    state.account(order.account()).hold(asset, sign * amount);
  }

  private void execute(Order order, List<Liquidity.Slice> slices, boolean maker) {
    for (Liquidity.Slice slice : slices) {
      long cost = FixedPoint.multiply(slice.price(), slice.quantity());
      long number = ++state.fillCounter;
      Fill fill =
          new Fill(
              order,
              VenueIds.execution(number),
              number,
              slice.price(),
              slice.quantity(),
              cost,
              fees.of(cost, maker),
              maker,
              market.pair(order.request().pair()).eventNs(),
              wallClockNs.getAsLong(),
              order.filled() + slice.quantity());
      state.settle(fill);
      OrderEvent trade = event(Kind.TRADE, order, fill);
      OrderEvent done =
          order.status() == OrderStatus.FILLED ? event(Kind.FILLED, order, null) : null;
      ledger.append(
          LedgerLines.fill(fill),
          seq -> {
            listener.onOrderEvent(seq, trade);
            if (done != null) {
              listener.onOrderEvent(seq, done);
            }
          });
    }
    if (!maker) {
      liquidity[order.request().pair()].take(order.side(), slices);
    }
  }

  void close(Order order, OrderStatus status, String reason) {
    order.close(status, reason, wallClockNs.getAsLong());
    OrderEvent event =
        event(status == OrderStatus.EXPIRED ? Kind.EXPIRED : Kind.CANCELED, order, null);
    ledger.append(LedgerLines.closed(order), seq -> listener.onOrderEvent(seq, event));
  }

  OrderEvent event(Kind kind, Order order, @Nullable Fill fill) {
    Account account = state.account(order.account());
    return new OrderEvent(
        kind,
        order,
        fill,
        wallClockNs.getAsLong(),
        order.quantity(),
        order.limitPrice(),
        order.filled(),
        order.cost(),
        order.reason(),
        account.balance(order.instrument().base()),
        account.balance(order.instrument().quote()));
  }

  void withdraw(Order order) {
    state.orders.remove(order);
    working.remove(order);
    hold(order, -1);
  }

  /** Shows a tick and fills the resting orders it reaches. */
  void onTick(Tick tick) {
    market.apply(tick);
    Liquidity pair = liquidity[tick.instrument()];
    if (tick.kind() == Tick.Kind.QUOTE) {
      pair.refresh();
    }
    if (tick.kind() == Tick.Kind.NOTICE || state.orders.resting(tick.instrument()).isEmpty()) {
      return;
    }
    long tradeSize = tick.kind() == Tick.Kind.TRADE ? tick.size() : 0;
    for (Order order : List.copyOf(state.orders.resting(tick.instrument()))) {
      long quantity;
      if (tick.kind() == Tick.Kind.QUOTE) {
        List<Liquidity.Slice> reached =
            pair.displayed(order.side(), order.remaining(), order.limitPrice());
        quantity = Liquidity.total(reached);
        pair.take(order.side(), reached);
      } else {
        quantity = Math.min(order.remaining(), Admission.tradeReaches(order, tick) ? tradeSize : 0);
        tradeSize -= quantity;
      }
      if (quantity > 0) {
        fillResting(order, quantity);
      }
    }
  }

  /** The order keeps its place in the queue while it is open. */
  private void fillResting(Order order, long quantity) {
    hold(order, -1);
    execute(order, List.of(new Liquidity.Slice(order.limitPrice(), quantity)), true);
    if (order.status() == OrderStatus.OPEN) {
      hold(order, 1);
    } else {
      state.orders.remove(order);
      working.remove(order);
    }
  }
}

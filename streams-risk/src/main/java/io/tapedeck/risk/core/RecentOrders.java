package io.tapedeck.risk.core;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Side;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Orders approved lately, equal ones together: what the throttle on repeated orders and the check
 * on duplicates look at. Bounded; the one longest unused makes room.
 */
final class RecentOrders {
  /** Kinds of equal orders remembered. */
  static final int KEPT = 32;

  /**
   * Equal orders: same strategy, instrument, side and quantity.
   *
   * @param firstNanos event time of the first in the window
   * @param lastNanos event time of the last
   * @param lastLimit limit price of the last, null for none
   * @param count since the first
   */
  record Equal(
      StrategyId strategy,
      InstrumentId instrument,
      Side side,
      Quantity quantity,
      long firstNanos,
      long lastNanos,
      @Nullable Price lastLimit,
      int count) {}

  // longest unused first
  private final List<Equal> orders = new ArrayList<>();

  List<Equal> all() {
    return orders;
  }

  @Nullable Equal find(StrategyId strategy, InstrumentId instrument, Side side, Quantity quantity) {
    int at = indexOf(strategy, instrument, side, quantity);
    return at < 0 ? null : orders.get(at);
  }

  private int indexOf(StrategyId strategy, InstrumentId instrument, Side side, Quantity quantity) {
    for (int i = orders.size() - 1; i >= 0; i--) {
      Equal order = orders.get(i);
      if (order.quantity.raw() == quantity.raw()
          && order.side == side
          && order.instrument.equals(instrument)
          && order.strategy.equals(strategy)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * How many equal orders there are in the window that began with the first of them.
   *
   * @param windowNanos its length; a first older than that begins a new one
   */
  static int count(@Nullable Equal equal, long nowNanos, long windowNanos) {
    return equal == null || nowNanos - equal.firstNanos > windowNanos ? 0 : equal.count;
  }

  void approved(
      StrategyId strategy,
      InstrumentId instrument,
      Side side,
      Quantity quantity,
      @Nullable Price limit,
      long nowNanos,
      long windowNanos) {
    int at = indexOf(strategy, instrument, side, quantity);
    Equal before = at < 0 ? null : orders.remove(at);
    int count = count(before, nowNanos, windowNanos);
    long first = count == 0 || before == null ? nowNanos : before.firstNanos;
    if (orders.size() == KEPT) {
      orders.remove(0);
    }
    orders.add(new Equal(strategy, instrument, side, quantity, first, nowNanos, limit, count + 1));
  }

  /** A person enabled the strategy again: its counts begin anew. */
  void forget(StrategyId strategy) {
    orders.removeIf(order -> order.strategy.equals(strategy));
  }

  void restore(Equal order) {
    orders.add(order);
  }
}

package io.tapedeck.executor.core;

import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Counts one account's new orders against {@link CapLimits}. A cancel always passes; so does a
 * reduce-only order, but for the collar. Not thread-safe.
 */
public final class LocalCaps {
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final long MINUTE_NANOS = 60 * SECOND_NANOS;

  private record Counted(long monotonicNanos, Money notional) {}

  private final CapLimits limits;
  private final Deque<Counted> lastMinute = new ArrayDeque<>();

  public LocalCaps(CapLimits limits) {
    this.limits = limits;
  }

  /**
   * Why the command must not leave, or null; then it is counted.
   *
   * @param targetSide of the order to replace, else null
   * @param openOrders working at the venue or on their way there
   * @param monotonicNanos a clock that never goes back
   */
  public @Nullable String refuse(
      OrderCommand command, @Nullable Side targetSide, int openOrders, long monotonicNanos) {
    while (!lastMinute.isEmpty()
        && monotonicNanos - lastMinute.getFirst().monotonicNanos >= MINUTE_NANOS) {
      lastMinute.removeFirst();
    }
    Price mark = command.mark();
    if (command.action() instanceof OrderAction.Replace replace) {
      return collar(targetSide, replace.limitPrice(), mark);
    }
    if (!(command.action() instanceof OrderAction.Submit submit)) {
      return null;
    }
    OrderTerms terms = submit.terms();
    String refusal = collar(terms.side(), terms.limitPrice(), mark);
    if (refusal == null && !terms.reduceOnly()) {
      refusal = growth(terms, mark, openOrders, monotonicNanos);
    }
    if (refusal == null) {
      lastMinute.addLast(new Counted(monotonicNanos, notional(terms, mark)));
    }
    return refusal;
  }

  private @Nullable String growth(
      OrderTerms terms, @Nullable Price mark, int openOrders, long monotonicNanos) {
    if (limits.openOrders() > 0 && openOrders >= limits.openOrders()) {
      return "CAP_OPEN_ORDERS: open=" + openOrders + " limit=" + limits.openOrders();
    }
    long second =
        lastMinute.stream().filter(c -> monotonicNanos - c.monotonicNanos < SECOND_NANOS).count();
    if (limits.ordersPerSecond() > 0 && second >= limits.ordersPerSecond()) {
      return "CAP_ORDERS_PER_SECOND: sent=" + second + " limit=" + limits.ordersPerSecond();
    }
    if (limits.notionalPerMinute().signum() > 0) {
      Money sum = notional(terms, mark);
      for (Counted counted : lastMinute) {
        sum = sum.plus(counted.notional);
      }
      if (sum.compareTo(limits.notionalPerMinute()) > 0) {
        return "CAP_NOTIONAL_PER_MINUTE: with_this=" + sum + " limit=" + limits.notionalPerMinute();
      }
    }
    return null;
  }

  /** Only the side that pays too much can do harm; a side that is not known is held on both. */
  private @Nullable String collar(
      @Nullable Side side, @Nullable Price limit, @Nullable Price mark) {
    if (limit == null || mark == null || limits.collarRaw() == 0) {
      return null;
    }
    int distance = limit.compareTo(mark);
    if (side != null && distance * side.sign() <= 0) {
      return null;
    }
    Price allowed = mark.abs().scale(limits.collarRaw());
    return limit.minus(mark).abs().compareTo(allowed) > 0
        ? "CAP_COLLAR: limit=" + limit + " mark=" + mark + " allowed_distance=" + allowed
        : null;
  }

  private static Money notional(OrderTerms terms, @Nullable Price mark) {
    Price price = terms.limitPrice() == null ? mark : terms.limitPrice();
    return price == null ? Money.ZERO : price.abs().times(terms.quantity());
  }
}

package io.tapedeck.risk.core;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Price;
import org.jspecify.annotations.Nullable;

/**
 * An account's stake in one instrument: what it holds, and the sums of what may still execute, kept
 * up to date so that no check has to walk all orders. Its value is worked out anew only after it or
 * its mark changed.
 */
final class Holding {
  final InstrumentId instrument;
  final String currency;
  private Position position = Position.FLAT;
  private long buyLeaves;
  private long sellLeaves;
  private int orders;

  private @Nullable MarkCell cell;
  private int valuedAt = -1;
  private boolean valued;
  private long rate;

  // raw scale-9 money at the rate; what they mean is said in Totals
  private long realised;
  private long unrealised;
  private long value;
  private long worst;

  Holding(InstrumentId instrument) {
    this.instrument = instrument;
    this.currency = Currencies.quote(instrument);
  }

  Position position() {
    return position;
  }

  void put(Position now) {
    position = now;
    valued = false;
  }

  /** Counts an order in or out. */
  void count(WorkingOrder order, int sign) {
    long leaves = sign * order.leaves().raw();
    if (order.side().sign() > 0) {
      buyLeaves += leaves;
    } else {
      sellLeaves += leaves;
    }
    orders += sign;
    valued = false;
  }

  long buyLeaves() {
    return buyLeaves;
  }

  long sellLeaves() {
    return sellLeaves;
  }

  int orders() {
    return orders;
  }

  /** The larger of the positions that all buys, or all sells, would lead to, without sign. */
  long worstUnits() {
    long held = position.quantity().raw();
    return Math.max(
        Math.abs(Math.addExact(held, buyLeaves)), Math.abs(Math.subtractExact(held, sellLeaves)));
  }

  /** True if nothing is held, earned or ordered. */
  boolean empty() {
    return orders == 0 && position.untouched();
  }

  /**
   * Works out what it is worth, if anything changed since the last time.
   *
   * @param rateNow what its currency is worth in the account's, raw scale-9
   * @throws ArithmeticException if a figure leaves the money type
   */
  void revalue(RiskState state, AccountState account, long rateNow) {
    MarkCell known = cell;
    if (known == null) {
      known = state.cell(instrument);
      cell = known;
    }
    if (valued && valuedAt == known.version && rate == rateNow) {
      return;
    }
    valued = false;
    Price mark = known.price;
    long units = position.quantity().raw();
    long cost = position.cost().raw();
    long at = mark != null ? mark.raw() : units == 0 ? 0 : position.averagePrice().abs().raw();
    long worth = units == 0 ? 0 : FixedPoint.multiply(units, at);
    realised = converted(position.realised().raw(), rateNow);
    unrealised = mark == null ? 0 : converted(Math.subtractExact(worth, cost), rateNow);
    value = converted(worth, rateNow);
    long worstUnits = worstUnits();
    long worstAt = mark == null && units == 0 ? highestOrder(account) : at;
    worst = worstUnits == 0 ? 0 : converted(FixedPoint.multiply(worstUnits, worstAt), rateNow);
    rate = rateNow;
    valuedAt = known.version;
    valued = true;
  }

  private long highestOrder(AccountState account) {
    long highest = 0;
    for (WorkingOrder order : account.workingIn(instrument)) {
      highest = Math.max(highest, order.countsAt().raw());
    }
    return highest;
  }

  private static long converted(long raw, long rate) {
    return rate == FixedPoint.ONE ? raw : FixedPoint.multiply(raw, rate);
  }

  /** Realised profit, after {@link #revalue}. */
  long realised() {
    return realised;
  }

  /** Unrealised profit, after {@link #revalue}. */
  long unrealised() {
    return unrealised;
  }

  /** Signed value of the position, after {@link #revalue}. */
  long value() {
    return value;
  }

  /** Worst value of the stake, after {@link #revalue}. */
  long worst() {
    return worst;
  }
}

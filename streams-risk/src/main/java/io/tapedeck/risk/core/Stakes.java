package io.tapedeck.risk.core;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Side;
import io.tapedeck.risk.core.check.Order.Stake;
import org.jspecify.annotations.Nullable;

/** Works out what an account would have in an instrument with an order. */
final class Stakes {
  private Stakes() {}

  /**
   * The stake.
   *
   * @throws ArithmeticException if a figure leaves the money type
   */
  static Stake of(
      RiskState state,
      AccountState account,
      InstrumentId instrument,
      Side side,
      Quantity quantity,
      @Nullable Price limit,
      @Nullable IntentId replaces,
      @Nullable Mark mark,
      Totals totals) {
    long held = account.position(instrument).quantity().raw();
    long sameSide =
        Math.addExact(account.workingLeaves(instrument, side, replaces), quantity.raw());
    long otherSide = account.workingLeaves(instrument, opposite(side), null);
    long worst =
        side == Side.BUY ? Math.addExact(held, sameSide) : Math.subtractExact(held, sameSide);
    long otherWorst =
        side == Side.BUY ? Math.subtractExact(held, otherSide) : Math.addExact(held, otherSide);
    Price price = valuationPrice(mark, limit);
    Long rate = rate(state, instrument, totals);
    long value = 0;
    long worstValue = 0;
    long stakeWorst = 0;
    if (price != null) {
      value = Valuation.at(FixedPoint.multiply(price.raw(), quantity.raw()), rate);
      worstValue = Valuation.at(FixedPoint.multiply(price.raw(), Math.abs(worst)), rate);
      stakeWorst =
          Math.max(
              worstValue,
              Valuation.at(FixedPoint.multiply(price.raw(), Math.abs(otherWorst)), rate));
    }
    Holding holding = account.holding(instrument);
    long before = holding == null ? 0 : holding.worst(); // revalued for the totals
    boolean openBefore = holding != null && holding.worstUnits() != 0;
    boolean openAfter = worst != 0 || otherWorst != 0;
    return new Stake(
        held,
        worst,
        price,
        value,
        worstValue,
        Math.addExact(Math.subtractExact(totals.grossWorst().raw(), before), stakeWorst),
        totals.grossWorst().raw(),
        totals.open() + (openAfter ? 1 : 0) - (openBefore ? 1 : 0),
        totals.currency() == null || rate != null);
  }

  /** Where values do not fit the money type: enough to see whether the order only reduces. */
  static Stake unitsOnly(
      RiskState state,
      AccountState account,
      InstrumentId instrument,
      Side side,
      Quantity quantity,
      @Nullable IntentId replaces,
      Totals totals) {
    long held = account.position(instrument).quantity().raw();
    long worst;
    try {
      long all = Math.addExact(account.workingLeaves(instrument, side, replaces), quantity.raw());
      worst = side == Side.BUY ? Math.addExact(held, all) : Math.subtractExact(held, all);
    } catch (ArithmeticException e) {
      worst = side == Side.BUY ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
    boolean convertible = totals.currency() == null || rate(state, instrument, totals) != null;
    return new Stake(held, worst, null, 0, 0, 0, 0, 0, convertible);
  }

  private static @Nullable Long rate(RiskState state, InstrumentId instrument, Totals totals) {
    return totals.currency() == null
        ? null
        : Currencies.rate(state, Currencies.quote(instrument), totals.currency());
  }

  private static Side opposite(Side side) {
    return side == Side.BUY ? Side.SELL : Side.BUY;
  }

  private static @Nullable Price valuationPrice(@Nullable Mark mark, @Nullable Price limit) {
    Price price = mark == null ? null : mark.price();
    if (price == null || limit == null) {
      return price;
    }
    return limit.compareTo(price) > 0 ? limit : price;
  }
}

package io.tapedeck.signals.core.strategy;

import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.order.OrderType;

/**
 * Settings of {@link ThresholdStrategy}. Scores are in the model's unit, times are event time.
 *
 * @param enterLong above it the strategy wants to be long
 * @param exitLong below it a long ends
 * @param enterShort below it the strategy wants to be short, or at least flat
 * @param exitShort above it a short ends
 * @param allowShort whether it may sell what it does not hold
 * @param orderNotional size of an order at the threshold, in the quote currency
 * @param sizeScale how many times larger an order is at the most extreme score, 0 for none
 * @param baseVolatilityBps an order shrinks by as much as the volatility is above it, 0 for never
 * @param maxPosition above this value of the position it does not add
 * @param quantityStep raw scale-9 step that quantities are rounded down to
 * @param type MARKET or LIMIT; a limit order joins the best price of its own side
 * @param slippageTolerance raw scale-9; above zero a limit is at the mid plus (to sell: less) that
 *     many spreads instead, so that it executes at once, but no worse
 * @param priceStep raw scale-9 step that such limits are rounded to, towards the mid
 * @param coolDownNanos shortest time between two orders on an instrument
 * @param patienceNanos how long it waits for an order to show in the position before it forgets it
 * @param restNanos how long a limit order rests before it is repriced or cancelled
 * @param repricings how often a limit order is repriced before it is cancelled
 */
public record ThresholdSettings(
    double enterLong,
    double exitLong,
    double enterShort,
    double exitShort,
    boolean allowShort,
    Money orderNotional,
    double sizeScale,
    double baseVolatilityBps,
    Money maxPosition,
    long quantityStep,
    OrderType type,
    long slippageTolerance,
    long priceStep,
    long coolDownNanos,
    long patienceNanos,
    long restNanos,
    int repricings) {
  public ThresholdSettings {
    if (type != OrderType.MARKET && type != OrderType.LIMIT) {
      throw new IllegalArgumentException("threshold orders are MARKET or LIMIT, not " + type);
    }
    if (!(enterLong > exitLong && exitLong >= exitShort && exitShort > enterShort)) {
      throw new IllegalArgumentException(
          "wanted: enter_long > exit_long >= exit_short > enter_short, found "
              + enterLong
              + ", "
              + exitLong
              + ", "
              + exitShort
              + ", "
              + enterShort);
    }
  }
}

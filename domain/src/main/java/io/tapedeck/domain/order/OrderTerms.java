package io.tapedeck.domain.order;

import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * What an order asks of the venue.
 *
 * @param quantity positive
 * @param limitPrice for LIMIT and STOP_LIMIT, else null
 * @param stopPrice for STOP, STOP_LIMIT and (as offset) TRAILING_STOP, else null
 * @param reduceOnly may only bring the position towards zero
 * @param postOnly may only add liquidity
 */
public record OrderTerms(
    Side side,
    OrderType type,
    Quantity quantity,
    @Nullable Price limitPrice,
    @Nullable Price stopPrice,
    TimeInForce timeInForce,
    boolean reduceOnly,
    boolean postOnly) {

  /** A market order, immediate or cancel. */
  public static OrderTerms market(Side side, Quantity quantity) {
    return new OrderTerms(
        side, OrderType.MARKET, quantity, null, null, TimeInForce.IOC, false, false);
  }

  /** A limit order, good till cancelled. */
  public static OrderTerms limit(Side side, Quantity quantity, Price limitPrice) {
    return new OrderTerms(
        side, OrderType.LIMIT, quantity, limitPrice, null, TimeInForce.GTC, false, false);
  }
}

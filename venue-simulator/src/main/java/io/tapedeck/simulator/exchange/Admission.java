package io.tapedeck.simulator.exchange;

import io.tapedeck.simulator.market.Instrument;
import io.tapedeck.simulator.market.PublishedMarket;
import io.tapedeck.simulator.market.Tick;

/** Checks that need only the request and its pair. */
final class Admission {
  private Admission() {}

  static void check(OrderRequest request, PublishedMarket market, long nowNs)
      throws RefusedException {
    Instrument instrument = market.instrument();
    quantity(instrument, request.quantity());
    if (request.type() == OrderType.LIMIT) {
      price(instrument, request.limitPrice());
    }
    if (request.postOnly()
        && (request.type() == OrderType.MARKET
            || request.timeInForce() == TimeInForce.IOC
            || request.timeInForce() == TimeInForce.FOK)) {
      throw new RefusedException(Refusal.INVALID_ARGUMENT, "post only");
    }
    if (request.timeInForce() == TimeInForce.GTD && request.expiresNs() <= nowNs) {
      throw new RefusedException(Refusal.INVALID_ARGUMENT, "expiretm");
    }
    if (request.deadlineNs() != 0 && nowNs > request.deadlineNs()) {
      throw new RefusedException(Refusal.DEADLINE_ELAPSED, "");
    }
    if (market.bids().count() == 0 || market.asks().count() == 0) {
      throw new RefusedException(Refusal.NO_MARKET, "");
    }
  }

  static void checkAmend(Order order, long quantity, long limitPrice) throws RefusedException {
    if (quantity <= order.filled()) {
      throw new RefusedException(Refusal.INVALID_ARGUMENT, "order_qty");
    }
    quantity(order.instrument(), quantity);
    price(order.instrument(), limitPrice);
  }

  private static void quantity(Instrument instrument, long quantity) throws RefusedException {
    if (quantity <= 0 || quantity % instrument.quantityStep() != 0) {
      throw new RefusedException(Refusal.INVALID_ARGUMENT, "volume");
    }
    if (quantity < instrument.minimumQuantity()) {
      throw new RefusedException(Refusal.BELOW_MINIMUM, "");
    }
  }

  private static void price(Instrument instrument, long price) throws RefusedException {
    if (price <= 0 || price % instrument.priceStep() != 0) {
      throw new RefusedException(Refusal.INVALID_ARGUMENT, "price");
    }
  }

  static boolean tradeReaches(Order order, Tick trade) {
    boolean opposite = (trade.aggressor() == Tick.Aggressor.SELL) == (order.side() == Side.BUY);
    return opposite && Liquidity.within(order.side(), trade.price(), order.limitPrice());
  }
}

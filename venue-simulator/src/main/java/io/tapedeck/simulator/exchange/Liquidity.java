package io.tapedeck.simulator.exchange;

import io.tapedeck.simulator.market.Instrument;
import io.tapedeck.simulator.market.Levels;
import io.tapedeck.simulator.market.PublishedMarket;
import java.util.ArrayList;
import java.util.List;

/**
 * What orders can still take of one pair's displayed sizes before its next quote. The rules are in
 * the package documentation.
 */
final class Liquidity {
  private static final int SLICES = 20;
  private static final long BASIS_POINTS = 10_000;

  /** A quantity at a price, raw scale 9. */
  record Slice(long price, long quantity) {}

  private final PublishedMarket market;
  private final Levels bids = new Levels();
  private final Levels asks = new Levels();

  Liquidity(PublishedMarket market) {
    this.market = market;
  }

  void refresh() {
    bids.copyFrom(market.bids());
    asks.copyFrom(market.asks());
  }

  boolean shown() {
    return market.bids().count() > 0 && market.asks().count() > 0;
  }

  private Levels opposite(Side side) {
    return side == Side.BUY ? asks : bids;
  }

  static boolean within(Side side, long price, long limit) {
    return side == Side.BUY ? price <= limit : price >= limit;
  }

  boolean wouldTake(Side side, long limit) {
    Levels levels = side == Side.BUY ? market.asks() : market.bids();
    return levels.count() > 0 && within(side, levels.price(0), limit);
  }

  /** Displayed size within a limit, at the prices displayed; nothing is taken yet. */
  List<Slice> displayed(Side side, long quantity, long limit) {
    Levels levels = opposite(side);
    List<Slice> slices = new ArrayList<>();
    long rest = quantity;
    for (int i = 0; i < levels.count() && rest > 0; i++) {
      if (!within(side, levels.price(i), limit)) {
        break;
      }
      long take = Math.min(rest, levels.size(i));
      if (take > 0) {
        slices.add(new Slice(levels.price(i), take));
        rest -= take;
      }
    }
    return slices;
  }

  /** A complete execution at any price; nothing is taken yet. */
  List<Slice> complete(Side side, long quantity) {
    long anyPrice = side == Side.BUY ? Long.MAX_VALUE : 0;
    List<Slice> slices = displayed(side, quantity, anyPrice);
    long rest = quantity - total(slices);
    if (rest == 0) {
      return slices;
    }
    Instrument instrument = market.instrument();
    Levels shown = side == Side.BUY ? market.asks() : market.bids();
    long price = shown.price(shown.count() - 1);
    long sliceSize = shown.size(shown.count() - 1);
    long step = Math.max(1, price / BASIS_POINTS / instrument.priceStep()) * instrument.priceStep();
    for (int i = 1; rest > 0; i++) {
      long worse = side == Side.BUY ? price + step : Math.max(instrument.priceStep(), price - step);
      price = worse;
      long take = i == SLICES ? rest : Math.min(rest, sliceSize);
      slices.add(new Slice(price, take));
      rest -= take;
    }
    return slices;
  }

  static long total(List<Slice> slices) {
    long total = 0;
    for (Slice slice : slices) {
      total += slice.quantity;
    }
    return total;
  }

  /** Takes what is displayed of these slices. */
  void take(Side side, List<Slice> slices) {
    Levels levels = opposite(side);
    for (Slice slice : slices) {
      for (int i = 0; i < levels.count(); i++) {
        if (levels.price(i) == slice.price) {
          levels.consume(i, Math.min(levels.size(i), slice.quantity));
        }
      }
    }
  }
}

package io.tapedeck.simulator.market;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was played, for those who ask afterwards: the latest trades, quotes and minute bars of every
 * instrument. Bounded; guarded by the board's lock.
 */
public final class MarketHistory {
  private static final int KEPT_TRADES = 50_000;
  private static final int KEPT_QUOTES = 20_000;
  private static final long MINUTE_NS = 60_000_000_000L;

  /** A trade as it was played; raw scale 9. */
  public record Print(long eventNs, long price, long size, boolean buy, long tradeId) {}

  /** A best bid and offer as it was played; raw scale 9. */
  public record Top(long eventNs, long bid, long bidSize, long ask, long askSize) {}

  private static final class Kept {
    final List<Print> prints = new ArrayList<>();
    final List<Top> tops = new ArrayList<>();
    final List<Bar> bars = new ArrayList<>();
    final BarBuilder minute = new BarBuilder(MINUTE_NS);
    @Nullable Bar ended;
  }

  private final Kept[] kept;

  MarketHistory(Market market) {
    kept = new Kept[market.size()];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = new Kept();
    }
  }

  void add(Tick tick) {
    Kept of = kept[tick.instrument];
    of.ended = null;
    if (tick.kind == Tick.Kind.TRADE) {
      boolean buy = tick.aggressor == Tick.Aggressor.BUY;
      keep(
          of.prints,
          KEPT_TRADES,
          new Print(tick.eventNs, tick.price, tick.size, buy, tick.tradeId));
      double value = (double) tick.price * tick.size / 1e9;
      of.ended = of.minute.add(tick.eventNs, tick.price, tick.size, 1, value);
      if (of.ended != null) {
        keep(of.bars, KEPT_TRADES, of.ended);
      }
    } else if (tick.kind == Tick.Kind.QUOTE && tick.bids.count() > 0 && tick.asks.count() > 0) {
      Levels bids = tick.bids;
      Levels asks = tick.asks;
      keep(
          of.tops,
          KEPT_QUOTES,
          new Top(tick.eventNs, bids.price(0), bids.size(0), asks.price(0), asks.size(0)));
    }
  }

  private static <T> void keep(List<T> list, int least, T one) {
    if (list.size() == 2 * least) {
      list.subList(0, least).clear();
    }
    list.add(one);
  }

  /** The minute bar that the last tick of an instrument ended, or null. */
  public @Nullable Bar ended(int instrument) {
    return kept[instrument].ended;
  }

  /** Trades, oldest first; do not keep it. */
  public List<Print> prints(int instrument) {
    return kept[instrument].prints;
  }

  /** Quotes, oldest first; do not keep it. */
  public List<Top> tops(int instrument) {
    return kept[instrument].tops;
  }

  /** Bars of a length in minutes, oldest first, the present one last. */
  public List<Bar> bars(int instrument, long minutes) {
    List<Bar> all = new ArrayList<>();
    BarBuilder builder = new BarBuilder(MINUTE_NS * minutes);
    for (Bar bar : kept[instrument].bars) {
      add(all, builder.add(bar));
    }
    Bar present = kept[instrument].minute.bar();
    if (present != null) {
      add(all, builder.add(present));
    }
    add(all, builder.bar());
    return all;
  }

  private static void add(List<Bar> all, @Nullable Bar bar) {
    if (bar != null) {
      all.add(bar);
    }
  }
}

package io.tapedeck.launcher.bench;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.replay.tick.TapeTick;
import io.tapedeck.replay.tick.TickSource;
import io.tapedeck.simulator.market.SyntheticMarket;
import io.tapedeck.simulator.market.Tick;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A synthetic market as ticks of a tape of one partition. */
final class SyntheticTicks implements TickSource {
  private final SyntheticMarket market;
  private final List<Lane> lanes;
  private final Tick tick = new Tick();
  private long offset;

  SyntheticTicks(List<String> symbols, long seed, long count) {
    market = new SyntheticMarket(symbols, seed, count);
    lanes = symbols.stream().map(s -> new Lane(InstrumentId.of("KRAKEN", s), 0)).toList();
  }

  @Override
  public boolean next(TapeTick into) {
    if (!market.next(tick)) {
      return false;
    }
    into.at(tick.instrument(), offset++);
    long at = tick.eventNs();
    if (tick.kind() == Tick.Kind.QUOTE) {
      into.quote(
          at,
          at,
          MarketEvent.NO_VENUE_ID,
          tick.bids().price(0),
          tick.bids().size(0),
          tick.asks().price(0),
          tick.asks().size(0));
    } else {
      AggressorSide side =
          tick.aggressor() == Tick.Aggressor.BUY ? AggressorSide.BUY : AggressorSide.SELL;
      into.trade(at, at, tick.tradeId(), tick.price(), tick.size(), side);
    }
    return true;
  }

  @Override
  public List<Lane> lanes() {
    return lanes;
  }

  @Override
  public SortedMap<Integer, Range> ranges() {
    return new TreeMap<>(Map.of(0, new Range(0, offset)));
  }

  @Override
  public List<String> leftOut() {
    return List.of();
  }

  @Override
  public void close() {
    market.close();
  }
}

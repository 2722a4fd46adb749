package io.tapedeck.signals;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.Quote;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A seeded market that trends, turns and bursts, with times that step back now and then. */
public final class Ticks {
  public static final InstrumentId BTC = new InstrumentId("KRAKEN:BTC/USD");
  public static final InstrumentId ETH = new InstrumentId("KRAKEN:ETH/USD");

  private static final long START = 1_723_161_254_000_000_000L;

  private Ticks() {}

  /** Quotes and trades of two instruments. */
  public static List<MarketEvent> market(long seed, int count) {
    Random random = new Random(seed);
    List<MarketEvent> ticks = new ArrayList<>();
    long clock = START;
    long[] mid = {61_837_000_000_000L, 2_683_000_000_000L};
    for (int i = 0; i < count; i++) {
      clock += (long) (random.nextDouble() * 40_000_000);
      int which = random.nextInt(2);
      InstrumentId instrument = which == 0 ? BTC : ETH;
      long step = mid[which] / 50_000;
      double drift = Math.sin(i / 400.0) * 0.8;
      boolean buys = random.nextDouble() < 0.5 + drift / 2.5;
      mid[which] += (buys ? 1 : -1) * random.nextInt(3) * step / 2;
      long event = clock - (random.nextInt(10) == 0 ? 1_500_000_000L : 0);
      if (random.nextInt(4) == 0) {
        ticks.add(
            new Trade(
                instrument,
                event + 1_200_000_000L,
                clock,
                i,
                new Price(mid[which] + (buys ? step : -step)),
                new Quantity(1 + random.nextInt(2_000_000_000)),
                buys ? AggressorSide.BUY : AggressorSide.SELL));
      } else {
        ticks.add(
            new Quote(
                instrument,
                event,
                clock,
                MarketEvent.NO_VENUE_ID,
                new Price(mid[which] - step),
                new Quantity(1 + random.nextInt(buys ? 2_000_000_000 : 500_000_000)),
                new Price(mid[which] + step),
                new Quantity(1 + random.nextInt(buys ? 500_000_000 : 2_000_000_000))));
      }
    }
    return ticks;
  }
}

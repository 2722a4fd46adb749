package io.tapedeck.replay.tick;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.domain.money.FixedPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Ticks written by hand or by a seeded walk, and read from memory. */
public final class Ticks {
  public static final InstrumentId BTC = new InstrumentId("KRAKEN:BTC/USD");
  public static final InstrumentId ETH = new InstrumentId("KRAKEN:ETH/USD");
  public static final long T0 = 1_723_161_600_000_000_000L;
  public static final long SECOND = 1_000_000_000L;

  private final List<TickSource.Lane> lanes = new ArrayList<>();
  private final List<TapeTick> ticks = new ArrayList<>();

  private TapeTick next(InstrumentId instrument) {
    TickSource.Lane lane = new TickSource.Lane(instrument, 0);
    if (!lanes.contains(lane)) {
      lanes.add(lane);
    }
    TapeTick tick = new TapeTick();
    tick.at(lanes.indexOf(lane), ticks.size());
    ticks.add(tick);
    return tick;
  }

  public Ticks quote(double seconds, String bid, String bidSize, String ask, String askSize) {
    long at = T0 + Math.round(seconds * SECOND);
    next(BTC)
        .quote(
            at,
            at,
            MarketEvent.NO_VENUE_ID,
            FixedPoint.parse(bid),
            FixedPoint.parse(bidSize),
            FixedPoint.parse(ask),
            FixedPoint.parse(askSize));
    return this;
  }

  public Ticks trade(double seconds, String price, String size, AggressorSide side) {
    long at = T0 + Math.round(seconds * SECOND);
    next(BTC)
        .trade(
            at, at, MarketEvent.NO_VENUE_ID, FixedPoint.parse(price), FixedPoint.parse(size), side);
    return this;
  }

  public Ticks status(double seconds, TradingStatus status) {
    long at = T0 + Math.round(seconds * SECOND);
    next(BTC).other(new MarketEvent.TradingStatusChange(BTC, at, at, status, ""));
    return this;
  }

  /** Two instruments that walk about, quotes and trades with all that a tape may hold. */
  public static Ticks walk(long seed, int count) {
    Ticks made = new Ticks();
    Random random = new Random(seed);
    long[] mid = {60_000 * SECOND, 2_500 * SECOND};
    long[] step = {SECOND / 10, SECOND / 100};
    long at = T0;
    for (int i = 0; i < count; i++) {
      int one = random.nextInt(2);
      at += random.nextInt(20_000) * 1_000L;
      mid[one] = Math.max(100 * step[one], mid[one] + (random.nextInt(21) - 10) * 5 * step[one]);
      long event = random.nextInt(3) == 0 ? at : at - random.nextInt(1_000) * 1_000L;
      TapeTick tick = made.next(one == 0 ? BTC : ETH);
      if (random.nextInt(4) > 0) {
        long half = (1 + random.nextInt(5)) * step[one];
        long venue = random.nextInt(2) == 0 ? MarketEvent.NO_VENUE_ID : random.nextLong();
        tick.quote(event, at, venue, mid[one] - half, size(random), mid[one] + half, size(random));
      } else {
        AggressorSide side = AggressorSide.values()[random.nextInt(3)];
        long price = mid[one] + (random.nextInt(11) - 5) * step[one];
        tick.trade(event, at, i, price, size(random), side);
      }
    }
    return made;
  }

  private static long size(Random random) {
    return (1 + random.nextInt(50_000)) * 100_000L;
  }

  public int size() {
    return ticks.size();
  }

  /** From the first on. */
  public TickSource source() {
    return source(ticks.size());
  }

  /** The first so many. */
  public TickSource source(int count) {
    return new TickSource() {
      private int at;

      @Override
      public boolean next(TapeTick into) {
        if (at == count) {
          return false;
        }
        into.copyFrom(ticks.get(at++));
        return true;
      }

      @Override
      public List<Lane> lanes() {
        return lanes;
      }

      @Override
      public SortedMap<Integer, Range> ranges() {
        return new TreeMap<>(Map.of(0, new Range(0, count)));
      }

      @Override
      public List<String> leftOut() {
        return List.of();
      }

      @Override
      public void close() {}
    };
  }

  /** All that a tick says, for comparison. */
  static String text(TapeTick tick) {
    return String.join(
        " ",
        List.of(
                tick.kind,
                tick.instrument,
                tick.offset,
                tick.eventNanos,
                tick.receivedNanos,
                tick.venueId,
                tick.first,
                tick.firstSize,
                tick.second,
                tick.secondSize,
                tick.aggressor,
                String.valueOf(tick.event))
            .stream()
            .map(String::valueOf)
            .toList());
  }
}

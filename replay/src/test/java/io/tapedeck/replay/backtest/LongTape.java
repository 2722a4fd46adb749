package io.tapedeck.replay.backtest;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.replay.tick.TapeTick;
import io.tapedeck.replay.tick.TickSource;
import io.tapedeck.replay.tick.Ticks;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Plays a generated tape of any length; a main of its own, so that its heap can be bounded. */
final class LongTape {
  private LongTape() {}

  /** Argument: ticks. Prints what was played. */
  public static void main(String[] args) {
    long ticks = Long.parseLong(args[0]);
    long begun = System.nanoTime();
    BacktestResult result =
        BacktestRun.of(
            new BacktestPlan(
                Plans.plan(Plans.AT_ONCE, Plans.limits(Map.of()), Plans.cross()).signals(),
                null,
                List.of(
                    Plans.limits(Map.of("capital", "1000000000", "max_daily_loss", "1000000000"))),
                Plans.AT_ONCE,
                60 * Ticks.SECOND),
            new Generated(ticks));
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        "ticks %d fills %d seconds %.1f heap %d MB of %d MB%n",
        result.ending().ticks(),
        result.trading().fills().size(),
        (System.nanoTime() - begun) / 1e9,
        (runtime.totalMemory() - runtime.freeMemory()) >> 20,
        runtime.maxMemory() >> 20);
  }

  /** Quotes that walk about, two milliseconds apart, made as they are asked for. */
  private static final class Generated implements TickSource {
    private final SplittableRandom random = new SplittableRandom(5);
    private final long count;
    private long made;
    private long mid = 60_000 * Ticks.SECOND;

    Generated(long count) {
      this.count = count;
    }

    @Override
    public boolean next(TapeTick into) {
      if (made == count) {
        return false;
      }
      into.at(0, made++);
      long at = Ticks.T0 + made * 2_000_000;
      long step = (random.nextInt(21) - 10) * (Ticks.SECOND / 10);
      mid = Math.min(90_000 * Ticks.SECOND, Math.max(30_000 * Ticks.SECOND, mid + step));
      if (random.nextInt(5) == 0) {
        AggressorSide side = random.nextBoolean() ? AggressorSide.BUY : AggressorSide.SELL;
        into.trade(at, at, made, mid, Ticks.SECOND / 10, side);
      } else {
        long half = Ticks.SECOND / 10;
        long none = MarketEvent.NO_VENUE_ID;
        into.quote(at, at, none, mid - half, Ticks.SECOND, mid + half, Ticks.SECOND);
      }
      return true;
    }

    @Override
    public List<Lane> lanes() {
      return List.of(new Lane(Ticks.BTC, 0));
    }

    @Override
    public SortedMap<Integer, Range> ranges() {
      return new TreeMap<>(Map.of(0, new Range(0, made)));
    }

    @Override
    public List<String> leftOut() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}

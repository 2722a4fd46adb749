package io.tapedeck.risk.oracle;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.tape.Coordinates;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded prices on two venues, which move together and alone, and the time they move in. */
final class RandomMarket {
  static final long SECOND = 1_000_000_000L;
  static final long DAY = 86_400 * SECOND;
  private static final long MILLI = 1_000_000L;

  /** The last is only there for conversion, and at times unknown. */
  static final List<InstrumentId> INSTRUMENTS =
      List.of(
          new InstrumentId("KRAKEN:BTC/USD"),
          new InstrumentId("KRAKEN:ETH/EUR"),
          new InstrumentId("ALPACA:AAPL"),
          new InstrumentId("KRAKEN:EUR/USD"),
          new InstrumentId("KRAKEN:USDT/USD"));

  /** Prices in hundred thousandths. */
  private static final long[] START = {60_000_00000L, 2_500_00000L, 200_00000L, 1_08000L, 1_00000L};

  private static final long UNIT = 10_000L;

  private final Random random;
  private final long[] prices = START.clone();
  private final Mark[] last = new Mark[START.length];
  long now = 1_723_161_254L * SECOND;
  private long ids;

  RandomMarket(Random random) {
    this.random = random;
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  /** Time goes on; true if it jumped to another day. */
  boolean pass() {
    now += random.nextInt(1_500) * MILLI;
    if (oneIn(120)) {
      now += random.nextInt(400) * SECOND;
    }
    if (!oneIn(90)) {
      return false;
    }
    long days = oneIn(6) ? 1 + random.nextInt(oneIn(4) ? 40 : 6) : 1;
    now += days * DAY + (random.nextInt(240) - 120) * 60 * SECOND;
    double together = random.nextGaussian();
    for (int i = 0; i < 3; i++) {
      move(i, 0.02 * (together * (i == 1 ? -1 : 1) + random.nextGaussian() * 0.7));
    }
    return true;
  }

  private void move(int i, double by) {
    prices[i] = Math.max(START[i] / 2, prices[i] + Math.round(prices[i] * by));
    // back towards the start, so that prices neither vanish nor explode in a million steps
    prices[i] += (START[i] - prices[i]) / 60;
  }

  Mark mark(int i) {
    move(i, random.nextGaussian() * (oneIn(60) ? 0.02 : 0.001));
    long spread = random.nextInt(7) * (prices[i] / 20_000 + 1);
    long odd = oneIn(3) ? random.nextInt((int) UNIT) : 0;
    Price bid = new Price(prices[i] * UNIT + odd);
    Price ask = new Price((prices[i] + spread) * UNIT);
    boolean lastOnly = oneIn(10);
    boolean none = oneIn(150);
    long time = now - random.nextInt(1_000) * MILLI;
    time = last[i] == null ? time : Math.max(time, last[i].eventNanos());
    last[i] =
        new Mark(
            INSTRUMENTS.get(i),
            lastOnly ? null : bid,
            lastOnly || none ? null : ask,
            (lastOnly && !none) || (oneIn(3) && !none) ? ask : null,
            time,
            time,
            new Coordinates("market-ticks-v1", 0, ids++),
            oneIn(25) ? any(FeedStatus.values()) : FeedStatus.CONNECTED,
            oneIn(25) ? any(TradingStatus.values()) : TradingStatus.TRADING);
    return last[i];
  }

  private <T> T any(T[] all) {
    return all[random.nextInt(all.length)];
  }

  List<Mark> marks(boolean all) {
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < START.length; i++) {
      boolean rare = i == START.length - 1;
      if (rare ? oneIn(40) : all || oneIn(3)) {
        marks.add(mark(i));
      }
    }
    return marks;
  }

  /** A price around the market's, up to so many parts in ten thousand away. */
  Price near(InstrumentId instrument, int parts) {
    long price = prices[INSTRUMENTS.indexOf(instrument)];
    long off = price * (random.nextInt(2 * parts + 1) - parts) / 10_000;
    return new Price((price + off) * UNIT);
  }

  /** Raw quantity that is worth about 5,000. */
  long size(InstrumentId instrument) {
    return 5_000_00000L * 1_000 / START[INSTRUMENTS.indexOf(instrument)] * MILLI;
  }
}

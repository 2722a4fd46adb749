package io.tapedeck.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class SyntheticMarketTest {
  private static final int TICKS = 50_000;

  private static long fingerprint(long seed) {
    SyntheticMarket market = new SyntheticMarket(SyntheticMarket.DEFAULT_SYMBOLS, seed, TICKS);
    CRC32 crc = new CRC32();
    Tick tick = new Tick();
    while (market.next(tick)) {
      StringBuilder text = new StringBuilder();
      text.append(tick.kind).append(tick.instrument).append(tick.eventNs);
      text.append(tick.price).append(tick.size).append(tick.aggressor).append(tick.tradeId);
      for (int i = 0; i < tick.bids.count(); i++) {
        text.append(tick.bids.price(i)).append(tick.bids.size(i));
      }
      crc.update(text.toString().getBytes(StandardCharsets.US_ASCII));
    }
    return crc.getValue();
  }

  @Test
  void theSameSeedGivesTheSameMarketAndAnotherGivesAnother() {
    assertThat(fingerprint(1)).isEqualTo(fingerprint(1)).isNotEqualTo(fingerprint(2));
  }

  @Test
  void booksAreOrderedAndTradesHappenAtTheTouch() {
    SyntheticMarket market = new SyntheticMarket(SyntheticMarket.DEFAULT_SYMBOLS, 11, TICKS);
    Market shown = new Market(market.instruments());
    Tick tick = new Tick();
    long lastNs = 0;
    int trades = 0;
    int[] perInstrument = new int[4];
    while (market.next(tick)) {
      assertThat(tick.eventNs).isGreaterThan(lastNs);
      lastNs = tick.eventNs;
      perInstrument[tick.instrument]++;
      if (tick.kind == Tick.Kind.QUOTE) {
        assertThat(tick.bids.count()).isEqualTo(10);
        assertThat(tick.asks.count()).isEqualTo(10);
        assertThat(tick.bids.price(0)).isLessThan(tick.asks.price(0));
        for (int i = 1; i < 10; i++) {
          assertThat(tick.bids.price(i)).isLessThan(tick.bids.price(i - 1));
          assertThat(tick.asks.price(i)).isGreaterThan(tick.asks.price(i - 1));
        }
        Instrument instrument = market.instruments().get(tick.instrument);
        assertThat(tick.bids.price(0) % instrument.priceStep()).isZero();
        assertThat(tick.bids.size(0) % instrument.quantityStep()).isZero();
      } else {
        PublishedMarket pair = shown.pair(tick.instrument);
        boolean buy = tick.aggressor == Tick.Aggressor.BUY;
        Levels touched = buy ? pair.asks() : pair.bids();
        assertThat(tick.price).isEqualTo(touched.price(0));
        assertThat(tick.size).isLessThanOrEqualTo(touched.size(0));
        trades++;
      }
      shown.apply(tick);
    }
    assertThat(trades).isBetween(TICKS / 10, TICKS / 3);
    assertThat(Arrays.stream(perInstrument).min().orElse(0)).isGreaterThan(TICKS / 20);
  }

  /** There is something to learn: the imbalance at the touch leans on the next moves. */
  @Test
  void imbalancePredictsTheNextMoves() {
    SyntheticMarket market = new SyntheticMarket(SyntheticMarket.DEFAULT_SYMBOLS, 5, 200_000);
    Tick tick = new Tick();
    int horizon = 10;
    long[][] mids = new long[4][200_000];
    double[][] imbalances = new double[4][200_000];
    int[] counts = new int[4];
    while (market.next(tick)) {
      if (tick.kind == Tick.Kind.QUOTE) {
        int pair = tick.instrument;
        double bid = tick.bids.size(0);
        double ask = tick.asks.size(0);
        imbalances[pair][counts[pair]] = (bid - ask) / (bid + ask);
        mids[pair][counts[pair]++] = (tick.bids.price(0) + tick.asks.price(0)) / 2;
      }
    }
    int right = 0;
    int wrong = 0;
    for (int pair = 0; pair < 4; pair++) {
      for (int i = 0; i + horizon < counts[pair]; i++) {
        long move = mids[pair][i + horizon] - mids[pair][i];
        if (move != 0 && Math.abs(imbalances[pair][i]) > 0.3) {
          if (move > 0 == imbalances[pair][i] > 0) {
            right++;
          } else {
            wrong++;
          }
        }
      }
    }
    assertThat((double) right / (right + wrong)).isBetween(0.6, 0.95);
  }
}

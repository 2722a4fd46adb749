package io.tapedeck.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sizes were once a billionth of what they should be, and an order took a thousand fills. */
class SyntheticSizesTest {
  @Test
  void aLevelIsWorthThousandsInTheQuoteCurrencyWhateverThePrice() {
    List<String> symbols = SyntheticMarket.DEFAULT_SYMBOLS;
    try (SyntheticMarket market = new SyntheticMarket(symbols, 3, 2_000)) {
      Tick tick = new Tick();
      double worth = 0;
      long quotes = 0;
      while (market.next(tick)) {
        if (tick.kind() == Tick.Kind.QUOTE) {
          Price price = new Price(tick.bids().price(0));
          worth += price.times(new Quantity(tick.bids().size(0))).raw() / 1e9;
          quotes++;
        }
      }
      assertThat(worth / quotes).isBetween(10_000.0, 60_000.0);
    }
  }
}

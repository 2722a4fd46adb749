package io.tapedeck.ingest.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.Quote;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.ingest.RecordedTicks;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

class QuoteConflaterPropertyTest {
  @Property(tries = 500)
  @Tag("A70")
  void dropsOnlyQuotesThatAnotherOvertookAndKeepsEachInstrumentsOrder(@ForAll long seed) {
    Random random = new Random(seed);
    RecordedTicks in = new RecordedTicks();
    RecordedTicks out = new RecordedTicks();
    QuoteConflater conflater = new QuoteConflater(out);
    for (int i = 1; i <= 300; i++) {
      String instrument = "V:" + "ABC".charAt(random.nextInt(3));
      switch (random.nextInt(12)) {
        case 0 -> conflater.conflate(random.nextBoolean());
        case 1 -> conflater.flush();
        case 2, 3 -> {
          in.trade(instrument, i, i, i, i, i, AggressorSide.BUY);
          conflater.trade(instrument, i, i, i, i, i, AggressorSide.BUY);
        }
        default -> {
          in.quote(instrument, i, i, i, i, i, i, i);
          conflater.quote(instrument, i, i, i, i, i, i, i);
        }
      }
    }
    conflater.flush();

    assertThat(out.all(Trade.class)).isEqualTo(in.all(Trade.class));
    assertThat(in.events.size() - out.events.size()).isEqualTo((int) conflater.dropped());
    for (String instrument : List.of("V:A", "V:B", "V:C")) {
      assertThat(out.events.stream().filter(e -> of(e, instrument)).toList())
          .isEqualTo(possible(in.events.stream().filter(e -> of(e, instrument)).toList(), out));
    }
  }

  private static boolean of(MarketEvent event, String instrument) {
    return event.instrument().value().equals(instrument);
  }

  /** What came in without the quotes that are missing, of which each has a quote right after it. */
  private static List<MarketEvent> possible(List<MarketEvent> in, RecordedTicks out) {
    List<MarketEvent> kept = new ArrayList<>();
    for (int i = 0; i < in.size(); i++) {
      boolean overtaken = i + 1 < in.size() && in.get(i + 1) instanceof Quote;
      boolean missing = !out.events.contains(in.get(i));
      assertThat(missing && !(in.get(i) instanceof Quote && overtaken)).isFalse();
      if (!missing) {
        kept.add(in.get(i));
      }
    }
    return kept;
  }
}

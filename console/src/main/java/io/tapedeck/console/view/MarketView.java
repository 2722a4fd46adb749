package io.tapedeck.console.view;

import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.Price;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mark for JSON. */
public final class MarketView {
  private MarketView() {}

  /** The latest prices of an instrument, and what is known of its feed. */
  public static Map<String, Object> of(Mark mark) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("instrument", mark.instrument().value());
    view.put("bid", text(mark.bid()));
    view.put("ask", text(mark.ask()));
    view.put("last", text(mark.last()));
    view.put("mid", text(mark.price()));
    view.put("event_time", Times.text(mark.eventNanos()));
    view.put("received_ms", mark.receivedNanos() / 1_000_000);
    view.put("feed", mark.feedStatus().name());
    view.put("trading", mark.tradingStatus().name());
    return view;
  }

  private static @Nullable String text(@Nullable Price price) {
    return price == null ? null : price.toString();
  }
}

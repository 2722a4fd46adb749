package io.tapedeck.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.Quote;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.domain.money.FixedPoint;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;

/** Trades and quotes in words, from events and from trees, so that the two can be compared. */
public final class TickWords {
  private TickWords() {}

  /** Of events; others than trades and quotes by their kind only. */
  public static List<String> of(RecordedTicks ticks) {
    return ticks.events.stream().map(TickWords::of).toList();
  }

  private static String of(MarketEvent event) {
    if (event instanceof Trade t) {
      return trade(
          t.instrument().value(),
          t.venueId(),
          FixedPoint.toDecimal(t.price().raw()),
          FixedPoint.toDecimal(t.size().raw()),
          t.aggressor().name(),
          t.eventNanos());
    }
    if (event instanceof Quote q) {
      return quote(
          q.instrument().value(),
          FixedPoint.toDecimal(q.bidPrice().raw()),
          FixedPoint.toDecimal(q.bidSize().raw()),
          FixedPoint.toDecimal(q.askPrice().raw()),
          FixedPoint.toDecimal(q.askSize().raw()),
          q.eventNanos());
    }
    return event.getClass().getSimpleName();
  }

  /** A trade's. */
  public static String trade(
      String instrument, long id, BigDecimal price, BigDecimal size, String side, long nanos) {
    return "trade "
        + instrument
        + " "
        + id
        + " "
        + plain(price)
        + " "
        + plain(size)
        + " "
        + side
        + " "
        + nanos;
  }

  /** A quote's. */
  public static String quote(
      String instrument,
      BigDecimal bid,
      BigDecimal bidSize,
      BigDecimal ask,
      BigDecimal askSize,
      long nanos) {
    return "quote "
        + instrument
        + " "
        + plain(bid)
        + " "
        + plain(bidSize)
        + " "
        + plain(ask)
        + " "
        + plain(askSize)
        + " "
        + nanos;
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  /** A number of a tree, bare or text. */
  public static BigDecimal decimal(JsonNode node) {
    return new BigDecimal(node.asText());
  }

  /** A time of a tree. */
  public static long nanos(JsonNode node) {
    OffsetDateTime time =
        OffsetDateTime.parse(node.asText().toUpperCase(Locale.ROOT).replace(' ', 'T'));
    return time.toEpochSecond() * 1_000_000_000L + time.getNano();
  }
}

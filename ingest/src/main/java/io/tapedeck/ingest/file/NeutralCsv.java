package io.tapedeck.ingest.file;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.ingest.core.FrameRefusedException;
import io.tapedeck.ingest.core.TickSink;
import java.util.List;
import java.util.Locale;

/**
 * The project's own tape file: quotes and trades, one a row, in the order received. An empty {@code
 * event_ns} means that the venue gave no time, and the receiver's stands for it.
 */
public final class NeutralCsv implements TickFile {
  /** The first line. */
  public static final String HEADER =
      "received_ns,event_ns,instrument,kind,bid_price,bid_size,ask_price,ask_size,price,size,"
          + "aggressor,venue_id";

  private static final int COLUMNS = 12;

  private final String venue;

  /** Rows without a venue in their instrument belong to this one. */
  public NeutralCsv(String venue) {
    this.venue = venue;
  }

  @Override
  public boolean header(String line) {
    if (!line.equals(HEADER)) {
      throw new FrameRefusedException("the first line must be: " + HEADER);
    }
    return true;
  }

  @Override
  public void row(String line, TickSink out) {
    List<String> c = TickFile.columns(line, COLUMNS);
    long received = TickFile.natural(c.get(0), "received_ns");
    long event = c.get(1).isEmpty() ? received : TickFile.natural(c.get(1), "event_ns");
    String instrument = instrument(c.get(2));
    switch (c.get(3)) {
      case "quote" -> {
        refuseFilled(c, 8, 11, "quote");
        long id = id(c.get(11));
        long bid = TickFile.positive(c.get(4), "bid_price");
        long bidSize = TickFile.positive(c.get(5), "bid_size");
        long ask = TickFile.positive(c.get(6), "ask_price");
        long askSize = TickFile.positive(c.get(7), "ask_size");
        out.quote(instrument, event, received, id, bid, bidSize, ask, askSize);
      }
      case "trade" -> {
        refuseFilled(c, 4, 8, "trade");
        long id = id(c.get(11));
        long price = TickFile.positive(c.get(8), "price");
        long size = TickFile.positive(c.get(9), "size");
        AggressorSide side =
            c.get(10).isEmpty() ? AggressorSide.UNKNOWN : TickFile.side(c.get(10), "aggressor");
        out.trade(instrument, event, received, id, price, size, side);
      }
      default ->
          throw new FrameRefusedException("kind is neither quote nor trade: '" + c.get(3) + "'");
    }
  }

  private String instrument(String symbol) {
    if (!symbol.matches("([A-Z]+:)?[A-Za-z0-9./-]{1,40}")) {
      throw new FrameRefusedException("instrument '" + symbol + "' is no symbol");
    }
    return symbol.indexOf(':') > 0 ? symbol : venue + ":" + symbol;
  }

  private static long id(String text) {
    return text.isEmpty() ? MarketEvent.NO_VENUE_ID : TickFile.natural(text, "venue_id");
  }

  private static void refuseFilled(List<String> columns, int from, int to, String kind) {
    for (int i = from; i < to; i++) {
      if (!columns.get(i).isEmpty()) {
        throw new FrameRefusedException(
            "a " + kind + " leaves column " + (i + 1) + " empty, found '" + columns.get(i) + "'");
      }
    }
  }

  /** Appends a quote's row; the instrument of this file's venue loses its venue. */
  public void write(StringBuilder out, MarketEvent.Quote quote) {
    begin(out, quote).append(",quote,");
    FixedPoint.append(out, quote.bidPrice().raw()).append(',');
    FixedPoint.append(out, quote.bidSize().raw()).append(',');
    FixedPoint.append(out, quote.askPrice().raw()).append(',');
    FixedPoint.append(out, quote.askSize().raw()).append(",,,,");
    end(out, quote);
  }

  /** Appends a trade's row. */
  public void write(StringBuilder out, MarketEvent.Trade trade) {
    begin(out, trade).append(",trade,,,,,");
    FixedPoint.append(out, trade.price().raw()).append(',');
    FixedPoint.append(out, trade.size().raw()).append(',');
    if (trade.aggressor() != AggressorSide.UNKNOWN) {
      out.append(trade.aggressor().name().toLowerCase(Locale.ROOT));
    }
    end(out.append(','), trade);
  }

  private StringBuilder begin(StringBuilder out, MarketEvent event) {
    out.append(event.receivedNanos()).append(',');
    if (event.eventNanos() != event.receivedNanos()) {
      out.append(event.eventNanos());
    }
    boolean own = event.instrument().venue().equals(venue);
    return out.append(',').append(own ? event.instrument().symbol() : event.instrument().value());
  }

  private static void end(StringBuilder out, MarketEvent event) {
    if (event.venueId() != MarketEvent.NO_VENUE_ID) {
      out.append(event.venueId());
    }
    out.append('\n');
  }
}

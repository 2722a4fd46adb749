package io.tapedeck.simulator.kraken;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.simulator.market.Bar;
import io.tapedeck.simulator.market.Instrument;
import io.tapedeck.simulator.market.MarketBoard;
import io.tapedeck.simulator.market.MarketHistory.Print;
import io.tapedeck.simulator.market.MarketHistory.Top;
import io.tapedeck.simulator.wire.WireJson;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/** Trades, spreads and bars of the past, as REST pages through them. Safe for several threads. */
final class PublicHistory {
  private static final int MOST_TRADES = 1_000;
  private static final int MOST_BARS = 720;
  private static final int MOST_SPREADS = 200;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final Set<Long> INTERVALS =
      Set.of(1L, 5L, 15L, 30L, 60L, 240L, 1_440L, 10_080L, 21_600L);

  private final MarketBoard board;

  PublicHistory(MarketBoard board) {
    this.board = board;
  }

  private Instrument instrument(int pair) {
    return board.market().pair(pair).instrument();
  }

  /** Those after {@code since}, in nanoseconds or (as old clients send it) seconds. */
  ObjectNode trades(int pair, Parameters query) throws KrakenError {
    long since = nanos(query);
    long count = query.whole("count", MOST_TRADES);
    if (count < 1 || count > MOST_TRADES) {
      throw Parameters.invalid("count");
    }
    Instrument instrument = instrument(pair);
    ObjectNode result = WireJson.object();
    ArrayNode rows = result.putArray(KrakenNames.pair(instrument));
    long last =
        board.still(
            () -> {
              long newest = since;
              List<Print> prints = board.history().prints(pair);
              int first = since == 0 ? Math.max(0, prints.size() - (int) count) : 0;
              for (Print print : prints.subList(first, prints.size())) {
                // trades of one nanosecond are never torn apart: the next page begins after it
                boolean page = rows.size() < count || print.eventNs() == newest;
                if (print.eventNs() > since && page) {
                  row(rows.addArray(), print, instrument);
                  newest = print.eventNs();
                }
              }
              return newest;
            });
    return result.put("last", Long.toString(last));
  }

  private static long nanos(Parameters query) throws KrakenError {
    String text = query.text("since");
    if (text == null) {
      return 0;
    }
    try {
      BigDecimal since = new BigDecimal(text);
      boolean seconds = since.compareTo(BigDecimal.valueOf(100_000_000_000L)) < 0;
      return (seconds ? since.movePointRight(9) : since).longValue();
    } catch (NumberFormatException e) {
      throw Parameters.invalid("since");
    }
  }

  private static void row(ArrayNode row, Print print, Instrument instrument) {
    row.add(RestText.fixed(print.price(), Math.max(5, instrument.priceDecimals())))
        .add(RestText.fixed(print.size(), 8))
        .add(BigDecimal.valueOf(print.eventNs(), 9))
        .add(print.buy() ? "b" : "s")
        .add("m")
        .add("")
        .add(print.tradeId());
  }

  ObjectNode spreads(int pair, Parameters query) throws KrakenError {
    long since = nanos(query);
    Instrument instrument = instrument(pair);
    ObjectNode result = WireJson.object();
    ArrayNode rows = result.putArray(KrakenNames.pair(instrument));
    long last =
        board.still(
            () -> {
              List<Top> tops = board.history().tops(pair);
              for (Top top : tops.subList(Math.max(0, tops.size() - MOST_SPREADS), tops.size())) {
                if (top.eventNs() > since) {
                  rows.addArray()
                      .add(top.eventNs() / SECOND_NS)
                      .add(RestText.fixed(top.bid(), instrument.priceDecimals()))
                      .add(RestText.fixed(top.ask(), instrument.priceDecimals()));
                }
              }
              return tops.isEmpty() ? since : tops.get(tops.size() - 1).eventNs();
            });
    return result.put("last", last / SECOND_NS);
  }

  ObjectNode bars(int pair, Parameters query) throws KrakenError {
    long minutes = query.whole("interval", 1);
    if (!INTERVALS.contains(minutes)) {
      throw Parameters.invalid("interval");
    }
    long since = nanos(query);
    Instrument instrument = instrument(pair);
    ObjectNode result = WireJson.object();
    ArrayNode rows = result.putArray(KrakenNames.pair(instrument));
    List<Bar> bars = board.still(() -> board.history().bars(pair, minutes));
    for (Bar bar : bars.subList(Math.max(0, bars.size() - MOST_BARS), bars.size())) {
      if (bar.beginNs() > since) {
        int decimals = instrument.priceDecimals();
        rows.addArray()
            .add(bar.beginNs() / SECOND_NS)
            .add(RestText.fixed(bar.open(), decimals))
            .add(RestText.fixed(bar.high(), decimals))
            .add(RestText.fixed(bar.low(), decimals))
            .add(RestText.fixed(bar.close(), decimals))
            .add(RestText.fixed(bar.average(), decimals))
            .add(RestText.fixed(bar.volume(), 8))
            .add(bar.trades());
      }
    }
    // the last committed bar: a poll with it brings the one still open again
    long last = bars.size() < 2 ? 0 : bars.get(bars.size() - 2).beginNs() / SECOND_NS;
    return result.put("last", last);
  }
}

package io.tapedeck.simulator.kraken;

import io.tapedeck.simulator.market.Bar;
import io.tapedeck.simulator.market.Instrument;
import io.tapedeck.simulator.market.LevelChanges;
import io.tapedeck.simulator.market.Levels;
import io.tapedeck.simulator.market.MarketHistory.Print;
import io.tapedeck.simulator.market.PublishedMarket;
import io.tapedeck.simulator.wire.JsonBytes;
import java.util.List;

/**
 * Writes the channels of one pair as WebSocket v1 does: amounts are strings, of at least five and
 * of eight places. Keeps the book as the subscribers last saw it. Used by one thread at a time.
 */
final class V1Messages {
  private static final int LEAST_PRICE_DECIMALS = 5;
  private static final int SIZE_DECIMALS = 8;
  private static final long MINUTE_NS = 60_000_000_000L;

  private final String pair;
  private final int decimals;
  private final BookChecksum checksum = new BookChecksum();
  private final Levels seenBids = new Levels();
  private final Levels seenAsks = new Levels();
  private final JsonBytes asks = new JsonBytes();
  private final JsonBytes bids = new JsonBytes();

  V1Messages(Instrument instrument) {
    this.pair = KrakenNames.socketV1(instrument);
    this.decimals = Math.max(LEAST_PRICE_DECIMALS, instrument.priceDecimals());
  }

  private static JsonBytes begin(JsonBytes out, int id) {
    return out.clear().character('[').number(id).character(',');
  }

  private void end(JsonBytes out, String channel) {
    out.text(",\"").text(channel).text("\",\"").text(pair).text("\"]");
  }

  private JsonBytes price(JsonBytes out, long raw) {
    return out.character('"').decimal(raw, decimals).character('"');
  }

  private static JsonBytes size(JsonBytes out, long raw) {
    return out.character('"').decimal(raw, SIZE_DECIMALS).character('"');
  }

  /** Seconds with six places. */
  private static JsonBytes time(JsonBytes out, long epochNs) {
    return out.character('"').decimal(epochNs, 6).character('"');
  }

  void ticker(JsonBytes out, int id, PublishedMarket shown) {
    begin(out, id).text("{\"a\":");
    best(out, shown.asks());
    best(out.text(",\"b\":"), shown.bids());
    price(out.text(",\"c\":["), shown.lastPrice());
    size(out.character(','), shown.lastSize()).text("],\"v\":[");
    size(out, shown.volume());
    size(out.character(','), shown.volume()).text("],\"p\":[");
    price(out, shown.averagePrice());
    price(out.character(','), shown.averagePrice()).text("],\"t\":[");
    out.number(shown.trades()).character(',').number(shown.trades()).text("],\"l\":[");
    price(out, shown.low());
    price(out.character(','), shown.low()).text("],\"h\":[");
    price(out, shown.high());
    price(out.character(','), shown.high()).text("],\"o\":[");
    price(out, shown.open());
    price(out.character(','), shown.open()).text("]}");
    end(out, "ticker");
  }

  /** Price, whole lots, lots. */
  private void best(JsonBytes out, Levels levels) {
    long size = levels.count() == 0 ? 0 : levels.size(0);
    price(out.character('['), levels.count() == 0 ? 0 : levels.price(0));
    out.character(',').number(Math.max(1, size / 1_000_000_000L)).character(',');
    size(out, size).character(']');
  }

  void spread(JsonBytes out, int id, PublishedMarket shown) {
    Levels buyers = shown.bids();
    Levels sellers = shown.asks();
    price(begin(out, id).character('['), buyers.count() == 0 ? 0 : buyers.price(0));
    price(out.character(','), sellers.count() == 0 ? 0 : sellers.price(0));
    time(out.character(','), shown.eventNs());
    size(out.character(','), buyers.count() == 0 ? 0 : buyers.size(0));
    size(out.character(','), sellers.count() == 0 ? 0 : sellers.size(0)).character(']');
    end(out, "spread");
  }

  void trades(JsonBytes out, int id, List<Print> prints) {
    begin(out, id).character('[');
    for (Print print : prints) {
      price(out.character('['), print.price());
      size(out.character(','), print.size());
      time(out.character(','), print.eventNs());
      out.text(print.buy() ? ",\"b\",\"m\",\"\"]," : ",\"s\",\"m\",\"\"],");
    }
    out.back(1).character(']');
    end(out, "trade");
  }

  void ohlc(JsonBytes out, int id, V1Channel channel, Bar bar, long eventNs) {
    time(begin(out, id).character('['), eventNs);
    time(out.character(','), bar.beginNs() + channel.parameter() * MINUTE_NS);
    price(out.character(','), bar.open());
    price(out.character(','), bar.high());
    price(out.character(','), bar.low());
    price(out.character(','), bar.close());
    price(out.character(','), bar.average());
    size(out.character(','), bar.volume()).character(',').number(bar.trades()).character(']');
    end(out, channel.wireName());
  }

  /** The whole book as the subscribers of updates know it. */
  void bookSnapshot(JsonBytes out, int id, V1Channel channel, long eventNs) {
    begin(out, id).text("{\"as\":[");
    side(out, seenAsks, eventNs);
    side(out.text("],\"bs\":["), seenBids, eventNs);
    out.text("]}");
    end(out, channel.wireName());
  }

  private void side(JsonBytes out, Levels levels, long eventNs) {
    for (int i = 0; i < levels.count(); i++) {
      level(out, levels.price(i), levels.size(i), eventNs);
    }
    if (levels.count() > 0) {
      out.back(1);
    }
  }

  private void level(JsonBytes out, long price, long size, long eventNs) {
    price(out.character('['), price);
    size(out.character(','), size);
    time(out.character(','), eventNs).text("],");
  }

  /** The changes since the last {@link #inStep}; false if there are none. */
  boolean bookUpdate(JsonBytes out, int id, V1Channel channel, PublishedMarket shown) {
    long at = shown.eventNs();
    int changedAsks = changes(asks, seenAsks, shown.asks(), false, at);
    int changedBids = changes(bids, seenBids, shown.bids(), true, at);
    if (changedAsks + changedBids == 0) {
      return false;
    }
    begin(out, id);
    if (changedAsks > 0) {
      out.text("{\"a\":[").raw(asks.array(), asks.length()).character(']');
      // two sides are two objects, the checksum in the last
      out.text(changedBids > 0 ? "}," : ",");
    }
    if (changedBids > 0) {
      out.text("{\"b\":[").raw(bids.array(), bids.length()).text("],");
    }
    out.text("\"c\":\"")
        .number(checksum.of(shown.asks(), shown.bids(), decimals, SIZE_DECIMALS))
        .text("\"}");
    end(out, channel.wireName());
    return true;
  }

  private int changes(
      JsonBytes into, Levels before, Levels after, boolean highestFirst, long eventNs) {
    into.clear();
    int count =
        LevelChanges.visit(
            before, after, highestFirst, (price, size) -> level(into, price, size, eventNs));
    if (count > 0) {
      into.back(1);
    }
    return count;
  }

  /** The subscribers have seen the book as it is now. */
  void inStep(PublishedMarket shown) {
    seenBids.copyFrom(shown.bids());
    seenAsks.copyFrom(shown.asks());
  }
}

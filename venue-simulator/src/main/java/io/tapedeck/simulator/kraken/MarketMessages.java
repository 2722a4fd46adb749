package io.tapedeck.simulator.kraken;

import io.tapedeck.simulator.market.Instrument;
import io.tapedeck.simulator.market.LevelChanges;
import io.tapedeck.simulator.market.Levels;
import io.tapedeck.simulator.market.PublishedMarket;
import io.tapedeck.simulator.market.Tick;
import io.tapedeck.simulator.wire.JsonBytes;
import java.util.Locale;

/**
 * Writes the public channels of one pair. Keeps the book as the subscribers last saw it, so that an
 * update is the difference. Used by one thread at a time.
 */
final class MarketMessages {
  private final Instrument instrument;
  private final int priceDecimals;
  private final int quantityDecimals;
  private final BookChecksum checksum = new BookChecksum();
  private final Levels seenBids = new Levels();
  private final Levels seenAsks = new Levels();
  private final JsonBytes statistics = new JsonBytes();
  private long statisticsVersion = -1;

  MarketMessages(Instrument instrument) {
    this.instrument = instrument;
    this.priceDecimals = instrument.priceDecimals();
    this.quantityDecimals = instrument.quantityDecimals();
  }

  void ticker(JsonBytes out, PublishedMarket market, boolean snapshot) {
    Levels bids = market.bids();
    Levels asks = market.asks();
    out.clear()
        .text("{\"channel\":\"ticker\",\"type\":")
        .text(snapshot ? "\"snapshot\"" : "\"update\"")
        .text(",\"data\":[{\"symbol\":\"")
        .text(instrument.symbol())
        .text("\",\"bid\":")
        .decimal(bids.count() == 0 ? 0 : bids.price(0), priceDecimals)
        .text(",\"bid_qty\":")
        .decimal(bids.count() == 0 ? 0 : bids.size(0), quantityDecimals)
        .text(",\"ask\":")
        .decimal(asks.count() == 0 ? 0 : asks.price(0), priceDecimals)
        .text(",\"ask_qty\":")
        .decimal(asks.count() == 0 ? 0 : asks.size(0), quantityDecimals)
        .raw(statistics(market).array(), statistics.length())
        .text(",\"timestamp\":\"")
        .time(market.eventNs())
        .text("\"}]}");
  }

  private JsonBytes statistics(PublishedMarket market) {
    if (statisticsVersion != market.statisticsVersion()) {
      statisticsVersion = market.statisticsVersion();
      long change = market.lastPrice() - market.open();
      double percent = market.open() == 0 ? 0 : 100.0 * change / market.open();
      statistics
          .clear()
          .text(",\"last\":")
          .decimal(market.lastPrice(), priceDecimals)
          .text(",\"volume\":")
          .decimal(market.volume(), quantityDecimals)
          .text(",\"vwap\":")
          .decimal(market.averagePrice(), priceDecimals)
          .text(",\"low\":")
          .decimal(market.low(), priceDecimals)
          .text(",\"high\":")
          .decimal(market.high(), priceDecimals)
          .text(",\"change\":")
          .decimal(change, priceDecimals)
          .text(",\"change_pct\":")
          .text(String.format(Locale.ROOT, "%.2f", percent));
    }
    return statistics;
  }

  void trade(JsonBytes out, Tick tick) {
    out.clear().text("{\"channel\":\"trade\",\"type\":\"update\",\"data\":[");
    tradeRow(out, tick.aggressor(), tick.price(), tick.size(), tick.tradeId(), tick.eventNs());
    out.text("]}");
  }

  void tradeRow(
      JsonBytes out, Tick.Aggressor side, long price, long size, long tradeId, long eventNs) {
    out.text("{\"symbol\":\"")
        .text(instrument.symbol())
        .text(side == Tick.Aggressor.BUY ? "\",\"side\":\"buy\"" : "\",\"side\":\"sell\"")
        .text(",\"price\":")
        .decimal(price, priceDecimals)
        .text(",\"qty\":")
        .decimal(size, quantityDecimals)
        .text(",\"ord_type\":\"market\",\"trade_id\":")
        .number(tradeId)
        .text(",\"timestamp\":\"")
        .time(eventNs)
        .text("\"}");
  }

  /** The whole book as the subscribers of updates know it. */
  void bookSnapshot(JsonBytes out, long eventNs) {
    out.clear()
        .text("{\"channel\":\"book\",\"type\":\"snapshot\",\"data\":[{\"symbol\":\"")
        .text(instrument.symbol())
        .text("\",\"bids\":[");
    for (int i = 0; i < seenBids.count(); i++) {
      level(out, seenBids.price(i), seenBids.size(i));
    }
    endLevels(out, seenBids.count());
    out.text(",\"asks\":[");
    for (int i = 0; i < seenAsks.count(); i++) {
      level(out, seenAsks.price(i), seenAsks.size(i));
    }
    endLevels(out, seenAsks.count());
    endBook(out, eventNs);
  }

  /** The changes since the last call; false if there are none. Always call it, to stay in step. */
  boolean bookUpdate(JsonBytes out, PublishedMarket market) {
    out.clear()
        .text("{\"channel\":\"book\",\"type\":\"update\",\"data\":[{\"symbol\":\"")
        .text(instrument.symbol())
        .text("\",\"bids\":[");
    int bidChanges = changes(out, seenBids, market.bids(), true);
    endLevels(out, bidChanges);
    out.text(",\"asks\":[");
    int askChanges = changes(out, seenAsks, market.asks(), false);
    endLevels(out, askChanges);
    if (bidChanges + askChanges == 0) {
      return false;
    }
    seenBids.copyFrom(market.bids());
    seenAsks.copyFrom(market.asks());
    endBook(out, market.eventNs());
    return true;
  }

  private void endBook(JsonBytes out, long eventNs) {
    out.text(",\"checksum\":")
        .number(checksum.of(seenAsks, seenBids, priceDecimals, quantityDecimals))
        .text(",\"timestamp\":\"")
        .time(eventNs)
        .text("\"}]}");
  }

  private int changes(JsonBytes out, Levels before, Levels after, boolean highestFirst) {
    return LevelChanges.visit(
        before, after, highestFirst, (price, size) -> level(out, price, size));
  }

  private void level(JsonBytes out, long price, long size) {
    out.text("{\"price\":")
        .decimal(price, priceDecimals)
        .text(",\"qty\":")
        .decimal(size, quantityDecimals)
        .text("},");
  }

  private static void endLevels(JsonBytes out, int count) {
    if (count > 0) {
      out.back(1);
    }
    out.character(']');
  }
}

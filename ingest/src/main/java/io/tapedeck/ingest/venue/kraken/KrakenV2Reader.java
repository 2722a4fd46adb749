package io.tapedeck.ingest.venue.kraken;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.BarState;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.Bar;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.ingest.core.JsonScanner;
import io.tapedeck.ingest.core.SymbolTable;
import io.tapedeck.ingest.venue.kraken.KrakenFrame.BookRow;
import org.jspecify.annotations.Nullable;

/** Rows of the market-data channels of Kraken's WebSocket v2. */
final class KrakenV2Reader {
  private static final SymbolTable NAMES =
      KrakenReader.names(
          "symbol",
          "timestamp",
          "bid",
          "bid_qty",
          "ask",
          "ask_qty",
          "side",
          "price",
          "qty",
          "trade_id",
          "bids",
          "asks",
          "checksum",
          "open",
          "high",
          "low",
          "close",
          "volume",
          "vwap",
          "trades",
          "interval_begin",
          "interval");
  private static final int SYMBOL = 0;
  private static final int TIMESTAMP = 1;
  private static final int BID = 2;
  private static final int BID_QTY = 3;
  private static final int ASK = 4;
  private static final int ASK_QTY = 5;
  private static final int SIDE = 6;
  private static final int PRICE = 7;
  private static final int QTY = 8;
  private static final int TRADE_ID = 9;
  private static final int BIDS = 10;
  private static final int ASKS = 11;
  private static final int CHECKSUM = 12;
  private static final int OPEN = 13;
  private static final int HIGH = 14;
  private static final int LOW = 15;
  private static final int CLOSE = 16;
  private static final int VOLUME = 17;
  private static final int VWAP = 18;
  private static final int TRADES = 19;
  private static final int INTERVAL_BEGIN = 20;
  private static final int INTERVAL = 21;
  private static final long TICKER_NEEDS = KrakenReader.all(SYMBOL, BID, BID_QTY, ASK, ASK_QTY);
  private static final long TRADE_NEEDS =
      KrakenReader.all(SYMBOL, SIDE, PRICE, QTY, TRADE_ID, TIMESTAMP);
  private static final long BOOK_NEEDS = KrakenReader.all(SYMBOL, BIDS, ASKS, CHECKSUM);
  private static final long LEVEL_NEEDS = KrakenReader.all(PRICE, QTY);
  private static final long BAR_NEEDS =
      KrakenReader.all(SYMBOL, OPEN, HIGH, LOW, CLOSE, VOLUME, INTERVAL_BEGIN, INTERVAL);
  private static final byte[] BUY = {'b', 'u', 'y'};
  private static final byte[] SELL = {'s', 'e', 'l', 'l'};
  private static final long NANOS_PER_MINUTE = 60_000_000_000L;

  private final KrakenReader in;
  private final JsonScanner json;

  KrakenV2Reader(KrakenReader in) {
    this.in = in;
    this.json = in.json;
  }

  void ticker(KrakenFrame frame, long receivedNanos) {
    long seen = 0;
    int pair = 0;
    long bid = 0;
    long bidSize = 0;
    long ask = 0;
    long askSize = 0;
    long time = receivedNanos;
    if (json.open('{', '}')) {
      do {
        int member = in.member(NAMES);
        seen = in.seen(seen, member);
        switch (member) {
          case SYMBOL -> pair = in.pair();
          case BID -> bid = in.notNegative();
          case BID_QTY -> bidSize = in.notNegative();
          case ASK -> ask = in.notNegative();
          case ASK_QTY -> askSize = in.notNegative();
          case TIMESTAMP -> time = in.time();
          default -> json.skip();
        }
      } while (json.more('}'));
    }
    in.complete(seen, NAMES, TICKER_NEEDS);
    frame.ticks.quote(
        in.pairs.instrument(pair),
        time,
        receivedNanos,
        MarketEvent.NO_VENUE_ID,
        bid,
        bidSize,
        ask,
        askSize);
  }

  void trade(KrakenFrame frame, long receivedNanos) {
    long seen = 0;
    int pair = 0;
    long price = 0;
    long size = 0;
    long id = 0;
    long time = 0;
    AggressorSide side = AggressorSide.UNKNOWN;
    if (json.open('{', '}')) {
      do {
        int member = in.member(NAMES);
        seen = in.seen(seen, member);
        switch (member) {
          case SYMBOL -> pair = in.pair();
          case SIDE -> side = side();
          case PRICE -> price = in.positive();
          case QTY -> size = in.positive();
          case TRADE_ID -> id = json.natural();
          case TIMESTAMP -> time = in.time();
          default -> json.skip();
        }
      } while (json.more('}'));
    }
    in.complete(seen, NAMES, TRADE_NEEDS);
    frame.addTrade(pair, id);
    frame.ticks.trade(in.pairs.instrument(pair), time, receivedNanos, id, price, size, side);
  }

  private AggressorSide side() {
    json.text();
    if (json.textIs(BUY)) {
      return AggressorSide.BUY;
    }
    if (!json.textIs(SELL)) {
      throw json.refused("side is neither buy nor sell");
    }
    return AggressorSide.SELL;
  }

  void book(KrakenFrame frame, long receivedNanos) {
    BookRow row = frame.addBook();
    row.time = receivedNanos;
    long seen = 0;
    if (json.open('{', '}')) {
      do {
        int member = in.member(NAMES);
        seen = in.seen(seen, member);
        switch (member) {
          case SYMBOL -> row.symbol = in.pair();
          case BIDS -> levels(row, true);
          case ASKS -> levels(row, false);
          case CHECKSUM -> row.checksum = in.checksum();
          case TIMESTAMP -> row.time = in.time();
          default -> json.skip();
        }
      } while (json.more('}'));
    }
    in.complete(seen, NAMES, BOOK_NEEDS);
  }

  private void levels(BookRow row, boolean bid) {
    if (json.open('[', ']')) {
      do {
        level(row, bid);
      } while (json.more(']'));
    }
  }

  private void level(BookRow row, boolean bid) {
    int level = row.addLevel(bid);
    long seen = 0;
    if (json.open('{', '}')) {
      do {
        int member = in.member(NAMES);
        seen = in.seen(seen, member);
        if (member == PRICE) {
          row.price[level] = in.positive();
          row.priceScale[level] = json.scale();
        } else if (member == QTY) {
          row.size[level] = in.notNegative();
          row.sizeScale[level] = json.scale();
        } else {
          json.skip();
        }
      } while (json.more('}'));
    }
    in.complete(seen, NAMES, LEVEL_NEEDS);
  }

  void bar(KrakenFrame frame, long receivedNanos) {
    long seen = 0;
    int pair = 0;
    long[] prices = new long[4];
    long volume = 0;
    long vwap = 0;
    long trades = 0;
    long begin = 0;
    long minutes = 0;
    if (json.open('{', '}')) {
      do {
        int member = in.member(NAMES);
        seen = in.seen(seen, member);
        switch (member) {
          case SYMBOL -> pair = in.pair();
          case OPEN, HIGH, LOW, CLOSE -> prices[member - OPEN] = in.notNegative();
          case VOLUME -> volume = in.roundedNotNegative();
          case VWAP -> vwap = in.roundedNotNegative();
          case TRADES -> trades = json.natural();
          case INTERVAL_BEGIN -> begin = in.time();
          case INTERVAL -> minutes = json.natural();
          default -> json.skip();
        }
      } while (json.more('}'));
    }
    in.complete(seen, NAMES, BAR_NEEDS);
    boolean priced = (seen & 1L << VWAP) != 0;
    boolean counted = (seen & 1L << TRADES) != 0;
    frame.ticks.event(
        bar(
            in.pairs,
            pair,
            begin,
            receivedNanos,
            minutes,
            prices,
            volume,
            priced ? new Price(vwap) : null,
            counted ? trades : null));
  }

  /** A bar of either version; it runs while its interval is not over by the receiver's clock. */
  static Bar bar(
      KrakenPairs pairs,
      int pair,
      long begin,
      long receivedNanos,
      long minutes,
      long[] prices,
      long volume,
      @Nullable Price vwap,
      @Nullable Long trades) {
    boolean over = receivedNanos >= begin + minutes * NANOS_PER_MINUTE;
    return new Bar(
        pairs.id(pair),
        begin,
        receivedNanos,
        minutes * 60,
        over ? BarState.CLOSED : BarState.RUNNING,
        new Price(prices[0]),
        new Price(prices[1]),
        new Price(prices[2]),
        new Price(prices[3]),
        new Quantity(volume),
        vwap,
        trades);
  }
}

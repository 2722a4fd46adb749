package io.tapedeck.ingest.venue.kraken;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.money.Price;
import io.tapedeck.ingest.core.FrameRefusedException;
import io.tapedeck.ingest.core.JsonScanner;
import io.tapedeck.ingest.core.SymbolTable;
import io.tapedeck.ingest.venue.kraken.KrakenFrame.BookRow;
import io.tapedeck.ingest.venue.kraken.KrakenFrame.Kind;
import java.util.HashMap;
import java.util.Map;

/**
 * Frames of Kraken's WebSocket v1: arrays of channel id, one or two pieces of data, channel and
 * pair. The channel is a text such as {@code book-10}, or an object that names it; where the pair
 * is left out, the channel id tells it, once its subscription was acknowledged.
 */
final class KrakenV1Reader {
  private static final int MOST_ELEMENTS = 8;
  private static final long LONGEST_INTERVAL = 999_999;
  private static final SymbolTable INFO =
      KrakenReader.names("name", "channelName", "pair", "interval");
  private static final int NAME = 0;
  private static final int CHANNEL_NAME = 1;
  private static final int PAIR = 2;
  private static final int INTERVAL = 3;
  private static final SymbolTable BOOK = KrakenReader.names("as", "bs", "a", "b", "c");
  private static final int ASK_SNAPSHOT = 0;
  private static final int BID_SNAPSHOT = 1;
  private static final int ASKS = 2;
  private static final int BIDS = 3;
  private static final int CHECKSUM = 4;
  private static final long TICKER_NEEDS = KrakenReader.all(ASKS, BIDS);
  private static final SymbolTable CHANNELS =
      KrakenReader.names("ticker", "trade", "spread", "book", "ohlc", "ownTrades", "openOrders");
  private static final int TICKER_CHANNEL = 0;
  private static final int TRADE_CHANNEL = 1;
  private static final int SPREAD_CHANNEL = 2;
  private static final int BOOK_CHANNEL = 3;
  private static final int OHLC_CHANNEL = 4;

  private final KrakenReader in;
  private final JsonScanner json;
  private final KrakenV1Events events;
  private final Map<Long, Integer> pairOfChannel = new HashMap<>();
  private final int[] elementAt = new int[MOST_ELEMENTS];
  private final byte[] elementKind = new byte[MOST_ELEMENTS];
  private int channel;
  private int pair;
  private long minutes;

  KrakenV1Reader(KrakenReader in) {
    this.in = in;
    this.json = in.json;
    this.events = new KrakenV1Events(in);
  }

  /** An object with the member {@code event}. */
  void event(KrakenFrame frame) {
    events.read(frame);
  }

  /** Forgets the channel ids of a connection that is gone. */
  void forgetChannels() {
    pairOfChannel.clear();
  }

  /** From now on the channel id stands for this pair. */
  void channelIs(long channelId, int pair) {
    pairOfChannel.put(channelId, pair);
  }

  /** A frame that is an array. */
  void array(KrakenFrame frame, long receivedNanos) {
    int count = elements();
    json.end();
    long channelId = -1;
    int first = 0;
    if (count > 0 && number(elementKind[0])) {
      json.seek(elementAt[0]);
      channelId = json.natural();
      first = 1;
    }
    int info = infoAt(first + 1, count);
    if (info < 0) {
      json.seek(elementAt[Math.min(count - 1, 2)]);
      int from = json.position();
      json.skip();
      throw new FrameRefusedException(
          "Unexpected channel info format: " + in.excerpt(from, json.position()));
    }
    channelAt(info, channelId, count);
    data(frame, first, info, receivedNanos);
  }

  /** Notes where the elements begin; their number. */
  private int elements() {
    int count = 0;
    if (json.open('[', ']')) {
      do {
        if (count == MOST_ELEMENTS) {
          throw json.refused("an array of more than " + MOST_ELEMENTS + " elements");
        }
        elementKind[count] = json.peek();
        elementAt[count++] = json.position();
        json.skip();
      } while (json.more(']'));
    }
    if (count < 3) {
      throw json.refused("an array of fewer than three elements");
    }
    return count;
  }

  private static boolean number(byte kind) {
    return kind >= '0' && kind <= '9' || kind == '-';
  }

  /** The place of the channel: a text, or an object that has a name; -1 if there is none. */
  private int infoAt(int from, int count) {
    for (int i = from; i < count; i++) {
      if (elementKind[i] == '"' || elementKind[i] == '{' && names(elementAt[i])) {
        return i;
      }
    }
    return -1;
  }

  private boolean names(int at) {
    json.seek(at);
    boolean found = false;
    if (json.open('{', '}')) {
      do {
        int member = in.member(INFO);
        found |= member == NAME || member == CHANNEL_NAME;
        json.skip();
      } while (json.more('}'));
    }
    return found;
  }

  /** Reads channel and pair, in whichever shape they are. */
  private void channelAt(int info, long channelId, int count) {
    channel = -1;
    pair = -1;
    minutes = -1;
    json.seek(elementAt[info]);
    if (elementKind[info] == '"') {
      channelName();
    } else {
      channelObject();
    }
    if (channel == OHLC_CHANNEL && minutes < 0) {
      throw json.refused("ohlc without its interval in minutes");
    }
    if (channel > OHLC_CHANNEL) {
      return; // a private channel is not of one pair
    }
    if (pair < 0 && info + 1 < count && elementKind[info + 1] == '"') {
      json.seek(elementAt[info + 1]);
      pair = in.pair();
    }
    if (pair < 0) {
      Integer known = pairOfChannel.get(channelId);
      if (known == null) {
        throw new FrameRefusedException("no pair, and channel " + channelId + " is not known");
      }
      pair = known;
    }
  }

  /** A name with its parameter after a dash, such as {@code ohlc-5} and {@code book-10}. */
  private void channelName() {
    json.text();
    channel = json.textHeadIn(CHANNELS, '-');
    if (channel < 0) {
      throw json.refused("a channel that is not documented: " + json.textValue());
    }
    if (channel == OHLC_CHANNEL) {
      String interval = json.textValue().replaceFirst("^[^-]*-?", "");
      minutes = interval.matches("[1-9][0-9]{0,5}") ? Long.parseLong(interval) : minutes;
    }
  }

  private void channelObject() {
    long interval = -1;
    if (json.open('{', '}')) {
      do {
        switch (in.member(INFO)) {
          case NAME, CHANNEL_NAME -> channelName();
          case PAIR -> pair = in.pair();
          case INTERVAL -> interval = json.natural();
          default -> json.skip();
        }
      } while (json.more('}'));
    }
    if (interval > 0 && interval <= LONGEST_INTERVAL) {
      minutes = interval;
    }
  }

  private void data(KrakenFrame frame, int from, int to, long receivedNanos) {
    if (channel > OHLC_CHANNEL) {
      frame.kind = Kind.UNUSED;
      return;
    }
    if (channel == BOOK_CHANNEL) {
      frame.kind = Kind.BOOK;
      book(frame, from, to, receivedNanos);
      return;
    }
    if (to - from != 1) {
      throw new FrameRefusedException("more than one piece of data, of which only books have two");
    }
    frame.kind = Kind.TICKS;
    json.seek(elementAt[from]);
    switch (channel) {
      case TICKER_CHANNEL -> ticker(frame, receivedNanos);
      case TRADE_CHANNEL -> trades(frame, receivedNanos);
      case SPREAD_CHANNEL -> spread(frame, receivedNanos);
      default -> bar(frame, receivedNanos);
    }
  }

  private void open() {
    if (!json.open('[', ']')) {
      throw json.refused("an empty array");
    }
  }

  /** On to the next element of an array that must have one. */
  private void next() {
    if (!json.more(']')) {
      throw json.refused("an array with too few elements");
    }
  }

  /** Passes over the rest of an array, however long a later version makes it. */
  private void rest() {
    while (json.more(']')) {
      json.skip();
    }
  }

  private void ticker(KrakenFrame frame, long receivedNanos) {
    long[] sides = new long[4];
    long seen = 0;
    if (json.open('{', '}')) {
      do {
        int member = in.member(BOOK);
        seen = in.seen(seen, member);
        if (member == ASKS || member == BIDS) {
          int at = member == BIDS ? 0 : 2;
          open();
          sides[at] = in.notNegative();
          next();
          json.skip(); // whole lots
          next();
          sides[at + 1] = in.notNegative();
          rest();
        } else {
          json.skip();
        }
      } while (json.more('}'));
    }
    in.complete(seen, BOOK, TICKER_NEEDS);
    frame.ticks.quote(
        in.pairs.instrument(pair),
        receivedNanos,
        receivedNanos,
        MarketEvent.NO_VENUE_ID,
        sides[0],
        sides[1],
        sides[2],
        sides[3]);
  }

  private void trades(KrakenFrame frame, long receivedNanos) {
    if (json.open('[', ']')) {
      do {
        open();
        final long price = in.positive();
        next();
        final long size = in.positive();
        next();
        final long time = in.secondsAsNanos();
        next();
        final AggressorSide side = side();
        next();
        json.skip(); // order type
        next();
        json.skip(); // miscellaneous
        long id = MarketEvent.NO_VENUE_ID; // v1 gives none; REST's rows have one in seventh place
        if (json.more(']')) {
          id = json.natural();
          rest();
        }
        frame.ticks.trade(in.pairs.instrument(pair), time, receivedNanos, id, price, size, side);
      } while (json.more(']'));
    }
  }

  private AggressorSide side() {
    json.text();
    return switch (json.textValue()) {
      case "b" -> AggressorSide.BUY;
      case "s" -> AggressorSide.SELL;
      default -> throw json.refused("side is neither b nor s");
    };
  }

  private void spread(KrakenFrame frame, long receivedNanos) {
    open();
    final long bid = in.notNegative();
    next();
    final long ask = in.notNegative();
    next();
    final long time = in.secondsAsNanos();
    next();
    final long bidSize = in.notNegative();
    next();
    final long askSize = in.notNegative();
    rest();
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

  private void bar(KrakenFrame frame, long receivedNanos) {
    open();
    json.skip(); // time of the last change
    next();
    final long end = in.secondsAsNanos();
    long[] prices = new long[4];
    for (int i = 0; i < prices.length; i++) {
      next();
      prices[i] = in.notNegative();
    }
    next();
    final Price vwap = new Price(in.roundedNotNegative());
    next();
    final long volume = in.roundedNotNegative();
    next();
    final long trades = json.natural();
    rest();
    frame.ticks.event(
        KrakenV2Reader.bar(
            in.pairs,
            pair,
            end - minutes * 60_000_000_000L,
            receivedNanos,
            minutes,
            prices,
            volume,
            vwap,
            trades));
  }

  private void book(KrakenFrame frame, int from, int to, long receivedNanos) {
    BookRow row = frame.addBook();
    row.symbol = pair;
    for (int i = from; i < to; i++) {
      json.seek(elementAt[i]);
      long seen = 0;
      if (json.open('{', '}')) {
        do {
          int member = in.member(BOOK);
          seen = in.seen(seen, member);
          switch (member) {
            case ASK_SNAPSHOT, BID_SNAPSHOT -> {
              row.snapshot = true;
              levels(row, member == BID_SNAPSHOT);
            }
            case ASKS, BIDS -> levels(row, member == BIDS);
            case CHECKSUM -> row.checksum = in.checksum();
            default -> json.skip();
          }
        } while (json.more('}'));
      }
      if (seen == 0) {
        throw json.refused("a book without as, bs, a or b");
      }
    }
    row.time = row.time == 0 ? receivedNanos : row.time;
  }

  private void levels(BookRow row, boolean bid) {
    if (json.open('[', ']')) {
      do {
        int level = row.addLevel(bid);
        open();
        row.price[level] = in.positive();
        row.priceScale[level] = json.scale();
        next();
        row.size[level] = in.notNegative();
        row.sizeScale[level] = json.scale();
        next();
        row.time = Math.max(row.time, in.secondsAsNanos());
        rest(); // "r" where a level is published again
      } while (json.more(']'));
    }
  }
}

package io.tapedeck.ingest.venue.kraken;

import io.tapedeck.ingest.core.TickBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one frame of Kraken's said, of either version of its WebSocket API, in objects that are
 * reused from frame to frame. Quotes, trades, bars, single orders and statuses of pairs lie ready
 * in {@link #ticks}; books wait for their checksum. Prices and sizes are raw scale-9 values.
 */
final class KrakenFrame {
  /** Stands for a checksum that was not given. */
  static final long NO_CHECKSUM = -1;

  /** What kind of frame. */
  enum Kind {
    /** Something for the tape, but books. */
    TICKS,
    BOOK,
    /** Pairs and their statuses. */
    INSTRUMENT,
    /** The trading system's status. */
    STATUS,
    HEARTBEAT,
    /** Answer to subscribe or unsubscribe. */
    ANSWER,
    PONG,
    /** An error that answers nothing in particular. */
    ERROR,
    /** A documented message of a private channel or method, which ingest does not use. */
    UNUSED
  }

  Kind kind = Kind.UNUSED;
  boolean v1;
  final TickBuffer ticks = new TickBuffer();

  int books;
  BookRow[] book = {new BookRow()};

  /** Pairs and numbers of v2's trades, in the order of the frame. */
  int trades;

  int[] tradePair = new int[64];
  long[] tradeId = new long[64];
  boolean snapshot;

  int pairs;
  int[] pair = new int[16];
  int[] pricePrecision = new int[16];
  int[] sizePrecision = new int[16];

  // answers and status
  boolean success;
  @Nullable String method;
  @Nullable String channel;
  @Nullable String subject;
  @Nullable String error;
  @Nullable String system;
  long channelId;

  void clear() {
    kind = Kind.UNUSED;
    v1 = false;
    ticks.keep(0);
    books = 0;
    trades = 0;
    snapshot = false;
    pairs = 0;
    success = false;
    method = null;
    channel = null;
    subject = null;
    error = null;
    system = null;
    channelId = -1;
  }

  /** A cleared book row. */
  BookRow addBook() {
    if (books == book.length) {
      book = Arrays.copyOf(book, books * 2);
      for (int i = books; i < book.length; i++) {
        book[i] = new BookRow();
      }
    }
    BookRow row = book[books++];
    row.clear();
    return row;
  }

  void addTrade(int whose, long id) {
    if (trades == tradeId.length) {
      tradePair = Arrays.copyOf(tradePair, trades * 2);
      tradeId = Arrays.copyOf(tradeId, trades * 2);
    }
    tradePair[trades] = whose;
    tradeId[trades++] = id;
  }

  void addPair(int symbol, int price, int size) {
    if (pairs == pair.length) {
      pair = Arrays.copyOf(pair, pairs * 2);
      pricePrecision = Arrays.copyOf(pricePrecision, pairs * 2);
      sizePrecision = Arrays.copyOf(sizePrecision, pairs * 2);
    }
    pair[pairs] = symbol;
    pricePrecision[pairs] = price;
    sizePrecision[pairs++] = size;
  }

  /** Levels of one book, bids and asks in the order written. */
  static final class BookRow {
    int symbol;
    boolean snapshot;
    long checksum;
    long time;
    int levels;
    boolean[] bid = new boolean[32];
    long[] price = new long[32];
    long[] size = new long[32];
    int[] priceScale = new int[32];
    int[] sizeScale = new int[32];

    void clear() {
      levels = 0;
      snapshot = false;
      checksum = NO_CHECKSUM;
      time = 0;
    }

    int addLevel(boolean buys) {
      if (levels == bid.length) {
        int length = levels * 2;
        bid = Arrays.copyOf(bid, length);
        price = Arrays.copyOf(price, length);
        size = Arrays.copyOf(size, length);
        priceScale = Arrays.copyOf(priceScale, length);
        sizeScale = Arrays.copyOf(sizeScale, length);
      }
      bid[levels] = buys;
      return levels++;
    }
  }
}

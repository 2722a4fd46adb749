package io.tapedeck.ingest.venue.kraken;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one frame said, in arrays that are reused from frame to frame. Prices and sizes are raw
 * scale-9 values; a time the venue did not give is {@link #NO_TIME}.
 */
final class KrakenFrame {
  static final long NO_TIME = Long.MIN_VALUE;

  /** What kind of frame. */
  enum Kind {
    TICKER,
    TRADE,
    BOOK,
    STATUS,
    HEARTBEAT,
    /** Answer to subscribe or unsubscribe. */
    ANSWER,
    PONG,
    /** A documented message of a channel or method that ingest does not use. */
    UNUSED
  }

  Kind kind = Kind.UNUSED;
  boolean snapshot;

  // rows of ticker and trade
  int rows;
  int[] symbol = new int[64];
  long[] first = new long[64];
  long[] firstSize = new long[64];
  long[] second = new long[64];
  long[] secondSize = new long[64];
  long[] time = new long[64];
  boolean[] buy = new boolean[64];

  // books
  int books;
  BookRow[] book = {new BookRow()};

  // answers and status
  boolean success;
  @Nullable String method;
  @Nullable String channel;
  @Nullable String subject;
  @Nullable String error;
  @Nullable String system;

  void clear() {
    kind = Kind.UNUSED;
    snapshot = false;
    rows = 0;
    books = 0;
    success = false;
    method = null;
    channel = null;
    subject = null;
    error = null;
    system = null;
  }

  /** Room for one more row of ticker or trade; its number. */
  int addRow() {
    if (rows == symbol.length) {
      int length = rows * 2;
      symbol = Arrays.copyOf(symbol, length);
      first = Arrays.copyOf(first, length);
      firstSize = Arrays.copyOf(firstSize, length);
      second = Arrays.copyOf(second, length);
      secondSize = Arrays.copyOf(secondSize, length);
      time = Arrays.copyOf(time, length);
      buy = Arrays.copyOf(buy, length);
    }
    time[rows] = NO_TIME;
    return rows++;
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

  /** Levels of one book, bids and asks in the order written. */
  static final class BookRow {
    int symbol;
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
      time = NO_TIME;
    }

    int addLevel() {
      if (levels == bid.length) {
        int length = levels * 2;
        bid = Arrays.copyOf(bid, length);
        price = Arrays.copyOf(price, length);
        size = Arrays.copyOf(size, length);
        priceScale = Arrays.copyOf(priceScale, length);
        sizeScale = Arrays.copyOf(sizeScale, length);
      }
      return levels++;
    }
  }
}

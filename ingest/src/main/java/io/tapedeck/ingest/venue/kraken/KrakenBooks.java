package io.tapedeck.ingest.venue.kraken;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.MarketEvent.BookChange;
import io.tapedeck.domain.market.MarketEvent.FeedStatusChange;
import io.tapedeck.domain.market.MarketEvent.Level;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.ingest.core.OrderBook;
import io.tapedeck.ingest.core.TickSink;
import io.tapedeck.ingest.venue.kraken.KrakenFrame.BookRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order books of the subscribed pairs. Every change is verified by the venue's checksum where
 * it gives one; a book that does not match is a gap on the tape, and nothing of it is passed on
 * until its new snapshot has come.
 */
final class KrakenBooks {
  private static final Logger LOG = LoggerFactory.getLogger(KrakenBooks.class);

  private static final long NOT_ASKED = Long.MIN_VALUE;
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private final KrakenPairs pairs;
  private final boolean onTape;
  private final Book[] books;
  private final Counter gaps;
  private final Counter updates;

  /** One pair's book on this connection. */
  private static final class Book {
    final OrderBook levels;
    boolean ready;
    boolean broken;
    long askedNanos = NOT_ASKED;
    int pricePrecision = -1;
    int sizePrecision = -1;

    Book(int depth) {
      this.levels = new OrderBook(depth);
    }

    /** Whether a snapshot is due since so long that it should be asked for again. */
    boolean waitedTooLong(long nowNanos) {
      boolean late = askedNanos != NOT_ASKED && nowNanos - askedNanos > PATIENCE_NANOS;
      if (late || askedNanos == NOT_ASKED) {
        askedNanos = nowNanos;
      }
      return late;
    }
  }

  /**
   * Empty books.
   *
   * @param onTape whether changes are passed on, or only verified
   */
  KrakenBooks(KrakenPairs pairs, int depth, boolean onTape, MeterRegistry meters) {
    this.pairs = pairs;
    this.onTape = onTape;
    this.books = new Book[pairs.count()];
    for (int i = 0; i < books.length; i++) {
      Book book = new Book(depth);
      books[i] = book;
      meters.gauge(
          "market_data_orderbook_depth",
          Tags.of("symbol", pairs.symbols().get(i)),
          book,
          b -> b.levels.bids().count() + b.levels.asks().count());
    }
    this.gaps = meters.counter("market_data_book_gaps_total");
    this.updates = meters.counter("market_data_orderbook_updates_total");
  }

  /** A new connection: all begin anew. */
  void forget() {
    for (Book book : books) {
      book.levels.clear();
      book.ready = false;
      book.broken = false;
      book.askedNanos = NOT_ASKED;
    }
  }

  /** Digits of prices and sizes as the venue's list of pairs has them; -1 if it does not say. */
  void precision(int pair, int price, int size) {
    books[pair].pricePrecision = price;
    books[pair].sizePrecision = size;
  }

  /** The book of a pair, for reading: {@link OrderBook#bestBid} and {@link OrderBook#bestAsk}. */
  OrderBook book(int pair) {
    return books[pair].levels;
  }

  /** Applies a change; false if the book is now known to be broken and must be asked for again. */
  boolean apply(BookRow row, long receivedNanos, TickSink out) {
    Book book = books[row.symbol];
    if (!row.snapshot && !book.ready) {
      return !book.waitedTooLong(receivedNanos); // the snapshot asked for begins anew
    }
    updates.increment();
    if (row.snapshot) {
      book.levels.clear();
      book.ready = true;
    }
    for (int i = 0; i < row.levels; i++) {
      int priceScale = Math.max(row.priceScale[i], book.pricePrecision);
      int sizeScale = Math.max(row.sizeScale[i], book.sizePrecision);
      book.levels.set(row.bid[i], row.price[i], row.size[i], priceScale, sizeScale);
    }
    book.levels.truncate();
    String problem = problem(book.levels, row);
    if (problem != null) {
      book.ready = false;
      book.broken = true;
      book.askedNanos = receivedNanos;
      gaps.increment();
      LOG.warn("market_data: Order book broken: {} {}", pairs.instrument(row.symbol), problem);
      out.event(status(row.symbol, FeedStatus.GAP, receivedNanos, problem));
      return false;
    }
    if (onTape) {
      out.event(change(row, receivedNanos));
    }
    if (book.broken) {
      book.broken = false;
      out.event(status(row.symbol, FeedStatus.CONNECTED, receivedNanos, "book whole again"));
    }
    return true;
  }

  private static @Nullable String problem(OrderBook book, BookRow row) {
    if (row.checksum != KrakenFrame.NO_CHECKSUM) {
      long checksum = book.checksum();
      return checksum == row.checksum
          ? null
          : "book checksum is " + checksum + ", the venue says " + row.checksum;
    }
    return book.crossed() ? "book is crossed: bid at or above ask" : null;
  }

  private FeedStatusChange status(int pair, FeedStatus status, long nanos, String detail) {
    return new FeedStatusChange(pairs.id(pair), nanos, nanos, status, detail);
  }

  private BookChange change(BookRow row, long receivedNanos) {
    List<Level> bids = new ArrayList<>(row.levels);
    List<Level> asks = new ArrayList<>(row.levels);
    for (int i = 0; i < row.levels; i++) {
      Level level = new Level(new Price(row.price[i]), new Quantity(row.size[i]));
      (row.bid[i] ? bids : asks).add(level);
    }
    return new BookChange(
        pairs.id(row.symbol),
        row.time,
        receivedNanos,
        row.snapshot,
        bids,
        asks,
        row.checksum == KrakenFrame.NO_CHECKSUM ? null : row.checksum);
  }
}

package io.tapedeck.ingest.venue.kraken;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.BookChange;
import io.tapedeck.domain.market.MarketEvent.FeedStatusChange;
import io.tapedeck.domain.market.MarketEvent.Level;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.ingest.core.OrderBook;
import io.tapedeck.ingest.core.SymbolTable;
import io.tapedeck.ingest.core.TickSink;
import io.tapedeck.ingest.venue.FeedProtocol;
import io.tapedeck.ingest.venue.kraken.KrakenFrame.BookRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kraken WebSocket v2. Every ticker message is a quote, every trade a trade, every book message a
 * verified change of the book; a book whose checksum does not match is a gap until its new snapshot
 * has come.
 */
public final class KrakenSession implements FeedProtocol {
  private static final Logger LOG = LoggerFactory.getLogger(KrakenSession.class);
  private static final String VENUE = "KRAKEN";

  private final KrakenSubscriptions subscriptions;
  private final boolean bookOnTape;
  private final KrakenParser parser;
  private final KrakenFrame frame = new KrakenFrame();
  private final Subscribed[] subscribed;
  private final List<String> instruments = new ArrayList<>();
  private final Counter gaps;

  /** What is known of one symbol on this connection. */
  private static final class Subscribed {
    final InstrumentId instrument;
    final OrderBook book;
    int answersMissing;
    boolean bookReady;
    boolean bookBroken;

    Subscribed(InstrumentId instrument, int depth) {
      this.instrument = instrument;
      this.book = new OrderBook(depth);
    }
  }

  /**
   * A session of these subscriptions.
   *
   * @param bookOnTape whether changes of books are passed on, or only verified
   */
  public KrakenSession(
      KrakenSubscriptions subscriptions, boolean bookOnTape, MeterRegistry meters) {
    this.subscriptions = subscriptions;
    this.bookOnTape = bookOnTape;
    this.parser = new KrakenParser(new SymbolTable(subscriptions.symbols()));
    this.subscribed = new Subscribed[subscriptions.symbols().size()];
    for (int i = 0; i < subscribed.length; i++) {
      InstrumentId id = InstrumentId.of(VENUE, subscriptions.symbols().get(i));
      subscribed[i] = new Subscribed(id, subscriptions.bookDepth());
      instruments.add(id.value());
    }
    this.gaps = meters.counter("market_data_book_gaps_total");
  }

  @Override
  public String name() {
    return "kraken-v2";
  }

  @Override
  public List<String> instruments() {
    return List.copyOf(instruments);
  }

  @Override
  public String ping() {
    return "{\"method\":\"ping\"}";
  }

  @Override
  public void opened(long receivedNanos, Replies replies, TickSink out) {
    for (Subscribed one : subscribed) {
      one.answersMissing = subscriptions.channels().size();
      one.bookReady = false;
      one.bookBroken = false;
      one.book.clear();
    }
    subscriptions.opening().forEach(replies::send);
  }

  @Override
  public void lost(long receivedNanos, String reason, TickSink out) {
    for (Subscribed one : subscribed) {
      status(one, FeedStatus.LOST, receivedNanos, reason, out);
    }
  }

  @Override
  public void frame(
      byte[] bytes, int from, int to, long receivedNanos, Replies replies, TickSink out) {
    parser.parse(bytes, from, to, frame);
    switch (frame.kind) {
      case TICKER -> quotes(receivedNanos, out);
      case TRADE -> trades(receivedNanos, out);
      case BOOK -> {
        for (int i = 0; i < frame.books; i++) {
          book(frame.book[i], receivedNanos, replies, out);
        }
      }
      case ANSWER -> answer(receivedNanos, out);
      case STATUS -> LOG.info("market_data: Kraken system status: {}", frame.system);
      case HEARTBEAT, PONG -> {
        // heard, which is all they are for
      }
      case UNUSED -> LOG.info("market_data: Received event message: {}", describe(bytes, from, to));
    }
  }

  private static String describe(byte[] bytes, int from, int to) {
    int length = Math.min(to - from, 200);
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  private void quotes(long receivedNanos, TickSink out) {
    for (int i = 0; i < frame.rows; i++) {
      out.quote(
          instruments.get(frame.symbol[i]),
          timeOr(frame.time[i], receivedNanos),
          receivedNanos,
          MarketEvent.NO_VENUE_ID,
          frame.first[i],
          frame.firstSize[i],
          frame.second[i],
          frame.secondSize[i]);
    }
  }

  private void trades(long receivedNanos, TickSink out) {
    for (int i = 0; i < frame.rows; i++) {
      out.trade(
          instruments.get(frame.symbol[i]),
          timeOr(frame.time[i], receivedNanos),
          receivedNanos,
          frame.second[i],
          frame.first[i],
          frame.firstSize[i],
          frame.buy[i] ? AggressorSide.BUY : AggressorSide.SELL);
    }
  }

  private static long timeOr(long venue, long receivedNanos) {
    return venue == KrakenFrame.NO_TIME ? receivedNanos : venue;
  }

  private void book(BookRow row, long receivedNanos, Replies replies, TickSink out) {
    Subscribed one = subscribed[row.symbol];
    if (!frame.snapshot && !one.bookReady) {
      return; // of a book known to be broken; the snapshot asked for begins anew
    }
    if (frame.snapshot) {
      one.book.clear();
      one.bookReady = true;
    }
    for (int i = 0; i < row.levels; i++) {
      one.book.set(row.bid[i], row.price[i], row.size[i], row.priceScale[i], row.sizeScale[i]);
    }
    one.book.truncate();
    long checksum = one.book.checksum();
    if (checksum != row.checksum) {
      one.bookReady = false;
      one.bookBroken = true;
      gaps.increment();
      String detail = "book checksum is " + checksum + ", the venue says " + row.checksum;
      LOG.warn("market_data: Order book broken: {} {}", one.instrument, detail);
      status(one, FeedStatus.GAP, receivedNanos, detail, out);
      subscriptions.bookAgain(one.instrument.symbol()).forEach(replies::send);
      return;
    }
    if (bookOnTape) {
      out.event(change(one, row, receivedNanos));
    }
    if (one.bookBroken) {
      one.bookBroken = false;
      status(one, FeedStatus.CONNECTED, receivedNanos, "book whole again", out);
    }
  }

  private BookChange change(Subscribed one, BookRow row, long receivedNanos) {
    List<Level> bids = new ArrayList<>(row.levels);
    List<Level> asks = new ArrayList<>(row.levels);
    for (int i = 0; i < row.levels; i++) {
      Level level = new Level(new Price(row.price[i]), new Quantity(row.size[i]));
      (row.bid[i] ? bids : asks).add(level);
    }
    return new BookChange(
        one.instrument,
        timeOr(row.time, receivedNanos),
        receivedNanos,
        frame.snapshot,
        bids,
        asks,
        row.checksum);
  }

  private void answer(long receivedNanos, TickSink out) {
    if (!frame.success) {
      LOG.error(
          "market_data: Subscription refused by the venue: {} symbol={} channel={}",
          frame.error,
          frame.subject,
          frame.channel);
      return;
    }
    int symbol = subscriptions.symbols().indexOf(String.valueOf(frame.subject));
    if (symbol < 0 || !"subscribe".equals(frame.method)) {
      return;
    }
    Subscribed one = subscribed[symbol];
    if (one.answersMissing > 0 && --one.answersMissing == 0) {
      status(one, FeedStatus.CONNECTED, receivedNanos, name(), out);
    }
  }

  private static void status(
      Subscribed one, FeedStatus status, long nanos, String detail, TickSink out) {
    out.event(new FeedStatusChange(one.instrument, nanos, nanos, status, detail));
  }
}

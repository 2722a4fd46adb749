package io.tapedeck.ingest.venue.kraken;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.MarketEvent.FeedStatusChange;
import io.tapedeck.domain.market.MarketEvent.TradingStatusChange;
import io.tapedeck.ingest.core.TickSink;
import io.tapedeck.ingest.venue.FeedProtocol;
import io.tapedeck.ingest.venue.kraken.KrakenFrame.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kraken's WebSocket API, both versions. Which one the venue speaks is told by what arrives; if it
 * is not the one expected, everything is asked for again in the other's words. Every ticker message
 * is a quote, every trade a trade, every book message a verified change of the book.
 */
public final class KrakenSession implements FeedProtocol {
  private static final Logger LOG = LoggerFactory.getLogger(KrakenSession.class);

  private final KrakenSubscriptions subscriptions;
  private final boolean expectV1;
  private final KrakenPairs pairs;
  private final KrakenParser parser;
  private final KrakenFrame frame = new KrakenFrame();
  private final KrakenBooks books;
  private final KrakenTrades trades;
  private final int[] answersMissing;
  private boolean v1;
  private boolean versionKnown;
  private boolean served;
  private boolean askAgain;

  /** A session of v2, as of its address. */
  public KrakenSession(
      KrakenSubscriptions subscriptions, boolean bookOnTape, MeterRegistry meters) {
    this(subscriptions, bookOnTape, false, meters);
  }

  /**
   * A session of these subscriptions.
   *
   * @param bookOnTape whether changes of books are passed on, or only verified
   * @param expectV1 whether to speak first in the words of v1
   */
  public KrakenSession(
      KrakenSubscriptions subscriptions,
      boolean bookOnTape,
      boolean expectV1,
      MeterRegistry meters) {
    this.subscriptions = subscriptions;
    this.expectV1 = expectV1;
    this.pairs = new KrakenPairs(subscriptions.symbols());
    this.parser = new KrakenParser(pairs);
    this.books = new KrakenBooks(pairs, subscriptions.bookDepth(), bookOnTape, meters);
    this.trades = new KrakenTrades(pairs, meters);
    this.answersMissing = new int[pairs.count()];
    this.v1 = expectV1;
  }

  @Override
  public String name() {
    return v1 ? "kraken-v1" : "kraken-v2";
  }

  @Override
  public List<String> instruments() {
    return List.copyOf(pairs.instruments());
  }

  @Override
  public boolean tradeIdsInSequence() {
    return true;
  }

  @Override
  public String ping() {
    return v1 ? "{\"event\":\"ping\"}" : "{\"method\":\"ping\"}";
  }

  @Override
  public void opened(long receivedNanos, Link link, TickSink out) {
    v1 = expectV1;
    versionKnown = false;
    served = false;
    askAgain = false;
    parser.v1().forgetChannels();
    ask(link);
  }

  private void ask(Link link) {
    books.forget();
    trades.forget();
    for (int i = 0; i < answersMissing.length; i++) {
      answersMissing[i] = subscriptions.perSymbol(v1);
    }
    for (String text : subscriptions.opening(v1)) {
      LOG.info("market_data: subscribe {}", text);
      link.send(text);
    }
  }

  @Override
  public void lost(long receivedNanos, String reason, TickSink out) {
    for (int pair = 0; pair < pairs.count(); pair++) {
      out.event(status(pair, FeedStatus.LOST, receivedNanos, reason));
    }
  }

  @Override
  public void frame(byte[] bytes, int from, int to, long receivedNanos, Link link, TickSink out) {
    parser.parse(bytes, from, to, receivedNanos, frame);
    detectVersion(link);
    switch (frame.kind) {
      case TICKS -> {
        served = true;
        ticks(receivedNanos, link, out);
      }
      case BOOK -> {
        served = true;
        books(receivedNanos, link, out);
      }
      case INSTRUMENT -> instruments(out);
      case ANSWER -> answer(receivedNanos, link, out);
      case STATUS -> system(String.valueOf(frame.system), receivedNanos, link, out);
      case ERROR -> refusal(link);
      case HEARTBEAT, PONG -> {
        // heard, which is all they are for
      }
      case UNUSED -> LOG.info("market_data: Received event message: {}", describe(bytes, from, to));
    }
  }

  private void ticks(long receivedNanos, Link link, TickSink out) {
    for (int i = 0; i < frame.trades; i++) {
      int pair = frame.tradePair[i];
      if (frame.snapshot) {
        trades.snapshot(pair, frame.tradeId[i]);
      } else if (trades.update(pair, frame.tradeId[i], receivedNanos, out)) {
        String symbol = pairs.symbols().get(pair);
        subscriptions.tradesAgain(symbol).forEach(link::send);
      }
    }
    frame.ticks.replay(out);
    if (frame.snapshot && frame.trades > 0) {
      // a snapshot is of one pair
      long lowest = Arrays.stream(frame.tradeId, 0, frame.trades).min().orElse(0);
      trades.snapshotEnds(frame.tradePair[0], lowest, receivedNanos, out);
    }
  }

  /** What arrives tells the version; pongs and answers only echo what was asked. */
  private void detectVersion(Link link) {
    if (versionKnown || frame.kind == Kind.UNUSED || frame.kind == Kind.PONG) {
      return;
    }
    versionKnown = true;
    if (frame.v1 != v1) {
      v1 = frame.v1;
      LOG.warn("market_data: The venue speaks WebSocket API {}; asking in its words", name());
      ask(link);
    }
  }

  private static String describe(byte[] bytes, int from, int to) {
    int length = Math.min(to - from, 200);
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  private void books(long receivedNanos, Link link, TickSink out) {
    for (int i = 0; i < frame.books; i++) {
      if (!books.apply(frame.book[i], receivedNanos, out)) {
        String symbol = pairs.symbols().get(frame.book[i].symbol);
        subscriptions.bookAgain(v1, symbol).forEach(link::send);
      }
    }
  }

  private void instruments(TickSink out) {
    for (int i = 0; i < frame.pairs; i++) {
      books.precision(frame.pair[i], frame.pricePrecision[i], frame.sizePrecision[i]);
    }
    frame.ticks.replay(out);
  }

  /**
   * The trading system's status goes to every instrument. When maintenance begins on a connection
   * that served us, that connection is ended in good order and another one waits for its end.
   */
  private void system(String status, long receivedNanos, Link link, TickSink out) {
    LOG.info("market_data: Kraken system status: {}", status);
    boolean online = status.equals("online");
    if (online && !served && !askAgain) {
      return; // the greeting of a connection
    }
    for (int pair = 0; pair < pairs.count(); pair++) {
      out.event(
          new TradingStatusChange(
              pairs.id(pair),
              receivedNanos,
              receivedNanos,
              KrakenPairs.status(status),
              "system is " + status));
    }
    if (online && askAgain) {
      askAgain = false;
      ask(link);
    } else if (status.equals("maintenance")) {
      askAgain = true;
      if (served) {
        link.end(Ending.MAINTENANCE, "planned: the venue is in maintenance");
      }
    }
  }

  private void answer(long receivedNanos, Link link, TickSink out) {
    if (!frame.success) {
      refusal(link);
      return;
    }
    int pair = frame.subject == null ? -1 : pairs.find(frame.subject);
    if (pair < 0 || !"subscribe".equals(frame.method)) {
      return;
    }
    LOG.info("market_data: subscribed {} {}", frame.channel, frame.subject);
    if (frame.channelId >= 0) {
      parser.v1().channelIs(frame.channelId, pair);
    }
    if (answersMissing[pair] > 0 && --answersMissing[pair] == 0) {
      out.event(status(pair, FeedStatus.CONNECTED, receivedNanos, name()));
    }
  }

  private void refusal(Link link) {
    String error = String.valueOf(frame.error);
    LOG.error(
        "market_data: Subscription refused by the venue: {} symbol={} channel={}",
        error,
        frame.subject,
        frame.channel);
    String lower = error.toLowerCase(Locale.ROOT);
    if (lower.contains("rate limit") || lower.contains("msg rate")) {
      link.end(Ending.RATE_LIMIT, error);
    } else if (lower.contains("session") || lower.contains("permission")) {
      link.end(Ending.AUTHENTICATION, error);
    }
  }

  private FeedStatusChange status(int pair, FeedStatus status, long nanos, String detail) {
    return new FeedStatusChange(pairs.id(pair), nanos, nanos, status, detail);
  }
}

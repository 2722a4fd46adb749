package io.tapedeck.ingest.venue.alpaca;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.MarketEvent.FeedStatusChange;
import io.tapedeck.ingest.core.TickSink;
import io.tapedeck.ingest.venue.FeedProtocol;
import io.tapedeck.ingest.venue.alpaca.AlpacaFrame.Control;
import io.tapedeck.ingest.venue.alpaca.AlpacaFrame.Refused;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alpaca's market-data streams: greeting, authentication whose answer is checked, subscription,
 * then data. A key may have one connection; the connector closes the old one before it dials.
 */
public final class AlpacaSession implements FeedProtocol {
  private static final Logger LOG = LoggerFactory.getLogger(AlpacaSession.class);

  private final String name;
  private final AlpacaSubscriptions subscriptions;
  private final Supplier<String> authentication;
  private final AlpacaSymbols symbols;
  private final AlpacaParser parser;
  private final AlpacaFrame frame = new AlpacaFrame();
  private boolean asked;
  private boolean connected;

  /**
   * A session.
   *
   * @param name of the feed, such as {@code alpaca-iex}
   * @param key makes the key id when it is needed; so does {@code secret}
   */
  public AlpacaSession(
      String name,
      AlpacaSubscriptions subscriptions,
      Supplier<String> key,
      Supplier<String> secret) {
    this.name = name;
    this.subscriptions = subscriptions;
    this.authentication = () -> AlpacaSubscriptions.auth(key.get(), secret.get());
    this.symbols = new AlpacaSymbols(subscriptions.symbols(), subscriptions.everything());
    this.parser = new AlpacaParser(symbols);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> instruments() {
    return symbols.instruments();
  }

  @Override
  public boolean tradeIdsInSequence() {
    return false;
  }

  @Override
  public String ping() {
    return "";
  }

  @Override
  public void opened(long receivedNanos, Link link, TickSink out) {
    asked = false;
    connected = false;
  }

  @Override
  public void lost(long receivedNanos, String reason, TickSink out) {
    statuses(FeedStatus.LOST, receivedNanos, reason, out);
  }

  private void statuses(FeedStatus status, long nanos, String detail, TickSink out) {
    for (String instrument : symbols.instruments()) {
      out.event(new FeedStatusChange(new InstrumentId(instrument), nanos, nanos, status, detail));
    }
  }

  @Override
  public void frame(byte[] bytes, int from, int to, long receivedNanos, Link link, TickSink out) {
    parser.parse(bytes, from, to, receivedNanos, frame);
    for (Control control : frame.controls) {
      control(control, receivedNanos, link, out);
    }
    frame.ticks.replay(out);
    for (Refused refused : frame.refused) {
      link.refused(refused.from(), refused.to(), refused.reason());
    }
  }

  private void control(Control control, long receivedNanos, Link link, TickSink out) {
    switch (control.type()) {
      case "success" -> success(control.text(), link);
      case "subscription" -> {
        LOG.info("market_data: subscribed {}", control.text());
        if (!connected) {
          connected = true;
          statuses(FeedStatus.CONNECTED, receivedNanos, name, out);
        }
      }
      default -> error(control, link);
    }
  }

  private void success(String message, Link link) {
    if (message.equals("connected") && !asked) {
      asked = true;
      link.send(authentication.get());
    } else if (message.equals("authenticated")) {
      String text = subscriptions.subscribe();
      LOG.info("market_data: authenticated; subscribe {}", text);
      link.send(text);
    }
  }

  /** Alpaca's error codes, each with what is to be done about it. */
  private void error(Control control, Link link) {
    String detail = control.code() + " " + control.text();
    switch ((int) Math.min(control.code(), Integer.MAX_VALUE)) {
      case 401, 402, 404 -> {
        LOG.error("market_data: Failed to authenticate with Alpaca");
        LOG.error(
            "market_data: Authentication failed: {} ({})",
            control.code() == 402 ? "Invalid API key" : control.text(),
            detail);
        link.end(Ending.AUTHENTICATION, detail);
      }
      case 403 -> LOG.info("market_data: already authenticated");
      case 406 -> {
        LOG.error(
            "market_data: Connection refused by the venue: {}: another connection uses this key",
            detail);
        link.end(Ending.REFUSED, detail);
      }
      case 407 -> {
        LOG.error("market_data: WebSocket error: {}: we read too slowly", detail);
        link.end(Ending.RATE_LIMIT, detail);
      }
      case 405, 408, 409, 410 ->
          // the plan does not have it: what is subscribed stays, and the rest must be configured
          // away
          LOG.error("market_data: Subscription refused by the venue: {}", detail);
      case 429 -> {
        LOG.error("market_data: Rate limit exceeded: {}", detail);
        link.end(Ending.RATE_LIMIT, detail);
      }
      default -> {
        LOG.error("market_data: Error handling public message: {}", detail);
        link.end(Ending.REFUSED, detail);
      }
    }
  }
}

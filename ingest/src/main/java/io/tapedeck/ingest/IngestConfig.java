package io.tapedeck.ingest;

import io.tapedeck.runtime.config.Default;
import io.tapedeck.runtime.config.Doc;
import io.tapedeck.runtime.config.Max;
import io.tapedeck.runtime.config.Min;
import io.tapedeck.runtime.config.NotEmpty;
import io.tapedeck.runtime.config.OneOf;
import io.tapedeck.runtime.config.Positive;
import io.tapedeck.runtime.config.Problems;
import io.tapedeck.runtime.config.Secret;
import io.tapedeck.runtime.config.UrlScheme;
import io.tapedeck.runtime.config.Validated;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Config section {@code market_data}: whose market data is taken, and how. */
public record IngestConfig(
    @Doc("venue whose market data is taken") @Default("kraken") @OneOf({"kraken", "alpaca"})
        String exchange,
    @Doc("instruments as the venue names them, such as BTC/USD or AAPL; at Alpaca * is all of them")
        @Default("BTC/USD,ETH/USD")
        @NotEmpty
        List<String> symbols,
    @Doc(
            "address of the venue's WebSocket; absent, the venue's own: Kraken's v2, Alpaca's IEX."
                + " Alpaca: /v2/iex, /v2/sip, /v1beta3/crypto/us; Kraken: with or without /v2")
        @UrlScheme({"ws", "wss"})
        @Nullable URI websocketUrl,
    @Doc("addresses to fall back on, in this order, while websocket_url does not answer")
        @Default("")
        List<URI> backupUrls,
    @Doc("attempts that fail in a row before the next address is tried") @Default("3") @Min(1)
        int failuresToSwitch,
    @Doc("on a backup address, how often to see whether websocket_url answers again")
        @Default("60s")
        @Min(100)
        Duration returnAfter,
    @Doc("key id of the venue's market data, where it wants one") @Default("${APCA_API_KEY_ID:-}")
        Secret apiKey,
    @Doc("secret of that key") @Default("${APCA_API_SECRET_KEY:-}") Secret apiSecret,
    @Doc(
            "address of the venue's REST API, asked for halts, asset status and sessions; absent, it"
                + " is not asked")
        @UrlScheme({"http", "https"})
        @Nullable URI referenceUrl,
    @Doc("how often it is asked") @Default("60s") @Min(100) Duration referenceInterval,
    @Doc(
            "what is subscribed for each instrument, as the venue names it; empty: prices and all"
                + " that changes them. Kraken: ticker, trade, book, ohlc, instrument, spread. Alpaca:"
                + " trades, quotes, bars, updatedBars, dailyBars, statuses, lulds, orderbooks,"
                + " imbalances")
        @Default("")
        List<String> channels,
    @Doc("levels of each order book: 10, 25, 100, 500 or 1000") @Default("10") int bookDepth,
    @Doc("write verified book changes on the tape; if false they are verified only")
        @Default("true")
        boolean bookOnTape,
    @Doc("ask for the latest trades on connecting, so that those missed meanwhile come back")
        @Default("true")
        boolean tradeSnapshot,
    @Doc(
            "on start, read from the tape which trades are already on it; false only for a feed whose"
                + " trade ids begin anew")
        @Default("true")
        boolean tradeIdsFromTape,
    @Doc("first wait before connecting again; doubles up to reconnect_max_delay_ms")
        @Default("1000")
        @Min(10)
        Duration reconnectDelay,
    @Doc("longest wait before connecting again") @Default("30s") @Positive
        Duration reconnectMaxDelay,
    @Doc("longest time for one attempt to connect") @Default("10s") @Positive
        Duration connectTimeout,
    @Doc("a connection that says nothing for so long, pings included, is given up")
        @Default("4s")
        @Min(100)
        Duration silenceTimeout,
    @Doc("shortest wait after the venue refused the credentials, the rate or the connection")
        @Default("10s")
        @Min(10)
        Duration refusedWait,
    @Doc("an instrument not heard of for so long is warned about") @Default("30s") @Min(10)
        Duration quietAfter,
    @Doc("an instrument not heard of for so long is stale: a record on the tape")
        @Default("60s")
        @Min(10)
        Duration staleAfter,
    @Doc("a difference between the venue's clock and ours above this is warned about")
        @Default("500")
        @Min(1)
        Duration clockSkewWarning,
    @Doc("shortest time between two marks of an instrument") @Default("20") @Min(1)
        Duration marksInterval,
    @Doc("frames held between socket and producer before the socket is no longer read")
        @Default("16384")
        @Min(16)
        @Max(10_000_000)
        int queueCapacity,
    @Doc(
            "when more comes than is written: block (everything is written, the socket waits) or"
                + " conflate (of quotes that queue up only the last of each instrument; never trades)")
        @Default("block")
        @OneOf({"block", "conflate"})
        String queuePolicy,
    @Doc("a frame that took longer than this from socket to producer is warned about")
        @Default("250")
        @Positive
        Duration latencyWarning,
    @Doc("how long the producer waits for more ticks to send with one") @Default("1") @Min(0)
        Duration linger)
    implements Validated {
  private static final Set<Integer> DEPTHS = Set.of(10, 25, 100, 500, 1000);
  private static final Set<String> KRAKEN_CHANNELS =
      Set.of("ticker", "trade", "book", "ohlc", "instrument", "spread");
  private static final Set<String> ALPACA_CHANNELS =
      Set.of(
          "trades",
          "quotes",
          "bars",
          "updatedBars",
          "dailyBars",
          "statuses",
          "lulds",
          "orderbooks",
          "imbalances");
  private static final String KRAKEN_URL = "wss://ws.kraken.com/v2";
  private static final String ALPACA_URL = "wss://stream.data.alpaca.markets/v2/iex";

  /** Whether the venue is Alpaca. */
  boolean alpaca() {
    return exchange.equals("alpaca");
  }

  /** Whether the feed is Alpaca's of crypto. */
  boolean alpacaCrypto() {
    return alpaca() && urls().get(0).getPath().contains("crypto");
  }

  /** The primary address, then the backups. */
  public List<URI> urls() {
    List<URI> urls = new ArrayList<>();
    urls.add(websocketUrl == null ? URI.create(alpaca() ? ALPACA_URL : KRAKEN_URL) : websocketUrl);
    urls.addAll(backupUrls);
    return List.copyOf(urls);
  }

  /** The channels configured, or the venue's usual ones. */
  public List<String> subscribedChannels() {
    if (!channels.isEmpty()) {
      return channels;
    }
    if (!alpaca()) {
      return List.of("ticker", "trade", "book");
    }
    return alpacaCrypto()
        ? List.of("trades", "quotes", "bars", "updatedBars", "dailyBars", "orderbooks")
        : List.of("trades", "quotes", "bars", "updatedBars", "dailyBars", "statuses", "lulds");
  }

  @Override
  public void validate(Problems problems) {
    String pattern =
        alpaca() ? "\\*|[A-Za-z0-9./_-]{1,32}" : "[A-Za-z0-9.]{1,20}/[A-Za-z0-9.]{1,20}";
    for (String symbol : symbols) {
      if (!symbol.matches(pattern)) {
        problems.add(
            "symbols",
            "\""
                + symbol
                + (alpaca() ? "\" is no symbol" : "\" is not BASE/QUOTE, such as BTC/USD"));
      }
    }
    if (new HashSet<>(symbols).size() != symbols.size()) {
      problems.add("symbols", "names an instrument twice");
    }
    Set<String> known = alpaca() ? ALPACA_CHANNELS : KRAKEN_CHANNELS;
    for (String channel : channels) {
      if (!known.contains(channel)) {
        problems.add(
            "channels",
            "\"" + channel + "\" is none of " + exchange + "'s: " + new TreeSet<>(known));
      }
    }
    if (new HashSet<>(channels).size() != channels.size()) {
      problems.add("channels", "names a channel twice");
    }
    for (URI url : backupUrls) {
      if (!"ws".equals(url.getScheme()) && !"wss".equals(url.getScheme())) {
        problems.add("backup_urls", "must be ws:// or wss://, found " + url);
      }
    }
    if (!DEPTHS.contains(bookDepth)) {
      problems.add("book_depth", "must be one of 10, 25, 100, 500, 1000, found " + bookDepth);
    }
    if (reconnectMaxDelay.compareTo(reconnectDelay) < 0) {
      problems.add("reconnect_max_delay_ms", "must not be shorter than reconnect_delay_ms");
    }
    if (staleAfter.compareTo(quietAfter) < 0) {
      problems.add("stale_after_ms", "must not be shorter than quiet_after_ms");
    }
  }
}

package io.tapedeck.ingest;

import io.tapedeck.runtime.config.Default;
import io.tapedeck.runtime.config.Doc;
import io.tapedeck.runtime.config.Max;
import io.tapedeck.runtime.config.Min;
import io.tapedeck.runtime.config.NotEmpty;
import io.tapedeck.runtime.config.OneOf;
import io.tapedeck.runtime.config.Positive;
import io.tapedeck.runtime.config.Problems;
import io.tapedeck.runtime.config.UrlScheme;
import io.tapedeck.runtime.config.Validated;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Config section {@code market_data}: whose market data is taken, and how. */
public record IngestConfig(
    @Doc("venue whose market data is taken") @Default("kraken") @OneOf({"kraken"}) String exchange,
    @Doc("instruments as the venue names them, such as BTC/USD")
        @Default("BTC/USD,ETH/USD")
        @NotEmpty
        List<String> symbols,
    @Doc("address of the venue's WebSocket v2")
        @Default("wss://ws.kraken.com/v2")
        @UrlScheme({"ws", "wss"})
        URI websocketUrl,
    @Doc("what is subscribed for each instrument")
        @Default("ticker,trade,book")
        @NotEmpty
        @OneOf({"ticker", "trade", "book"})
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
    @Doc("a connection that says nothing for so long is given up") @Default("5s") @Min(100)
        Duration silenceTimeout,
    @Doc("shortest time between two marks of an instrument") @Default("20") @Min(1)
        Duration marksInterval,
    @Doc("frames held between socket and producer before the socket is no longer read")
        @Default("16384")
        @Min(16)
        @Max(10_000_000)
        int queueCapacity,
    @Doc("a frame that took longer than this from socket to producer is warned about")
        @Default("250")
        @Positive
        Duration latencyWarning,
    @Doc("how long the producer waits for more ticks to send with one") @Default("1") @Min(0)
        Duration linger)
    implements Validated {
  private static final Set<Integer> DEPTHS = Set.of(10, 25, 100, 500, 1000);

  @Override
  public void validate(Problems problems) {
    for (String symbol : symbols) {
      if (!symbol.matches("[A-Za-z0-9.]{1,20}/[A-Za-z0-9.]{1,20}")) {
        problems.add("symbols", "\"" + symbol + "\" is not BASE/QUOTE, such as BTC/USD");
      }
    }
    if (new HashSet<>(symbols).size() != symbols.size()) {
      problems.add("symbols", "names an instrument twice");
    }
    if (new HashSet<>(channels).size() != channels.size()) {
      problems.add("channels", "names a channel twice");
    }
    if (!DEPTHS.contains(bookDepth)) {
      problems.add("book_depth", "must be one of 10, 25, 100, 500, 1000, found " + bookDepth);
    }
    if (reconnectMaxDelay.compareTo(reconnectDelay) < 0) {
      problems.add("reconnect_max_delay_ms", "must not be shorter than reconnect_delay_ms");
    }
  }
}

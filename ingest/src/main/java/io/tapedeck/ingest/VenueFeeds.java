package io.tapedeck.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.ingest.venue.FeedProtocol;
import io.tapedeck.ingest.venue.ReferenceHttp;
import io.tapedeck.ingest.venue.ReferenceSource;
import io.tapedeck.ingest.venue.alpaca.AlpacaReference;
import io.tapedeck.ingest.venue.alpaca.AlpacaSession;
import io.tapedeck.ingest.venue.alpaca.AlpacaSubscriptions;
import io.tapedeck.ingest.venue.kraken.KrakenReference;
import io.tapedeck.ingest.venue.kraken.KrakenSession;
import io.tapedeck.ingest.venue.kraken.KrakenSubscriptions;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Chooses the adapter that the config asks for. */
public final class VenueFeeds {
  private VenueFeeds() {}

  /** What the configured venue's market data means. */
  public static FeedProtocol protocol(IngestConfig config, MeterRegistry meters) {
    return config.alpaca() ? alpaca(config) : kraken(config, meters);
  }

  private static FeedProtocol kraken(IngestConfig config, MeterRegistry meters) {
    return new KrakenSession(
        new KrakenSubscriptions(
            config.symbols(),
            config.subscribedChannels(),
            config.bookDepth(),
            config.tradeSnapshot()),
        config.bookOnTape(),
        !config.urls().get(0).getPath().contains("v2"),
        meters);
  }

  private static FeedProtocol alpaca(IngestConfig config) {
    String path = config.urls().get(0).getPath();
    String feed = config.alpacaCrypto() ? "crypto" : path.substring(path.lastIndexOf('/') + 1);
    return new AlpacaSession(
        "alpaca-" + (feed.isEmpty() ? "feed" : feed.toLowerCase(Locale.ROOT)),
        new AlpacaSubscriptions(config.symbols(), config.subscribedChannels()),
        () -> config.apiKey().reveal(),
        () -> config.apiSecret().reveal());
  }

  /** Where halts, asset status and sessions are asked for; null if they are not. */
  static @Nullable ReferenceSource reference(IngestConfig config) {
    URI url = config.referenceUrl();
    if (url == null) {
      return null;
    }
    ReferenceHttp http = new ReferenceHttp(url);
    return config.alpaca()
        ? new AlpacaReference(
            http.with("APCA-API-KEY-ID", config.apiKey()::reveal)
                .with("APCA-API-SECRET-KEY", config.apiSecret()::reveal),
            config.symbols(),
            !config.alpacaCrypto())
        : new KrakenReference(http, config.symbols());
  }
}

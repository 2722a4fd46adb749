package io.tapedeck.executor.venue.kraken;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.domain.id.InstrumentId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Kraken's several names of one pair. Ours is WebSocket v2's ({@code BTC/USDT}); REST takes the
 * altname ({@code XBTUSDT}) and answers with either that or its own key ({@code XXBTZUSD}).
 */
final class KrakenPairs {
  static final String VENUE = "KRAKEN";
  private static final Map<String, String> V2_ASSETS = Map.of("XBT", "BTC", "XDG", "DOGE");

  private final Map<String, String> symbols = new HashMap<>();
  private final Map<String, String> altnames = new HashMap<>();

  /** From the result of AssetPairs. */
  KrakenPairs(JsonNode assetPairs) {
    assetPairs
        .properties()
        .forEach(
            entry -> {
              JsonNode pair = entry.getValue();
              String wsname = pair.path("wsname").asText();
              int slash = wsname.indexOf('/');
              if (slash <= 0) {
                return; // not tradable over the socket, so never ours
              }
              String symbol =
                  asset(wsname.substring(0, slash)) + "/" + asset(wsname.substring(slash + 1));
              String altname = pair.path("altname").asText();
              symbols.put(entry.getKey(), symbol);
              symbols.put(altname, symbol);
              symbols.put(wsname, symbol);
              symbols.put(symbol, symbol);
              altnames.put(symbol, altname);
            });
  }

  private static String asset(String v1) {
    return V2_ASSETS.getOrDefault(v1, v1);
  }

  /** What REST calls the instrument; null if it is not listed. */
  @Nullable String altname(InstrumentId instrument) {
    return altnames.get(instrument.symbol());
  }

  /**
   * The instrument behind any of its names.
   *
   * @throws IllegalArgumentException if there is none
   */
  InstrumentId instrument(String anyName) {
    String symbol = symbols.get(anyName);
    if (symbol == null) {
      throw new IllegalArgumentException("Kraken lists no pair " + anyName);
    }
    return InstrumentId.of(VENUE, symbol);
  }

  /** The asset that prices and fees are in. */
  static String quoteAsset(InstrumentId instrument) {
    String symbol = instrument.symbol();
    return symbol.substring(symbol.indexOf('/') + 1);
  }
}

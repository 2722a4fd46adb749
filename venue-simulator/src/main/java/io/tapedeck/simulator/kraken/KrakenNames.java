package io.tapedeck.simulator.kraken;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.simulator.market.Instrument;
import io.tapedeck.simulator.market.Market;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Kraken's names: WebSocket v2 says BTC/USD, REST says XXBTZUSD, XBTUSD or XBT/USD for the same
 * pair, and XXBT for the asset.
 */
final class KrakenNames {
  private static final Map<String, String> ALTERNATIVE = Map.of("BTC", "XBT", "DOGE", "XDG");
  private static final Map<String, String> LONG_NAMES =
      Map.ofEntries(
          Map.entry("XBT", "XXBT"),
          Map.entry("XDG", "XXDG"),
          Map.entry("ETH", "XETH"),
          Map.entry("LTC", "XLTC"),
          Map.entry("XRP", "XXRP"),
          Map.entry("XMR", "XXMR"),
          Map.entry("XLM", "XXLM"),
          Map.entry("ETC", "XETC"),
          Map.entry("ZEC", "XZEC"),
          Map.entry("USD", "ZUSD"),
          Map.entry("EUR", "ZEUR"),
          Map.entry("GBP", "ZGBP"),
          Map.entry("CAD", "ZCAD"),
          Map.entry("JPY", "ZJPY"));
  private static final Set<String> FIAT = Set.of("USD", "EUR", "GBP", "CAD", "JPY");

  private KrakenNames() {}

  /** REST's short name of an asset: XBT. */
  static String alternative(String asset) {
    return ALTERNATIVE.getOrDefault(asset, asset);
  }

  /** REST's own name of an asset: XXBT. */
  static String asset(String asset) {
    String name = alternative(asset);
    return LONG_NAMES.getOrDefault(name, name);
  }

  /** REST's short pair name: XBTUSD. */
  static String pairAlternative(Instrument instrument) {
    return alternative(instrument.base()) + alternative(instrument.quote());
  }

  /** REST's key of a pair: XXBTZUSD, but SOLUSD and XBTUSDT, where only one side is old. */
  static String pair(Instrument instrument) {
    String base = alternative(instrument.base());
    String quote = alternative(instrument.quote());
    return LONG_NAMES.containsKey(base) && LONG_NAMES.containsKey(quote)
        ? LONG_NAMES.get(base) + LONG_NAMES.get(quote)
        : base + quote;
  }

  /** WebSocket v1's pair name, which REST lists as wsname: XBT/USD. */
  static String socketV1(Instrument instrument) {
    return alternative(instrument.base()) + "/" + alternative(instrument.quote());
  }

  /** Finds a pair by any of its names, or null. */
  static @Nullable Integer find(Market market, String name) {
    for (int i = 0; i < market.size(); i++) {
      Instrument instrument = market.pair(i).instrument();
      if (instrument.equity()) {
        continue;
      }
      if (name.equals(instrument.symbol())
          || name.equals(pair(instrument))
          || name.equals(pairAlternative(instrument))
          || name.equals(socketV1(instrument))
          || name.equals(instrument.base() + instrument.quote())) {
        return i;
      }
    }
    return null;
  }

  /** A pair by its WebSocket v2 name, or null. */
  static @Nullable Integer index(Market market, String symbol) {
    Integer index = market.index(symbol);
    return index == null || market.pair(index).instrument().equity() ? null : index;
  }

  static Set<String> assets(Market market) {
    Set<String> assets = new TreeSet<>();
    for (int i = 0; i < market.size(); i++) {
      Instrument instrument = market.pair(i).instrument();
      if (!instrument.equity()) {
        assets.add(instrument.base());
        assets.add(instrument.quote());
      }
    }
    return assets;
  }

  static int assetDecimals(String asset) {
    return FIAT.contains(asset) ? 4 : asset.equals("USDT") || asset.equals("ADA") ? 8 : 10;
  }

  static int displayDecimals(String asset) {
    return FIAT.contains(asset) ? 2 : 5;
  }

  /** A pair of the WebSocket v2 instrument channel. */
  static void pairFields(ObjectNode pair, Instrument instrument) {
    pair.put("symbol", instrument.symbol())
        .put("base", instrument.base())
        .put("quote", instrument.quote())
        .put("status", "online")
        .put("qty_precision", instrument.quantityDecimals())
        .put("qty_increment", FixedPoint.toDecimal(instrument.quantityStep()).stripTrailingZeros())
        .put("price_precision", instrument.priceDecimals())
        .put("cost_precision", 5)
        .put("marginable", false)
        .put("has_index", false)
        .put("cost_min", 0.5)
        .put("tick_size", FixedPoint.toDecimal(instrument.priceStep()).stripTrailingZeros())
        .put("price_increment", FixedPoint.toDecimal(instrument.priceStep()).stripTrailingZeros())
        .put("qty_min", FixedPoint.toDecimal(instrument.minimumQuantity()).stripTrailingZeros());
  }
}

package io.tapedeck.simulator.kraken;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.simulator.exchange.Exchange;
import io.tapedeck.simulator.exchange.Fees;
import io.tapedeck.simulator.market.Instrument;
import io.tapedeck.simulator.market.Levels;
import io.tapedeck.simulator.market.Market;
import io.tapedeck.simulator.market.MarketBoard;
import io.tapedeck.simulator.market.PublishedMarket;
import io.tapedeck.simulator.wire.Rfc3339;
import io.tapedeck.simulator.wire.WireJson;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** REST under {@code /0/public}. Safe for several threads. */
final class PublicMethods {
  private static final DateTimeFormatter RFC1123 =
      DateTimeFormatter.ofPattern("EEE, dd MMM yy HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Exchange exchange;
  private final Market market;
  private final Fees fees;
  private final KrakenStatus status;
  private final PublicHistory history;

  PublicMethods(Exchange exchange, MarketBoard board, Fees fees, KrakenStatus status) {
    this.exchange = exchange;
    this.market = board.market();
    this.fees = fees;
    this.status = status;
    this.history = new PublicHistory(board);
  }

  /** The result, or null if there is no such method. */
  @Nullable ObjectNode call(String method, Parameters query) throws KrakenError {
    return switch (method) {
      case "Time" -> time();
      case "SystemStatus" ->
          WireJson.object()
              .put("status", status.system())
              .put("timestamp", Rfc3339.seconds(exchange.nowNs()));
      case "Assets" -> assets();
      case "AssetPairs" -> assetPairs(query);
      case "Ticker" -> ticker(query);
      case "Depth" -> depth(query);
      case "Trades" -> history.trades(onlyPair(query), query);
      case "Spread" -> history.spreads(onlyPair(query), query);
      case "OHLC" -> history.bars(onlyPair(query), query);
      default -> null;
    };
  }

  private ObjectNode time() {
    long now = exchange.nowNs();
    return WireJson.object()
        .put("unixtime", now / 1_000_000_000L)
        .put("rfc1123", RFC1123.format(Rfc3339.instant(now)));
  }

  private ObjectNode assets() {
    ObjectNode result = WireJson.object();
    for (String asset : KrakenNames.assets(market)) {
      result
          .putObject(KrakenNames.asset(asset))
          .put("aclass", "currency")
          .put("altname", KrakenNames.alternative(asset))
          .put("decimals", KrakenNames.assetDecimals(asset))
          .put("display_decimals", KrakenNames.displayDecimals(asset))
          .put("status", "enabled");
    }
    return result;
  }

  private List<Integer> pairs(Parameters query) throws KrakenError {
    List<Integer> pairs = new ArrayList<>();
    String names = query.text("pair");
    if (names == null) {
      for (int i = 0; i < market.size(); i++) {
        if (!market.pair(i).instrument().equity()) {
          pairs.add(i);
        }
      }
      return pairs;
    }
    for (String name : names.split(",")) {
      Integer pair = KrakenNames.find(market, name);
      if (pair == null) {
        throw new KrakenError("EQuery:Unknown asset pair");
      }
      pairs.add(pair);
    }
    return pairs;
  }

  private int onlyPair(Parameters query) throws KrakenError {
    if (query.text("pair") == null) {
      throw Parameters.invalid("pair");
    }
    return pairs(query).get(0);
  }

  private ObjectNode assetPairs(Parameters query) throws KrakenError {
    ObjectNode result = WireJson.object();
    for (int pair : pairs(query)) {
      Instrument instrument = market.pair(pair).instrument();
      ObjectNode fields = result.putObject(KrakenNames.pair(instrument));
      fields
          .put("altname", KrakenNames.pairAlternative(instrument))
          .put("wsname", KrakenNames.socketV1(instrument))
          .put("aclass_base", "currency")
          .put("base", KrakenNames.asset(instrument.base()))
          .put("aclass_quote", "currency")
          .put("quote", KrakenNames.asset(instrument.quote()))
          .put("lot", "unit")
          .put("cost_decimals", 5)
          .put("pair_decimals", instrument.priceDecimals())
          .put("lot_decimals", instrument.quantityDecimals())
          .put("lot_multiplier", 1);
      fields.putArray("leverage_buy");
      fields.putArray("leverage_sell");
      fields.putArray("fees").addArray().add(0).add(percent(fees.taker()));
      fields.putArray("fees_maker").addArray().add(0).add(percent(fees.maker()));
      fields
          .put("fee_volume_currency", "ZUSD")
          .put("margin_call", 80)
          .put("margin_stop", 40)
          .put("ordermin", FixedPoint.format(instrument.minimumQuantity()))
          .put("costmin", "0.5")
          .put("tick_size", FixedPoint.format(instrument.priceStep()))
          .put("status", "online");
    }
    return result;
  }

  private static double percent(long rate) {
    return rate / 1e7;
  }

  private ObjectNode ticker(Parameters query) throws KrakenError {
    List<Integer> pairs = pairs(query);
    return exchange.read(
        view -> {
          ObjectNode result = WireJson.object();
          for (int pair : pairs) {
            PublishedMarket shown = view.market().pair(pair);
            tickerFields(result.putObject(KrakenNames.pair(shown.instrument())), shown);
          }
          return result;
        });
  }

  private static void tickerFields(ObjectNode fields, PublishedMarket shown) {
    int decimals = shown.instrument().priceDecimals();
    best(fields.putArray("a"), shown.asks(), decimals);
    best(fields.putArray("b"), shown.bids(), decimals);
    fields
        .putArray("c")
        .add(RestText.fixed(shown.lastPrice(), decimals))
        .add(RestText.fixed(shown.lastSize(), 8));
    twice(fields.putArray("v"), RestText.fixed(shown.volume(), 8));
    twice(fields.putArray("p"), RestText.fixed(shown.averagePrice(), decimals));
    fields.putArray("t").add(shown.trades()).add(shown.trades());
    twice(fields.putArray("l"), RestText.fixed(shown.low(), decimals));
    twice(fields.putArray("h"), RestText.fixed(shown.high(), decimals));
    fields.put("o", RestText.fixed(shown.open(), decimals));
  }

  private static void best(ArrayNode into, Levels levels, int decimals) {
    boolean empty = levels.count() == 0;
    into.add(RestText.fixed(empty ? 0 : levels.price(0), decimals))
        .add(String.valueOf(empty ? 0 : Math.max(1, levels.size(0) / FixedPoint.ONE)))
        .add(RestText.fixed(empty ? 0 : levels.size(0), 3));
  }

  /** Today and the last 24 hours: the session is both. */
  private static void twice(ArrayNode into, String value) {
    into.add(value).add(value);
  }

  private ObjectNode depth(Parameters query) throws KrakenError {
    int pair = onlyPair(query);
    return exchange.read(
        view -> {
          PublishedMarket shown = view.market().pair(pair);
          ObjectNode result = WireJson.object();
          ObjectNode book = result.putObject(KrakenNames.pair(shown.instrument()));
          levels(book.putArray("asks"), shown.asks(), shown);
          levels(book.putArray("bids"), shown.bids(), shown);
          return result;
        });
  }

  private static void levels(ArrayNode into, Levels levels, PublishedMarket shown) {
    for (int i = 0; i < levels.count(); i++) {
      into.addArray()
          .add(RestText.fixed(levels.price(i), shown.instrument().priceDecimals()))
          .add(RestText.fixed(levels.size(i), 3))
          .add(shown.eventNs() / 1_000_000_000L);
    }
  }
}

package io.tapedeck.simulator.alpaca;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.simulator.exchange.Order;
import io.tapedeck.simulator.exchange.OrderRequest;
import io.tapedeck.simulator.exchange.OrderType;
import io.tapedeck.simulator.exchange.Side;
import io.tapedeck.simulator.exchange.TimeInForce;
import io.tapedeck.simulator.market.Instrument;
import io.tapedeck.simulator.market.Market;
import io.tapedeck.simulator.market.UsCalendar;
import io.tapedeck.simulator.wire.Rfc3339;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What clients ask of orders, from JSON. */
final class AlpacaOrderForms {
  private static final int LONGEST_CLIENT_ID = 128;
  static final int INVALID = 40010001;
  static final int UNPROCESSABLE = 42210000;

  private final Market market;

  AlpacaOrderForms(Market market) {
    this.market = market;
  }

  OrderRequest submit(String account, JsonNode json, long receivedNs) throws AlpacaError {
    String orderClass = json.path("order_class").asText("");
    if (!orderClass.isEmpty() && !orderClass.equals("simple")) {
      throw invalid("order class " + orderClass + " is not simulated");
    }
    if (json.hasNonNull("notional")) {
      throw invalid("notional orders are not simulated");
    }
    int pair = pair(json.path("symbol").asText(""));
    Instrument instrument = market.pair(pair).instrument();
    OrderType type = type(json.path("type").asText(""));
    long limit = decimal(json, "limit_price");
    if ((type == OrderType.LIMIT) != (limit > 0)) {
      throw invalid(
          type == OrderType.LIMIT
              ? "limit orders require a limit price"
              : "market orders require no limit price");
    }
    String timeInForce = json.path("time_in_force").asText("");
    return new OrderRequest(
        account,
        clientId(json),
        null,
        pair,
        side(json.path("side").asText("")),
        type,
        quantity(json),
        limit,
        type == OrderType.MARKET ? TimeInForce.IOC : timeInForce(timeInForce, instrument),
        false,
        0,
        type == OrderType.LIMIT && timeInForce.equals("day") ? endOfDay(receivedNs) : 0,
        receivedNs,
        "alpaca");
  }

  /** What is not given stays as it was. */
  OrderRequest replacement(Order old, JsonNode json, long receivedNs) throws AlpacaError {
    OrderRequest before = old.request();
    if (before.type() != OrderType.LIMIT) {
      throw new AlpacaError(422, UNPROCESSABLE, "order type does not allow replacement");
    }
    long limit = decimal(json, "limit_price");
    return new OrderRequest(
        before.account(),
        clientId(json),
        null,
        before.pair(),
        before.side(),
        before.type(),
        json.hasNonNull("qty") ? quantity(json) : old.quantity(),
        limit == 0 ? old.limitPrice() : limit,
        before.timeInForce(),
        false,
        0,
        before.expiresNs(),
        receivedNs,
        before.via());
  }

  private int pair(String symbol) throws AlpacaError {
    Integer index = market.index(symbol);
    for (int i = 0; index == null && i < market.size(); i++) {
      if (market.pair(i).instrument().symbol().replace("/", "").equals(symbol)) {
        index = i;
      }
    }
    if (index == null) {
      throw new AlpacaError(422, UNPROCESSABLE, "asset \"" + symbol + "\" not found");
    }
    if (market.pair(index).halted()) {
      throw new AlpacaError(422, UNPROCESSABLE, "asset \"" + symbol + "\" is not tradable");
    }
    return index;
  }

  private static @Nullable String clientId(JsonNode json) throws AlpacaError {
    String text = json.path("client_order_id").asText("");
    if (text.length() > LONGEST_CLIENT_ID) {
      throw invalid("client_order_id must be no more than " + LONGEST_CLIENT_ID + " characters");
    }
    return text.isEmpty() ? null : text;
  }

  private static Side side(String text) throws AlpacaError {
    return switch (text) {
      case "buy" -> Side.BUY;
      case "sell" -> Side.SELL;
      default -> throw invalid("side must be buy or sell");
    };
  }

  private static OrderType type(String text) throws AlpacaError {
    return switch (text) {
      case "market" -> OrderType.MARKET;
      case "limit" -> OrderType.LIMIT;
      default -> throw invalid("order type " + text + " is not simulated");
    };
  }

  private static TimeInForce timeInForce(String text, Instrument instrument) throws AlpacaError {
    if (!instrument.equity() && !text.equals("gtc") && !text.equals("ioc")) {
      throw new AlpacaError(422, UNPROCESSABLE, "invalid crypto time_in_force");
    }
    return switch (text) {
      case "gtc" -> TimeInForce.GTC;
      case "ioc" -> TimeInForce.IOC;
      case "fok" -> TimeInForce.FOK;
      case "day" -> TimeInForce.GTD;
      default -> throw invalid("invalid time_in_force");
    };
  }

  private static long endOfDay(long nowNs) {
    LocalDate session =
        Rfc3339.instant(UsCalendar.opensFrom(nowNs)).atZone(UsCalendar.ZONE).toLocalDate();
    return Rfc3339.nanos(
        session.atTime(UsCalendar.close(session)).atZone(UsCalendar.ZONE).toInstant());
  }

  private static long quantity(JsonNode json) throws AlpacaError {
    long quantity = decimal(json, "qty");
    if (quantity <= 0) {
      throw invalid("qty must be > 0");
    }
    return quantity;
  }

  /** Numbers come as such or as text; 0 if absent. */
  private static long decimal(JsonNode json, String field) throws AlpacaError {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return 0;
    }
    try {
      return FixedPoint.parse(
          value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asText());
    } catch (NumberFormatException | ArithmeticException e) {
      throw invalid("invalid " + field);
    }
  }

  static AlpacaError invalid(String text) {
    return new AlpacaError(422, INVALID, text);
  }
}

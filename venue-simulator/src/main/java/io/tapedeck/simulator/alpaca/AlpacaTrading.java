package io.tapedeck.simulator.alpaca;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.simulator.exchange.Exchange;
import io.tapedeck.simulator.exchange.ExchangeView;
import io.tapedeck.simulator.exchange.Fill;
import io.tapedeck.simulator.exchange.Order;
import io.tapedeck.simulator.exchange.OrderStatus;
import io.tapedeck.simulator.exchange.RefusedException;
import io.tapedeck.simulator.exchange.Side;
import io.tapedeck.simulator.market.Instrument;
import io.tapedeck.simulator.market.Market;
import io.tapedeck.simulator.market.PublishedMarket;
import io.tapedeck.simulator.wire.Rfc3339;
import io.tapedeck.simulator.wire.WireJson;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Orders, positions and executions of an account. Safe for several threads. */
final class AlpacaTrading {
  private static final int USUAL_ORDERS = 50;
  private static final int MOST_ORDERS = 500;
  private static final int MOST_ACTIVITIES = 100;

  private final Exchange exchange;
  private final Market market;
  private final AlpacaOrderForms forms;
  private final AlpacaIds ids = new AlpacaIds();

  AlpacaTrading(Exchange exchange, Market market) {
    this.exchange = exchange;
    this.market = market;
    this.forms = new AlpacaOrderForms(market);
  }

  ObjectNode submit(String account, JsonNode json, long receivedNs) throws AlpacaError {
    try {
      return shown(exchange.place(forms.submit(account, json, receivedNs)));
    } catch (RefusedException e) {
      throw refusal(e);
    }
  }

  ObjectNode replace(String account, String id, JsonNode json, long receivedNs) throws AlpacaError {
    Order old = order(account, id);
    try {
      return shown(exchange.replace(old, forms.replacement(old, json, receivedNs)));
    } catch (RefusedException e) {
      throw refusal(e);
    }
  }

  void cancel(String account, String id) throws AlpacaError {
    try {
      exchange.cancel(account, order(account, id).txid());
    } catch (RefusedException e) {
      throw refusal(e);
    }
  }

  ArrayNode cancelAll(String account) {
    List<Order> open = exchange.read(view -> view.open(account));
    exchange.cancelAll(account);
    ArrayNode answers = WireJson.object().putArray("orders");
    open.forEach(
        order -> answers.addObject().put("id", AlpacaIds.order(order.txid())).put("status", 200));
    return answers;
  }

  private ObjectNode shown(Order order) {
    return exchange.read(view -> AlpacaOrderMessages.order(order));
  }

  private Order order(String account, String id) throws AlpacaError {
    Order order = exchange.read(view -> ids.find(view, account, id));
    if (order == null) {
      throw new AlpacaError(404, 40410000, "order not found for " + id);
    }
    return order;
  }

  ObjectNode byId(String account, String id) throws AlpacaError {
    return shown(order(account, id));
  }

  ObjectNode byClientOrderId(String account, @Nullable String clientOrderId) throws AlpacaError {
    ObjectNode found =
        exchange.read(
            view -> {
              for (Order order : all(view, account)) {
                if (clientOrderId != null && clientOrderId.equals(order.clientId())) {
                  return AlpacaOrderMessages.order(order);
                }
              }
              return null;
            });
    if (found == null) {
      throw new AlpacaError(404, 40410000, "order not found for " + clientOrderId);
    }
    return found;
  }

  private static List<Order> all(ExchangeView view, String account) {
    List<Order> all = new ArrayList<>(view.open(account));
    all.addAll(view.closed(account));
    all.sort(Comparator.comparingLong((Order o) -> o.request().receivedNs()).reversed());
    return all;
  }

  ArrayNode orders(String account, Map<String, String> query) throws AlpacaError {
    String status = query.getOrDefault("status", "open");
    int limit = Math.min(MOST_ORDERS, whole(query, "limit", USUAL_ORDERS));
    long after = time(query, "after", Long.MIN_VALUE);
    long until = time(query, "until", Long.MAX_VALUE);
    String symbols = "," + query.getOrDefault("symbols", "") + ",";
    return exchange.read(
        view -> {
          List<Order> found = all(view, account);
          found.removeIf(
              order ->
                  (status.equals("open") && order.status() != OrderStatus.OPEN)
                      || (status.equals("closed") && order.status() == OrderStatus.OPEN)
                      || order.request().receivedNs() <= after
                      || order.request().receivedNs() >= until
                      || (symbols.length() > 2
                          && !symbols.contains("," + order.instrument().symbol() + ",")));
          if (query.getOrDefault("direction", "desc").equals("asc")) {
            Collections.reverse(found);
          }
          ArrayNode shown = WireJson.object().putArray("orders");
          found.stream().limit(limit).forEach(o -> shown.add(AlpacaOrderMessages.order(o)));
          return shown;
        });
  }

  /** Executions; {@code page_token} is the id of the last one that the client has. */
  ArrayNode fills(String account, Map<String, String> query) throws AlpacaError {
    long after = time(query, "after", Long.MIN_VALUE);
    long until = time(query, "until", Long.MAX_VALUE);
    int size = Math.min(MOST_ACTIVITIES, whole(query, "page_size", MOST_ACTIVITIES));
    String token = query.getOrDefault("page_token", "");
    return exchange.read(
        view -> {
          List<Fill> fills = view.fills(account);
          fills.removeIf(fill -> fill.wallNs() <= after || fill.wallNs() >= until);
          if (query.getOrDefault("direction", "desc").equals("asc")) {
            Collections.reverse(fills);
          }
          int from = 0;
          for (int i = 0; i < fills.size(); i++) {
            if (AlpacaOrderMessages.activityId(fills.get(i)).equals(token)) {
              from = i + 1;
            }
          }
          ArrayNode shown = WireJson.object().putArray("activities");
          fills.stream()
              .skip(from)
              .limit(size)
              .forEach(f -> shown.add(AlpacaOrderMessages.activity(f)));
          return shown;
        });
  }

  ArrayNode positions(String account) {
    return exchange.read(
        view -> {
          ArrayNode shown = WireJson.object().putArray("positions");
          Map<String, Long> balances = view.balances(account);
          for (int i = 0; i < market.size(); i++) {
            Instrument instrument = market.pair(i).instrument();
            long held = balances.getOrDefault(instrument.base(), 0L);
            if (held != 0 && instrument.quote().equals("USD")) {
              shown.add(position(market.pair(i), held, averageEntry(view, account, instrument)));
            }
          }
          return shown;
        });
  }

  JsonNode position(String account, String symbol) throws AlpacaError {
    for (JsonNode position : positions(account)) {
      if (position.path("symbol").asText().replace("/", "").equals(symbol.replace("/", ""))) {
        return position;
      }
    }
    throw new AlpacaError(404, 40410000, "position does not exist");
  }

  /** Mean price of what was bought here; holdings that were there before count for nothing. */
  private static long averageEntry(ExchangeView view, String account, Instrument instrument) {
    long quantity = 0;
    long cost = 0;
    for (Fill fill : view.fills(account)) {
      if (fill.order().side() == Side.BUY && fill.order().instrument().equals(instrument)) {
        quantity = Math.addExact(quantity, fill.quantity());
        cost = Math.addExact(cost, fill.cost());
      }
    }
    return quantity == 0 ? 0 : FixedPoint.divide(cost, quantity);
  }

  private static ObjectNode position(PublishedMarket shown, long held, long entry) {
    Instrument instrument = shown.instrument();
    long value = FixedPoint.multiply(held, shown.lastPrice());
    long basis = FixedPoint.multiply(held, entry);
    return WireJson.object()
        .put("asset_id", AlpacaIds.asset(instrument.symbol()))
        .put("symbol", instrument.symbol())
        .put("exchange", instrument.equity() ? "NASDAQ" : "CRYPTO")
        .put("asset_class", instrument.equity() ? "us_equity" : "crypto")
        .put("avg_entry_price", AlpacaOrderMessages.text(entry))
        .put("qty", AlpacaOrderMessages.text(held))
        .put("qty_available", AlpacaOrderMessages.text(held))
        .put("side", held < 0 ? "short" : "long")
        .put("market_value", AlpacaOrderMessages.text(value))
        .put("cost_basis", AlpacaOrderMessages.text(basis))
        .put("unrealized_pl", AlpacaOrderMessages.text(value - basis))
        .put("current_price", AlpacaOrderMessages.text(shown.lastPrice()));
  }

  private static int whole(Map<String, String> query, String name, int otherwise)
      throws AlpacaError {
    try {
      return Math.max(1, Integer.parseInt(query.getOrDefault(name, String.valueOf(otherwise))));
    } catch (NumberFormatException e) {
      throw AlpacaOrderForms.invalid("invalid " + name);
    }
  }

  private static long time(Map<String, String> query, String name, long otherwise)
      throws AlpacaError {
    String text = query.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      return Rfc3339.parse(text.length() == 10 ? text + "T00:00:00Z" : text);
    } catch (DateTimeException e) {
      throw AlpacaOrderForms.invalid("invalid " + name);
    }
  }

  private static AlpacaError refusal(RefusedException refused) {
    return switch (refused.reason()) {
      case INVALID_ARGUMENT -> AlpacaOrderForms.invalid("invalid " + refused.detail());
      case BELOW_MINIMUM -> new AlpacaError(403, 40310000, "order size below the minimum");
      case INSUFFICIENT_FUNDS -> new AlpacaError(403, 40310000, "insufficient buying power");
      case DUPLICATE_CLIENT_ID -> AlpacaOrderForms.invalid("client_order_id must be unique");
      case WOULD_TAKE, DEADLINE_ELAPSED, NO_MARKET ->
          new AlpacaError(422, AlpacaOrderForms.UNPROCESSABLE, "order cannot be taken now");
      case UNKNOWN_ORDER ->
          new AlpacaError(422, AlpacaOrderForms.UNPROCESSABLE, "order is not open");
    };
  }
}

package io.tapedeck.simulator.kraken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.simulator.exchange.Exchange;
import io.tapedeck.simulator.exchange.Order;
import io.tapedeck.simulator.exchange.OrderRequest;
import io.tapedeck.simulator.exchange.RefusedException;
import io.tapedeck.simulator.market.Market;
import io.tapedeck.simulator.wire.Rfc3339;
import io.tapedeck.simulator.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The trading methods of WebSocket v2. Safe for several threads. */
public final class SocketTrading {
  static final Set<String> METHODS =
      Set.of("add_order", "amend_order", "cancel_order", "cancel_all", "cancel_all_orders_after");

  private final Exchange exchange;
  private final OrderForms forms;

  /** Trades on this exchange. */
  public SocketTrading(Exchange exchange, Market market) {
    this.exchange = exchange;
    this.forms = new OrderForms(market, 0);
  }

  /** Kraken answers a cancel of several orders once for each of them. */
  static List<JsonNode> single(String method, JsonNode params) {
    List<JsonNode> calls = new ArrayList<>();
    for (String field : List.of("order_id", "cl_ord_id")) {
      if (method.equals("cancel_order") && params.path(field).isArray()) {
        for (JsonNode reference : params.path(field)) {
          calls.add(WireJson.object().put(field, reference.asText()));
        }
      }
    }
    return calls.isEmpty() ? List.of(params) : calls;
  }

  void awaitSynced() {
    exchange.awaitSynced();
  }

  /** The part of the answer that holds the result. */
  ObjectNode call(String account, String method, JsonNode params) throws KrakenError {
    Parameters form = Parameters.json(params);
    try {
      return switch (method) {
        case "add_order" -> addOrder(account, form);
        case "amend_order" -> amendOrder(account, form);
        case "cancel_order" -> cancelOrder(account, form);
        case "cancel_all" -> result("count", exchange.cancelAll(account));
        default -> cancelAllOrdersAfter(account, form);
      };
    } catch (RefusedException e) {
      throw KrakenError.of(e);
    }
  }

  private static ObjectNode result(String field, int value) {
    ObjectNode answer = WireJson.object();
    answer.putObject("result").put(field, value);
    return answer;
  }

  private ObjectNode addOrder(String account, Parameters form)
      throws KrakenError, RefusedException {
    OrderRequest request = forms.socket(account, form, exchange.nowNs());
    ObjectNode answer = WireJson.object();
    ObjectNode result = answer.putObject("result");
    if (form.flag("validate")) {
      exchange.check(request);
      return answer;
    }
    Order order = exchange.place(request);
    result.put("order_id", order.txid());
    if (order.clientId() != null) {
      result.put("cl_ord_id", order.clientId());
    }
    if (order.request().userReference() != null) {
      result.put("order_userref", order.request().userReference());
    }
    return answer;
  }

  private ObjectNode amendOrder(String account, Parameters form)
      throws KrakenError, RefusedException {
    String clientId = forms.clientId(form);
    String reference = clientId == null ? form.needed("order_id") : clientId;
    List<Order> found = exchange.find(account, reference);
    if (found.isEmpty()) {
      throw new KrakenError("EOrder:Unknown order");
    }
    String amendId =
        exchange.amend(
            account,
            found.get(0),
            form.decimal("order_qty"),
            form.decimal("limit_price"),
            form.flag("post_only"));
    ObjectNode answer = WireJson.object();
    ObjectNode result = answer.putObject("result").put("amend_id", amendId);
    result.put(clientId == null ? "order_id" : "cl_ord_id", reference);
    return answer;
  }

  private ObjectNode cancelOrder(String account, Parameters form)
      throws KrakenError, RefusedException {
    String field = form.text("order_id") != null ? "order_id" : "cl_ord_id";
    String reference = form.needed(field);
    exchange.cancel(account, reference);
    ObjectNode answer = WireJson.object();
    answer.putObject("result").put(field, reference);
    return answer;
  }

  private ObjectNode cancelAllOrdersAfter(String account, Parameters form) throws KrakenError {
    long seconds = form.whole("timeout", 0);
    if (seconds < 0 || seconds > 86_400) {
      throw Parameters.invalid("timeout");
    }
    long triggerNs = exchange.cancelAllAfter(account, seconds);
    ObjectNode answer = WireJson.object();
    answer
        .putObject("result")
        .put("currentTime", Rfc3339.seconds(exchange.nowNs()))
        .put("triggerTime", triggerNs == 0 ? "0" : Rfc3339.seconds(triggerNs));
    return answer;
  }
}

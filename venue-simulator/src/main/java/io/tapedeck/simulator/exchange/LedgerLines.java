package io.tapedeck.simulator.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.simulator.market.Instrument;
import io.tapedeck.simulator.market.Market;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Ledger records to and from the exchange's values; their fields are in the package docs. */
final class LedgerLines {
  private LedgerLines() {}

  static ObjectNode accountOpened(String account, Map<String, Long> balances, long nowNs) {
    ObjectNode line = Ledger.newRecord("account_opened", nowNs).put("account", account);
    ObjectNode amounts = line.putObject("balances");
    balances.forEach((asset, amount) -> amounts.put(asset, FixedPoint.format(amount)));
    return line;
  }

  static Map<String, Long> balances(JsonNode line) {
    Map<String, Long> balances = new TreeMap<>();
    line.path("balances")
        .properties()
        .forEach(
            entry -> balances.put(entry.getKey(), FixedPoint.parse(entry.getValue().asText())));
    return balances;
  }

  static ObjectNode accepted(Order order) {
    OrderRequest request = order.request();
    ObjectNode line =
        Ledger.newRecord("order_accepted", request.receivedNs())
            .put("account", request.account())
            .put("txid", order.txid());
    asked(line, request, order.instrument().symbol());
    line.put("time_in_force", request.timeInForce().name()).put("post_only", request.postOnly());
    if (request.deadlineNs() != 0) {
      line.put("deadline", request.deadlineNs());
    }
    if (request.expiresNs() != 0) {
      line.put("expires", request.expiresNs());
    }
    return line.put("via", request.via());
  }

  static ObjectNode refused(OrderRequest request, String symbol, RefusedException why) {
    ObjectNode line =
        Ledger.newRecord("request_refused", request.receivedNs())
            .put("account", request.account())
            .put("request", "add_order")
            .put("error", String.valueOf(why.getMessage()));
    asked(line, request, symbol);
    return line.put("via", request.via());
  }

  static ObjectNode refused(
      String account, String what, String reference, long nowNs, RefusedException why) {
    return Ledger.newRecord("request_refused", nowNs)
        .put("account", account)
        .put("request", what)
        .put("error", String.valueOf(why.getMessage()))
        .put("reference", reference);
  }

  private static void asked(ObjectNode line, OrderRequest request, String symbol) {
    putIfPresent(line, "cl_ord_id", request.clientId());
    if (request.userReference() != null) {
      line.put("userref", request.userReference());
    }
    line.put("symbol", symbol)
        .put("side", request.side().text())
        .put("type", request.type().text())
        .put("qty", FixedPoint.format(request.quantity()));
    if (request.limitPrice() != 0) {
      line.put("price", FixedPoint.format(request.limitPrice()));
    }
  }

  static Order order(JsonNode line, Market market) {
    String symbol = line.path("symbol").asText();
    Integer index = market.index(symbol);
    // an order of a pair that is not played now stays in the books but cannot trade
    int pair = index == null ? -1 : index;
    Instrument instrument =
        index == null ? new Instrument(symbol, 9, 9, 1) : market.pair(index).instrument();
    OrderRequest request =
        new OrderRequest(
            line.path("account").asText(),
            line.has("cl_ord_id") ? line.get("cl_ord_id").asText() : null,
            line.has("userref") ? line.get("userref").asLong() : null,
            pair,
            Side.valueOf(line.path("side").asText().toUpperCase(Locale.ROOT)),
            OrderType.valueOf(line.path("type").asText().toUpperCase(Locale.ROOT)),
            FixedPoint.parse(line.path("qty").asText()),
            line.has("price") ? FixedPoint.parse(line.get("price").asText()) : 0,
            TimeInForce.valueOf(line.path("time_in_force").asText()),
            line.path("post_only").asBoolean(),
            line.path("deadline").asLong(),
            line.path("expires").asLong(),
            line.path("receivedAtNs").asLong(),
            line.path("via").asText());
    return new Order(line.path("txid").asText(), request, instrument);
  }

  static ObjectNode fill(Fill fill) {
    Order order = fill.order();
    ObjectNode line = ofOrder("fill", order, fill.wallNs());
    return line.put("exec_id", fill.execId())
        .put("trade_id", fill.tradeId())
        .put("symbol", order.instrument().symbol())
        .put("side", order.side().text())
        .put("type", order.request().type().text())
        .put("price", FixedPoint.format(fill.price()))
        .put("qty", FixedPoint.format(fill.quantity()))
        .put("cost", FixedPoint.format(fill.cost()))
        .put("fee", FixedPoint.format(fill.fee()))
        .put("fee_asset", order.instrument().quote())
        .put("liquidity", fill.maker() ? "maker" : "taker")
        .put("marketTimeNs", fill.marketNs());
  }

  static Fill fill(JsonNode line, Order order) {
    long quantity = FixedPoint.parse(line.path("qty").asText());
    return new Fill(
        order,
        line.path("exec_id").asText(),
        line.path("trade_id").asLong(),
        FixedPoint.parse(line.path("price").asText()),
        quantity,
        FixedPoint.parse(line.path("cost").asText()),
        FixedPoint.parse(line.path("fee").asText()),
        line.path("liquidity").asText().equals("maker"),
        line.path("marketTimeNs").asLong(),
        line.path("receivedAtNs").asLong(),
        order.filled() + quantity);
  }

  static ObjectNode amended(Order order, String amendId, long nowNs) {
    return ofOrder("order_amended", order, nowNs)
        .put("amend_id", amendId)
        .put("qty", FixedPoint.format(order.quantity()))
        .put("price", FixedPoint.format(order.limitPrice()));
  }

  static ObjectNode closed(Order order) {
    String kind = order.status() == OrderStatus.EXPIRED ? "order_expired" : "order_canceled";
    return ofOrder(kind, order, order.closedNs()).put("reason", order.reason());
  }

  static ObjectNode nonce(String keyId, long nonce, long nowNs) {
    // a nonce may use all 64 bits
    return Ledger.newRecord("nonce", nowNs)
        .put("key_id", keyId)
        .put("nonce", Long.toUnsignedString(nonce));
  }

  private static ObjectNode ofOrder(String kind, Order order, long nowNs) {
    ObjectNode line =
        Ledger.newRecord(kind, nowNs).put("account", order.account()).put("txid", order.txid());
    putIfPresent(line, "cl_ord_id", order.clientId());
    return line;
  }

  private static void putIfPresent(ObjectNode line, String field, @Nullable String value) {
    if (value != null) {
      line.put(field, value);
    }
  }
}

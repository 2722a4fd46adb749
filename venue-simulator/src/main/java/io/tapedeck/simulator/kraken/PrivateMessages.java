package io.tapedeck.simulator.kraken;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.simulator.exchange.Fill;
import io.tapedeck.simulator.exchange.Order;
import io.tapedeck.simulator.exchange.OrderEvent;
import io.tapedeck.simulator.exchange.OrderType;
import io.tapedeck.simulator.exchange.Side;
import io.tapedeck.simulator.wire.Rfc3339;
import io.tapedeck.simulator.wire.WireJson;
import java.math.BigDecimal;
import java.util.Map;

/** Rows of the executions and balances channels. Updates are as sparse as Kraken's. */
final class PrivateMessages {
  private PrivateMessages() {}

  static ObjectNode envelope(String channel, String type) {
    return WireJson.object().put("channel", channel).put("type", type);
  }

  static BigDecimal number(long raw) {
    BigDecimal value = FixedPoint.toDecimal(raw).stripTrailingZeros();
    return value.scale() < 0 ? value.setScale(0) : value;
  }

  static void openOrder(ObjectNode row, Order order) {
    identity(row, order);
    described(row, order, order.quantity(), order.limitPrice());
    row.put("exec_type", order.filled() == 0 ? "new" : "trade")
        .put("order_status", order.filled() == 0 ? "new" : "partially_filled")
        .put("cum_qty", number(order.filled()))
        .put("cum_cost", number(order.cost()))
        .put("avg_price", number(order.averagePrice()))
        .put("fee_usd_equiv", number(order.fee()))
        .put("timestamp", Rfc3339.micros(order.request().receivedNs()));
  }

  static void trade(ObjectNode row, Fill fill) {
    Order order = fill.order();
    identity(row, order);
    row.put("symbol", order.instrument().symbol())
        .put("side", order.side().text())
        .put("order_type", order.request().type().text())
        .put("exec_type", "trade")
        .put("order_status", complete(fill) ? "filled" : "partially_filled");
    execution(row, fill);
    row.put("timestamp", Rfc3339.micros(fill.wallNs()));
  }

  private static boolean complete(Fill fill) {
    return fill.cumulativeQuantity() == fill.order().quantity();
  }

  private static void execution(ObjectNode row, Fill fill) {
    row.put("exec_id", fill.execId())
        .put("trade_id", fill.tradeId())
        .put("last_qty", number(fill.quantity()))
        .put("last_price", number(fill.price()))
        .put("liquidity_ind", fill.maker() ? "m" : "t")
        .put("cost", number(fill.cost()))
        .put("fee_usd_equiv", number(fill.fee()));
    row.putArray("fees")
        .addObject()
        .put("asset", fill.order().instrument().quote())
        .put("qty", number(fill.fee()));
  }

  private static void identity(ObjectNode row, Order order) {
    row.put("order_id", order.txid());
    if (order.clientId() != null) {
      row.put("cl_ord_id", order.clientId());
    }
    Long userReference = order.request().userReference();
    row.put("order_userref", userReference == null ? 0 : userReference);
  }

  private static void described(ObjectNode row, Order order, long quantity, long limitPrice) {
    row.put("symbol", order.instrument().symbol())
        .put("side", order.side().text())
        .put("order_type", order.request().type().text())
        .put("order_qty", number(quantity))
        .put("time_in_force", order.request().timeInForce().name());
    if (order.request().type() == OrderType.LIMIT) {
      row.put("limit_price", number(limitPrice)).put("limit_price_type", "static");
    }
    if (order.request().postOnly()) {
      row.put("post_only", true);
    }
    if (order.request().expiresNs() != 0) {
      row.put("expire_time", Rfc3339.micros(order.request().expiresNs()));
    }
  }

  /** Events that a subscriber without order_status still gets. */
  static boolean opensOrCloses(OrderEvent event) {
    return switch (event.kind()) {
      case PENDING_NEW, AMENDED -> false;
      case NEW, TRADE, FILLED, CANCELED, EXPIRED -> true;
    };
  }

  static void update(ObjectNode row, OrderEvent event) {
    Order order = event.order();
    row.put("timestamp", Rfc3339.micros(event.atNs()));
    identity(row, order);
    Fill fill = event.fill();
    switch (event.kind()) {
      case PENDING_NEW -> {
        described(row, order, event.quantity(), event.limitPrice());
        row.put("exec_type", "pending_new").put("order_status", "pending_new").put("cum_cost", 0);
      }
      case NEW -> row.put("exec_type", "new").put("order_status", "new");
      case TRADE -> {
        row.put("exec_type", "trade")
            .put("order_status", "partially_filled")
            .put("symbol", order.instrument().symbol())
            .put("side", order.side().text())
            .put("order_type", order.request().type().text())
            .put("order_qty", number(event.quantity()));
        totals(row, event);
        if (fill != null) {
          execution(row, fill);
        }
      }
      case FILLED -> {
        row.put("exec_type", "filled").put("order_status", "filled");
        totals(row, event);
      }
      case AMENDED -> {
        row.put("exec_type", "amended")
            .put("order_status", event.filled() == 0 ? "new" : "partially_filled")
            .put("cum_qty", number(event.filled()))
            .put("reason", "User requested")
            .put("amended", true)
            .put("order_qty", number(event.quantity()))
            .put("limit_price", number(event.limitPrice()))
            .put("limit_price_type", "static");
      }
      case CANCELED, EXPIRED -> {
        String kind = event.kind() == OrderEvent.Kind.CANCELED ? "canceled" : "expired";
        row.put("exec_type", kind).put("order_status", kind);
        totals(row, event);
        row.put("cancel_reason", event.reason()).put("reason", event.reason());
      }
    }
  }

  private static void totals(ObjectNode row, OrderEvent event) {
    row.put("cum_qty", number(event.filled()))
        .put("cum_cost", number(event.cost()))
        .put(
            "avg_price",
            number(event.filled() == 0 ? 0 : FixedPoint.divide(event.cost(), event.filled())));
  }

  static ObjectNode balancesSnapshot(Map<String, Long> balances) {
    ObjectNode message = envelope("balances", "snapshot");
    ArrayNode data = message.putArray("data");
    balances.forEach(
        (asset, amount) -> {
          ObjectNode row =
              data.addObject()
                  .put("asset", asset)
                  .put("asset_class", "currency")
                  .put("balance", number(amount));
          row.putArray("wallets")
              .addObject()
              .put("type", "spot")
              .put("id", "main")
              .put("balance", number(amount));
        });
    return message;
  }

  static void balanceChanges(ArrayNode data, OrderEvent event, Fill fill) {
    Order order = event.order();
    boolean buy = order.side() == Side.BUY;
    change(
        data,
        event,
        fill,
        order.instrument().base(),
        buy ? fill.quantity() : -fill.quantity(),
        0,
        event.baseBalance(),
        "LB");
    change(
        data,
        event,
        fill,
        order.instrument().quote(),
        buy ? -fill.cost() : fill.cost(),
        fill.fee(),
        event.quoteBalance(),
        "LQ");
  }

  private static void change(
      ArrayNode data,
      OrderEvent event,
      Fill fill,
      String asset,
      long amount,
      long fee,
      long balance,
      String ledgerPrefix) {
    data.addObject()
        .put("ledger_id", ledgerPrefix + fill.execId().substring(2))
        .put("ref_id", fill.execId())
        .put("timestamp", Rfc3339.micros(event.atNs()))
        .put("type", "trade")
        .put("asset", asset)
        .put("asset_class", "currency")
        .put("category", "trade")
        .put("wallet_type", "spot")
        .put("wallet_id", "main")
        .put("amount", number(amount))
        .put("fee", number(fee))
        .put("balance", number(balance));
  }
}

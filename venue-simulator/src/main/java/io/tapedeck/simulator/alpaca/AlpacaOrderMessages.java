package io.tapedeck.simulator.alpaca;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.simulator.exchange.Fill;
import io.tapedeck.simulator.exchange.Order;
import io.tapedeck.simulator.exchange.OrderRequest;
import io.tapedeck.simulator.exchange.OrderStatus;
import io.tapedeck.simulator.exchange.TimeInForce;
import io.tapedeck.simulator.wire.Rfc3339;
import io.tapedeck.simulator.wire.WireJson;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Orders and executions as Alpaca shows them. Pure; what it reads must stand still. */
final class AlpacaOrderMessages {
  private static final DateTimeFormatter ACTIVITY_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS").withZone(ZoneOffset.UTC);

  private AlpacaOrderMessages() {}

  /** The order as it stands. */
  static ObjectNode order(Order order) {
    long changed = Math.max(order.request().receivedNs(), lastChangeNs(order));
    return order(order, order.filled(), order.cost(), status(order), changed);
  }

  /**
   * The order as it stood when so much was filled; needs no lock.
   *
   * @param changedNs when it came to stand so
   */
  static ObjectNode order(Order order, long filled, long cost, String status, long changedNs) {
    OrderRequest request = order.request();
    boolean share = order.instrument().equity();
    String received = AlpacaText.time(request.receivedNs());
    String updated = AlpacaText.time(changedNs);
    String replacedBy = order.replacedBy();
    String type = request.type().text();
    return WireJson.object()
        .put("id", AlpacaIds.order(order.txid()))
        .put("client_order_id", clientOrderId(order))
        .put("created_at", received)
        .put("updated_at", updated)
        .put("submitted_at", received)
        .put("filled_at", status.equals("filled") ? updated : null)
        .put("expired_at", status.equals("expired") ? updated : null)
        .put("canceled_at", status.equals("canceled") ? updated : null)
        .putNull("failed_at")
        .put("replaced_at", status.equals("replaced") ? updated : null)
        .put("replaced_by", replacedBy == null ? null : AlpacaIds.order(replacedBy))
        .putNull("replaces")
        .put("asset_id", AlpacaIds.asset(order.instrument().symbol()))
        .put("symbol", order.instrument().symbol())
        .put("asset_class", share ? "us_equity" : "crypto")
        .putNull("notional")
        .put("qty", text(order.quantity()))
        .put("filled_qty", text(filled))
        .put("filled_avg_price", filled == 0 ? null : text(FixedPoint.divide(cost, filled)))
        .put("order_class", "")
        .put("order_type", type)
        .put("type", type)
        .put("side", order.side().text())
        .put("time_in_force", timeInForce(request.timeInForce()))
        .put("limit_price", order.limitPrice() == 0 ? null : text(order.limitPrice()))
        .putNull("stop_price")
        .put("status", status)
        .put("extended_hours", false)
        .putNull("legs")
        .putNull("trail_percent")
        .putNull("trail_price")
        .putNull("hwm");
  }

  /** Alpaca makes one where the client gives none. */
  private static String clientOrderId(Order order) {
    String given = order.clientId();
    return given == null ? AlpacaIds.of("client", order.txid()) : given;
  }

  private static long lastChangeNs(Order order) {
    long last = order.closedNs();
    for (Fill fill : order.fills()) {
      last = Math.max(last, fill.wallNs());
    }
    return last;
  }

  static String status(Order order) {
    if (order.status() == OrderStatus.CANCELED) {
      return order.replacedBy() == null ? "canceled" : "replaced";
    }
    return switch (order.status()) {
      case OPEN -> order.filled() == 0 ? "new" : "partially_filled";
      case FILLED -> "filled";
      case EXPIRED -> "expired";
      case CANCELED -> throw new IllegalStateException("told above");
    };
  }

  private static String timeInForce(TimeInForce timeInForce) {
    // an order for the day is kept as one with a date
    return timeInForce == TimeInForce.GTD ? "day" : timeInForce.name().toLowerCase(Locale.ROOT);
  }

  /** One execution in the account's activities. */
  static ObjectNode activity(Fill fill) {
    Order order = fill.order();
    boolean last = fill.cumulativeQuantity() == order.quantity();
    return WireJson.object()
        .put("id", activityId(fill))
        .put("activity_type", "FILL")
        .put("transaction_time", AlpacaText.time(fill.wallNs()))
        .put("type", last ? "fill" : "partial_fill")
        .put("price", text(fill.price()))
        .put("qty", text(fill.quantity()))
        .put("side", order.side().text())
        .put("symbol", order.instrument().symbol())
        .put("leaves_qty", text(order.quantity() - fill.cumulativeQuantity()))
        .put("order_id", AlpacaIds.order(order.txid()))
        .put("cum_qty", text(fill.cumulativeQuantity()))
        .put("order_status", last ? "filled" : "partially_filled");
  }

  static String activityId(Fill fill) {
    return ACTIVITY_TIME.format(Rfc3339.instant(fill.wallNs()))
        + "::"
        + AlpacaIds.execution(fill.execId());
  }

  /** A message of trade_updates. */
  static ObjectNode update(
      String event, Order order, @Nullable Fill fill, long atNs, ObjectNode shown) {
    ObjectNode message = WireJson.object().put("stream", "trade_updates");
    ObjectNode data =
        message.putObject("data").put("event", event).put("timestamp", AlpacaText.time(atNs));
    if (fill == null) {
      data.put("execution_id", AlpacaIds.of("update", order.txid() + event));
    } else {
      data.put("execution_id", AlpacaIds.execution(fill.execId()))
          .put("price", text(fill.price()))
          .put("qty", text(fill.quantity()));
    }
    data.set("order", shown);
    return message;
  }

  static String text(long raw) {
    return AlpacaText.number(raw).toPlainString();
  }
}

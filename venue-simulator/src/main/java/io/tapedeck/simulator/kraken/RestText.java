package io.tapedeck.simulator.kraken;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.simulator.exchange.Fill;
import io.tapedeck.simulator.exchange.Order;
import io.tapedeck.simulator.exchange.OrderRequest;
import io.tapedeck.simulator.exchange.OrderStatus;
import io.tapedeck.simulator.exchange.OrderType;
import io.tapedeck.simulator.market.Instrument;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.StringJoiner;

/** Orders and trades as REST shows them: amounts as strings, times as fractions of seconds. */
final class RestText {
  private RestText() {}

  static String fixed(long raw, int decimals) {
    return FixedPoint.toDecimal(raw).setScale(decimals, RoundingMode.DOWN).toPlainString();
  }

  static BigDecimal seconds(long epochNs) {
    return BigDecimal.valueOf(epochNs / 1_000, 6);
  }

  /** "buy 0.01000000 XBTUSD @ limit 45000.0". */
  static String described(OrderRequest request, Instrument instrument) {
    String order =
        request.side().text()
            + " "
            + fixed(request.quantity(), instrument.quantityDecimals())
            + " "
            + KrakenNames.pairAlternative(instrument)
            + " @ "
            + request.type().text();
    return request.type() == OrderType.MARKET
        ? order
        : order + " " + fixed(request.limitPrice(), instrument.priceDecimals());
  }

  static void order(ObjectNode row, Order order, boolean withTrades) {
    OrderRequest request = order.request();
    Instrument instrument = order.instrument();
    row.putNull("refid");
    if (request.userReference() == null) {
      row.putNull("userref");
    } else {
      row.put("userref", request.userReference());
    }
    if (order.clientId() != null) {
      row.put("cl_ord_id", order.clientId());
    }
    row.put("status", status(order))
        .put("opentm", seconds(request.receivedNs()))
        .put("starttm", 0)
        .put("expiretm", seconds(request.expiresNs()));
    if (order.status() != OrderStatus.OPEN) {
      row.put("closetm", seconds(order.closedNs()));
      if (order.reason().isEmpty()) {
        row.putNull("reason");
      } else {
        row.put("reason", order.reason());
      }
    }
    row.putObject("descr")
        .put("pair", KrakenNames.pairAlternative(instrument))
        .put("type", order.side().text())
        .put("ordertype", request.type().text())
        .put("price", fixed(order.limitPrice(), instrument.priceDecimals()))
        .put("price2", "0")
        .put("leverage", "none")
        .put("order", described(request, instrument))
        .put("close", "");
    row.put("vol", fixed(order.quantity(), instrument.quantityDecimals()))
        .put("vol_exec", fixed(order.filled(), instrument.quantityDecimals()))
        .put("cost", FixedPoint.format(order.cost()))
        .put("fee", FixedPoint.format(order.fee()))
        .put("price", FixedPoint.format(order.averagePrice()))
        .put("stopprice", "0.00000")
        .put("limitprice", fixed(order.limitPrice(), instrument.priceDecimals()))
        .put("misc", order.amended() ? "amended" : "")
        .put("oflags", flags(request))
        .put("trigger", "last");
    if (withTrades) {
      ArrayNode trades = row.putArray("trades");
      for (Fill fill : order.fills()) {
        trades.add(fill.execId());
      }
    }
  }

  private static String flags(OrderRequest request) {
    StringJoiner flags = new StringJoiner(",").add("fciq");
    if (request.postOnly()) {
      flags.add("post");
    }
    return flags.toString();
  }

  private static String status(Order order) {
    return switch (order.status()) {
      case OPEN -> "open";
      case FILLED -> "closed";
      case CANCELED, EXPIRED -> order.status().name().toLowerCase(Locale.ROOT);
    };
  }

  static void trade(ObjectNode row, Fill fill) {
    Order order = fill.order();
    row.put("ordertxid", order.txid())
        .put("pair", KrakenNames.pair(order.instrument()))
        .put("time", seconds(fill.wallNs()))
        .put("type", order.side().text())
        .put("ordertype", order.request().type().text())
        .put("price", FixedPoint.format(fill.price()))
        .put("cost", FixedPoint.format(fill.cost()))
        .put("fee", FixedPoint.format(fill.fee()))
        .put("vol", fixed(fill.quantity(), order.instrument().quantityDecimals()))
        .put("margin", "0.00000")
        .put("leverage", "0")
        .put("misc", "")
        .put("trade_id", fill.tradeId())
        .put("maker", fill.maker());
    if (order.clientId() != null) {
      row.put("cl_ord_id", order.clientId());
    }
  }
}

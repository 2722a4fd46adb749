package io.tapedeck.simulator.kraken;

import io.tapedeck.simulator.exchange.OrderRequest;
import io.tapedeck.simulator.exchange.OrderType;
import io.tapedeck.simulator.exchange.Side;
import io.tapedeck.simulator.exchange.TimeInForce;
import io.tapedeck.simulator.market.Market;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Order requests from REST's and WebSocket's parameter names. */
final class OrderForms {
  private static final Pattern CLIENT_ID =
      Pattern.compile(
          "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{32}|[ -~]{1,18}");
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long LATEST_DEADLINE_NS = 60 * SECOND_NS;

  private final Market market;
  private final long earliestDeadlineNs;

  OrderForms(Market market, long earliestDeadlineNs) {
    this.market = market;
    this.earliestDeadlineNs = earliestDeadlineNs;
  }

  OrderRequest rest(String account, Parameters form, long receivedNs) throws KrakenError {
    String orderType = form.needed("ordertype");
    String flags = "," + form.text("oflags", "") + ",";
    TimeInForce timeInForce = timeInForce(form.text("timeinforce", "GTC"), "timeinforce");
    return request(
        account,
        form,
        pair(form.needed("pair")),
        side(form.needed("type"), "type"),
        type(orderType, "ordertype"),
        form.decimal("volume"),
        form.decimal("price"),
        timeInForce,
        flags.contains(",post,"),
        form.whole("userref"),
        deadline(form, receivedNs, earliestDeadlineNs),
        restExpiry(form, timeInForce, receivedNs),
        receivedNs,
        "rest");
  }

  OrderRequest socket(String account, Parameters form, long receivedNs) throws KrakenError {
    TimeInForce timeInForce = timeInForce(form.text("time_in_force", "gtc"), "time_in_force");
    long deadline = deadline(form, receivedNs, SECOND_NS / 2);
    return request(
        account,
        form,
        pair(form.needed("symbol")),
        side(form.needed("side"), "side"),
        type(form.needed("order_type"), "order_type"),
        form.decimal("order_qty"),
        form.decimal("limit_price"),
        timeInForce,
        form.flag("post_only"),
        form.whole("order_userref"),
        deadline == 0 ? receivedNs + 5 * SECOND_NS : deadline,
        timeInForce == TimeInForce.GTD ? form.time("expire_time") : 0,
        receivedNs,
        "websocket");
  }

  private OrderRequest request(
      String account,
      Parameters form,
      int pair,
      Side side,
      OrderType type,
      long quantity,
      long price,
      TimeInForce timeInForce,
      boolean postOnly,
      @Nullable Long userReference,
      long deadlineNs,
      long expiresNs,
      long receivedNs,
      String via)
      throws KrakenError {
    String clientId = clientId(form);
    if (clientId != null && userReference != null) {
      throw Parameters.invalid("cl_ord_id and userref are mutually exclusive");
    }
    if (userReference != null && userReference != (int) (long) userReference) {
      throw Parameters.invalid("userref");
    }
    return new OrderRequest(
        account,
        clientId,
        userReference,
        pair,
        side,
        type,
        quantity,
        type == OrderType.LIMIT ? price : 0,
        type == OrderType.MARKET ? TimeInForce.IOC : timeInForce,
        postOnly,
        deadlineNs,
        expiresNs,
        receivedNs,
        via);
  }

  @Nullable String clientId(Parameters form) throws KrakenError {
    String clientId = form.text("cl_ord_id");
    if (clientId != null && !CLIENT_ID.matcher(clientId).matches()) {
      throw Parameters.invalid("cl_ord_id");
    }
    return clientId;
  }

  private int pair(String name) throws KrakenError {
    Integer pair = KrakenNames.find(market, name);
    if (pair == null) {
      throw new KrakenError("EQuery:Unknown asset pair");
    }
    return pair;
  }

  private static Side side(String text, String field) throws KrakenError {
    return switch (text) {
      case "buy" -> Side.BUY;
      case "sell" -> Side.SELL;
      default -> throw Parameters.invalid(field);
    };
  }

  private static OrderType type(String text, String field) throws KrakenError {
    return switch (text) {
      case "market" -> OrderType.MARKET;
      case "limit" -> OrderType.LIMIT;
      default -> throw Parameters.invalid(field);
    };
  }

  private static TimeInForce timeInForce(String text, String field) throws KrakenError {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "GTC" -> TimeInForce.GTC;
      case "IOC" -> TimeInForce.IOC;
      case "GTD" -> TimeInForce.GTD;
      case "FOK" -> TimeInForce.FOK;
      default -> throw Parameters.invalid(field);
    };
  }

  /** Past: the engine refuses it; too near or too far: the argument is invalid. */
  private static long deadline(Parameters form, long receivedNs, long earliestNs)
      throws KrakenError {
    long deadline = form.time("deadline");
    if (deadline == 0) {
      return 0;
    }
    if (deadline <= receivedNs) {
      throw new KrakenError("EService:Deadline elapsed");
    }
    if (deadline - receivedNs < earliestNs || deadline - receivedNs > LATEST_DEADLINE_NS) {
      throw Parameters.invalid("deadline");
    }
    return deadline;
  }

  private static long restExpiry(Parameters form, TimeInForce timeInForce, long receivedNs)
      throws KrakenError {
    String text = form.text("expiretm", "0");
    if (timeInForce != TimeInForce.GTD || text.equals("0")) {
      return 0;
    }
    try {
      return text.startsWith("+")
          ? receivedNs + Math.multiplyExact(Long.parseLong(text.substring(1)), SECOND_NS)
          : Math.multiplyExact(Long.parseLong(text), SECOND_NS);
    } catch (NumberFormatException | ArithmeticException e) {
      throw Parameters.invalid("expiretm");
    }
  }
}

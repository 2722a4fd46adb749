package io.tapedeck.executor.venue.kraken;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.order.VenueStatement.Balance;
import io.tapedeck.executor.core.SendOutcome;
import io.tapedeck.executor.core.VenueFill;
import io.tapedeck.executor.core.VenueOrder;
import io.tapedeck.executor.venue.wire.VenueJson;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * REST's answers as our words. Pure functions; {@link IllegalArgumentException} and {@link
 * ArithmeticException} where the answer is not what the documentation says.
 */
final class KrakenParser {
  private KrakenParser() {}

  /**
   * What AddOrder's answer means. An answer that describes another order than the one asked for
   * proves nothing about ours.
   */
  static SendOutcome added(KrakenReply reply, OrderTerms terms) {
    SendOutcome refused = refused(reply);
    if (refused != null) {
      return refused;
    }
    JsonNode result = ((KrakenReply.Result) reply).result();
    JsonNode txids = result.path("txid");
    if (!txids.isArray() || txids.size() != 1 || txids.get(0).asText().isBlank()) {
      return new SendOutcome.Unknown("answer without one txid");
    }
    if (!describes(result.path("descr").path("order").asText(), terms)) {
      return new SendOutcome.Unknown("the answer describes another order than the one sent");
    }
    return new SendOutcome.Accepted(new VenueOrderId(txids.get(0).asText()));
  }

  /** {@code "buy 0.01000000 XBTUSD @ limit 45000.0"}: side and volume must be ours. */
  private static boolean describes(String description, OrderTerms terms) {
    String[] words = description.split(" ", -1);
    if (words.length < 2 || !words[0].equals(terms.side() == Side.BUY ? "buy" : "sell")) {
      return false;
    }
    try {
      return new BigDecimal(words[1]).compareTo(new BigDecimal(terms.quantity().toString())) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  static SendOutcome amended(KrakenReply reply) {
    SendOutcome refused = refused(reply);
    if (refused != null) {
      return refused;
    }
    return ((KrakenReply.Result) reply).result().path("amend_id").asText().isBlank()
        ? new SendOutcome.Unknown("answer without amend_id")
        : new SendOutcome.Accepted(null);
  }

  static SendOutcome canceled(KrakenReply reply) {
    SendOutcome refused = refused(reply);
    if (refused != null) {
      return refused;
    }
    return ((KrakenReply.Result) reply).result().path("count").asInt() == 1
        ? new SendOutcome.Accepted(null)
        : new SendOutcome.Unknown("answer without a count of one");
  }

  static SendOutcome canceledAll(KrakenReply reply) {
    SendOutcome refused = refused(reply);
    if (refused != null) {
      return refused;
    }
    return ((KrakenReply.Result) reply).result().path("count").isInt()
        ? new SendOutcome.Accepted(null)
        : new SendOutcome.Unknown("answer without a count");
  }

  private static @Nullable SendOutcome refused(KrakenReply reply) {
    if (reply instanceof KrakenReply.Errors errors) {
      if (!KrakenErrors.definitive(errors.errors())) {
        return new SendOutcome.Unknown(errors.text());
      }
      // Kraken does not say how long; its counters lose a point a second or faster
      boolean tooMany = KrakenErrors.rateLimit(errors.errors());
      return new SendOutcome.Rejected(
          errors.text(), tooMany ? Duration.ofSeconds(1) : Duration.ZERO);
    }
    return reply instanceof KrakenReply.Unclear unclear
        ? new SendOutcome.Unknown(unclear.why())
        : null;
  }

  /** An object of orders by txid. */
  static List<VenueOrder> orders(JsonNode byId, KrakenPairs pairs) {
    List<VenueOrder> orders = new ArrayList<>();
    byId.properties().forEach(entry -> orders.add(order(entry.getKey(), entry.getValue(), pairs)));
    return orders;
  }

  private static VenueOrder order(String txid, JsonNode order, KrakenPairs pairs) {
    JsonNode described = order.path("descr");
    String time = order.has("closetm") ? "closetm" : "opentm";
    List<ExecutionId> executions = new ArrayList<>();
    order.path("trades").forEach(trade -> executions.add(new ExecutionId(trade.asText())));
    return new VenueOrder(
        new VenueOrderId(txid),
        clientOrderId(order),
        pairs.instrument(described.path("pair").asText()),
        side(described.path("type").asText()),
        status(order.path("status").asText()),
        VenueJson.quantity(order, "vol"),
        limit(order, described),
        VenueJson.quantity(order, "vol_exec"),
        order.path("reason").asText(""),
        VenueJson.secondsNanos(order, time),
        executions);
  }

  private static @Nullable Price limit(JsonNode order, JsonNode described) {
    if (!described.path("ordertype").asText().endsWith("limit")) {
      return null;
    }
    boolean stop = !described.path("ordertype").asText().equals("limit");
    Price price = VenueJson.price(described, stop ? "price2" : "price");
    return price.isZero() && order.has("limitprice") ? VenueJson.price(order, "limitprice") : price;
  }

  static VenueOrder.Status status(String text) {
    return switch (text) {
      case "pending", "open", "pending_new", "new", "partially_filled" -> VenueOrder.Status.WORKING;
      case "closed", "filled" -> VenueOrder.Status.FILLED;
      case "canceled" -> VenueOrder.Status.CANCELED;
      case "expired" -> VenueOrder.Status.EXPIRED;
      default -> throw new IllegalArgumentException("unknown order status " + text);
    };
  }

  /** An object of trades by id. */
  static List<VenueFill> fills(JsonNode byId, KrakenPairs pairs) {
    List<VenueFill> fills = new ArrayList<>();
    byId.properties().forEach(entry -> fills.add(fill(entry.getKey(), entry.getValue(), pairs)));
    return fills;
  }

  private static VenueFill fill(String id, JsonNode trade, KrakenPairs pairs) {
    InstrumentId instrument = pairs.instrument(trade.path("pair").asText());
    return new VenueFill(
        new VenueOrderId(trade.path("ordertxid").asText()),
        clientOrderId(trade),
        instrument,
        new Execution(
            new ExecutionId(id),
            side(trade.path("type").asText()),
            VenueJson.quantity(trade, "vol"),
            VenueJson.price(trade, "price"),
            VenueJson.money(trade, "fee"),
            KrakenPairs.quoteAsset(instrument),
            trade.path("maker").asBoolean(false)),
        VenueJson.secondsNanos(trade, "time"));
  }

  static List<Balance> balances(JsonNode byAsset) {
    List<Balance> balances = new ArrayList<>();
    byAsset
        .properties()
        .forEach(
            entry ->
                balances.add(new Balance(entry.getKey(), VenueJson.holding(entry.getValue()))));
    return balances;
  }

  static @Nullable ClientOrderId clientOrderId(JsonNode node) {
    String text = node.path("cl_ord_id").asText("");
    return text.isBlank() ? null : new ClientOrderId(text);
  }

  static Side side(String text) {
    return switch (text) {
      case "buy", "b" -> Side.BUY;
      case "sell", "s" -> Side.SELL;
      default -> throw new IllegalArgumentException("unknown side " + text);
    };
  }
}

package io.tapedeck.executor.venue.alpaca;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.Side;
import io.tapedeck.executor.core.SendOutcome;
import io.tapedeck.executor.core.VenueFill;
import io.tapedeck.executor.core.VenueOrder;
import io.tapedeck.executor.venue.wire.VenueJson;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Answers and messages as our words. Pure functions; {@link IllegalArgumentException}, {@link
 * ArithmeticException} and {@link java.time.DateTimeException} where one is not what the
 * documentation says.
 */
final class AlpacaParser {
  private static final int TOO_MANY_REQUESTS = 429;
  static final String VENUE = "ALPACA";
  private static final String CURRENCY = "USD";

  /** Before the number of a replacement; the rest is the client order id of the first order. */
  private static final char REPLACEMENT = '~';

  private AlpacaParser() {}

  /** What the answer to a new order, or to a replacement, means. */
  static SendOutcome placed(AlpacaReply reply, String clientOrderId) {
    SendOutcome refused = refused(reply);
    if (refused != null) {
      return refused;
    }
    JsonNode order = ((AlpacaReply.Done) reply).body();
    String id = order.path("id").asText("");
    if (id.isBlank() || !order.path("client_order_id").asText("").equals(clientOrderId)) {
      return new SendOutcome.Unknown("the answer describes another order than the one sent");
    }
    return new SendOutcome.Accepted(new VenueOrderId(id));
  }

  static SendOutcome canceled(AlpacaReply reply) {
    SendOutcome refused = refused(reply);
    return refused == null ? new SendOutcome.Accepted(null) : refused;
  }

  /** A refusal that speaks of the client order id may be of an order that is there already. */
  private static @Nullable SendOutcome refused(AlpacaReply reply) {
    if (reply instanceof AlpacaReply.Refused refused) {
      String words = refused.message().toLowerCase(Locale.ROOT);
      boolean open =
          words.contains("client_order_id")
              || words.contains("duplicate")
              || refused.status() == 408
              || refused.status() == 409;
      return open
          ? new SendOutcome.Unknown(refused.text())
          : new SendOutcome.Rejected(refused.text(), wait(refused));
    }
    return reply instanceof AlpacaReply.Unclear unclear
        ? new SendOutcome.Unknown(unclear.why())
        : null;
  }

  private static Duration wait(AlpacaReply.Refused refused) {
    return refused.status() == TOO_MANY_REQUESTS
        ? Duration.ofSeconds(Math.max(1, refused.retryAfterSeconds()))
        : Duration.ZERO;
  }

  /**
   * An order as it stands.
   *
   * @param filledBefore what orders that it took the place of had filled
   */
  static VenueOrder order(JsonNode order, Quantity filledBefore) {
    String status = order.path("status").asText();
    return new VenueOrder(
        new VenueOrderId(order.path("id").asText()),
        clientOrderId(order),
        instrument(order),
        side(order.path("side").asText()),
        status(status),
        filledBefore.plus(VenueJson.quantity(order, "qty")),
        order.hasNonNull("limit_price") ? VenueJson.price(order, "limit_price") : null,
        filledBefore.plus(filled(order)),
        status.equals("rejected") ? "rejected by the venue" : "",
        VenueJson.timestampNanos(order, "updated_at"),
        List.of());
  }

  static Quantity filled(JsonNode order) {
    return VenueJson.quantity(order, "filled_qty");
  }

  /** Whether another order took its place; that one says how it goes on. */
  static boolean replaced(JsonNode order) {
    return order.path("status").asText().equals("replaced");
  }

  static VenueOrder.Status status(String text) {
    return switch (text) {
      case "new",
          "accepted",
          "pending_new",
          "accepted_for_bidding",
          "partially_filled",
          "held",
          "pending_cancel",
          "pending_replace",
          "stopped",
          "suspended",
          "calculated",
          "done_for_day",
          "pending_review" ->
          VenueOrder.Status.WORKING;
      case "filled" -> VenueOrder.Status.FILLED;
      case "canceled", "rejected", "replaced" -> VenueOrder.Status.CANCELED;
      case "expired" -> VenueOrder.Status.EXPIRED;
      default -> throw new IllegalArgumentException("unknown order status " + text);
    };
  }

  static @Nullable ClientOrderId clientOrderId(JsonNode order) {
    String text = order.path("client_order_id").asText("");
    return text.isBlank() ? null : original(text);
  }

  /** The id of the order that a chain of replacements began with. */
  static ClientOrderId original(String clientOrderId) {
    int at = clientOrderId.lastIndexOf(REPLACEMENT);
    return new ClientOrderId(at < 0 ? clientOrderId : clientOrderId.substring(0, at));
  }

  /** The id of the order after that one in its chain; the same whenever it is asked for. */
  static String successor(String clientOrderId) {
    int at = clientOrderId.lastIndexOf(REPLACEMENT);
    return at < 0
        ? clientOrderId + REPLACEMENT + 1
        : clientOrderId.substring(0, at + 1)
            + Math.incrementExact(Integer.parseInt(clientOrderId.substring(at + 1)));
  }

  private static InstrumentId instrument(JsonNode node) {
    return InstrumentId.of(VENUE, node.path("symbol").asText());
  }

  private static Side side(String text) {
    return switch (text) {
      case "buy" -> Side.BUY;
      case "sell", "sell_short" -> Side.SELL;
      default -> throw new IllegalArgumentException("unknown side " + text);
    };
  }

  /** An execution of trade_updates. */
  static VenueFill update(JsonNode data) {
    JsonNode order = data.path("order");
    String id = order.path("id").asText();
    return fill(
        id,
        clientOrderId(order),
        order,
        data,
        filled(order),
        VenueJson.timestampNanos(data, "timestamp"));
  }

  /** An execution of the account's activities. */
  static VenueFill activity(JsonNode activity, @Nullable ClientOrderId clientOrderId) {
    return fill(
        activity.path("order_id").asText(),
        clientOrderId,
        activity,
        activity,
        VenueJson.quantity(activity, "cum_qty"),
        VenueJson.timestampNanos(activity, "transaction_time"));
  }

  /**
   * An order and what of it is filled after an execution name that execution, in the stream and in
   * the activities alike. Whether the two give one execution the same id of its own, Alpaca does
   * not document.
   */
  private static VenueFill fill(
      String order,
      @Nullable ClientOrderId clientOrderId,
      JsonNode described,
      JsonNode execution,
      Quantity cumulative,
      long venueNanos) {
    return new VenueFill(
        new VenueOrderId(order),
        clientOrderId,
        instrument(described),
        new Execution(
            new ExecutionId(order + ":" + FixedPoint.format(cumulative.raw())),
            side(described.path("side").asText()),
            VenueJson.quantity(execution, "qty"),
            VenueJson.price(execution, "price"),
            Money.ZERO, // fees are booked apart, at the end of the day
            CURRENCY,
            false),
        venueNanos);
  }
}

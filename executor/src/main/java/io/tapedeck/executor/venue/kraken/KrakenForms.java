package io.tapedeck.executor.venue.kraken;

import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.order.TimeInForce;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** REST's form fields of what we ask. Pure. */
final class KrakenForms {
  private static final long SECOND_NANOS = 1_000_000_000L;

  private KrakenForms() {}

  /** Why Kraken cannot do this order, or null. */
  static @Nullable String unsupported(OrderTerms terms) {
    if (terms.reduceOnly() && terms.type() != OrderType.MARKET && terms.type() != OrderType.LIMIT) {
      return "Kraken spot has no reduce-only stops";
    }
    return switch (terms.timeInForce()) {
      case DAY, GTD -> "Kraken spot has no time in force " + terms.timeInForce() + " in this build";
      case FOK ->
          terms.type() == OrderType.LIMIT ? null : "Kraken takes FOK with limit orders only";
      case GTC, IOC -> null;
    };
  }

  static Map<String, String> add(
      String altname, OrderTerms terms, ClientOrderId clientOrderId, long deadlineNanos) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("pair", altname);
    form.put("type", terms.side() == Side.BUY ? "buy" : "sell");
    form.put("ordertype", type(terms.type()));
    form.put("volume", terms.quantity().toString());
    Price limit = terms.limitPrice();
    Price stop = terms.stopPrice();
    if (stop != null) {
      boolean trailing = terms.type() == OrderType.TRAILING_STOP;
      form.put("price", trailing ? "+" + stop : stop.toString());
      if (limit != null) {
        form.put("price2", limit.toString());
      }
    } else if (limit != null) {
      form.put("price", limit.toString());
    }
    if (terms.type() == OrderType.LIMIT && terms.timeInForce() != TimeInForce.GTC) {
      form.put("timeinforce", terms.timeInForce().name());
    }
    if (terms.postOnly()) {
      form.put("oflags", "post");
    }
    form.put("cl_ord_id", clientOrderId.value());
    form.put("deadline", time(deadlineNanos));
    return form;
  }

  static Map<String, String> amend(
      ClientOrderId clientOrderId, Quantity quantity, @Nullable Price limit, long deadlineNanos) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("cl_ord_id", clientOrderId.value());
    form.put("order_qty", quantity.toString());
    if (limit != null) {
      form.put("limit_price", limit.toString());
    }
    form.put("deadline", time(deadlineNanos));
    return form;
  }

  static String time(long epochNanos) {
    long millis = Math.floorDiv(epochNanos, 1_000_000L);
    return Instant.ofEpochMilli(millis).toString();
  }

  /** REST's seconds, with a fraction. */
  static String seconds(long epochNanos) {
    long seconds = Math.floorDiv(epochNanos, SECOND_NANOS);
    return seconds + "." + String.format("%09d", Math.floorMod(epochNanos, SECOND_NANOS));
  }

  private static String type(OrderType type) {
    return switch (type) {
      case MARKET -> "market";
      case LIMIT -> "limit";
      case STOP -> "stop-loss";
      case STOP_LIMIT -> "stop-loss-limit";
      case TRAILING_STOP -> "trailing-stop";
    };
  }
}

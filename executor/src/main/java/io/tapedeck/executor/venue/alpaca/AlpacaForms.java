package io.tapedeck.executor.venue.alpaca;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.order.TimeInForce;
import io.tapedeck.executor.venue.wire.VenueJson;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Bodies of what we ask. Pure. */
final class AlpacaForms {
  private AlpacaForms() {}

  /** Why Alpaca cannot do this order, or null. */
  static @Nullable String unsupported(InstrumentId instrument, OrderTerms terms) {
    if (terms.postOnly()) {
      return "Alpaca has no post-only orders";
    }
    if (terms.timeInForce() == TimeInForce.GTD) {
      return "Alpaca has no orders with a date";
    }
    if (!crypto(instrument)) {
      return null;
    }
    if (terms.type() == OrderType.STOP || terms.type() == OrderType.TRAILING_STOP) {
      return "Alpaca has no " + terms.type() + " orders for crypto";
    }
    boolean known =
        terms.timeInForce() == TimeInForce.GTC || terms.timeInForce() == TimeInForce.IOC;
    return known ? null : "Alpaca has no " + terms.timeInForce() + " orders for crypto";
  }

  private static boolean crypto(InstrumentId instrument) {
    return instrument.symbol().indexOf('/') >= 0;
  }

  static ObjectNode submit(InstrumentId instrument, OrderTerms terms, ClientOrderId id) {
    ObjectNode form =
        VenueJson.object()
            .put("symbol", instrument.symbol())
            .put("qty", terms.quantity().toString())
            .put("side", terms.side() == Side.BUY ? "buy" : "sell")
            .put("type", terms.type().name().toLowerCase(Locale.ROOT))
            .put("time_in_force", timeInForce(instrument, terms));
    Price limit = terms.limitPrice();
    if (limit != null) {
      form.put("limit_price", limit.toString());
    }
    Price stop = terms.stopPrice();
    if (stop != null) {
      boolean trailing = terms.type() == OrderType.TRAILING_STOP;
      form.put(trailing ? "trail_price" : "stop_price", stop.toString());
    }
    return form.put("client_order_id", id.value());
  }

  /** Shares in fractions trade for the day only, and a market order is done at once anyway. */
  private static String timeInForce(InstrumentId instrument, OrderTerms terms) {
    boolean day = terms.type() == OrderType.MARKET && !crypto(instrument);
    return day ? "day" : terms.timeInForce().name().toLowerCase(Locale.ROOT);
  }

  static ObjectNode replace(Quantity quantity, @Nullable Price limit, String clientOrderId) {
    ObjectNode form = VenueJson.object().put("qty", quantity.toString());
    if (limit != null) {
      form.put("limit_price", limit.toString());
    }
    return form.put("client_order_id", clientOrderId);
  }
}

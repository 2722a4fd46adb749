package io.tapedeck.executor.venue.alpaca;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.executor.core.VenueOrder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of Alpaca's orders are one of ours: a replacement there is a new order with an id of its
 * own, so that one order of ours may be a chain. Remembers what it saw, as far as memory allows.
 * Thread-safe.
 */
final class AlpacaOrderBook {
  private static final int MOST_REMEMBERED = 20_000;
  private static final int LONGEST_CHAIN = 200;

  /**
   * The last order of a chain.
   *
   * @param filledBefore what the ones before it had filled
   */
  record Tail(JsonNode order, Quantity filledBefore) {
    VenueOrder seen() {
      return AlpacaParser.order(order, filledBefore);
    }
  }

  private final AlpacaRest rest;
  private final Map<String, ClientOrderId> owners =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ClientOrderId> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  AlpacaOrderBook(AlpacaRest rest) {
    this.rest = rest;
  }

  synchronized void remember(String id, @Nullable ClientOrderId owner) {
    if (owner != null) {
      owners.put(id, owner);
    }
  }

  private synchronized @Nullable ClientOrderId remembered(String id) {
    return owners.get(id);
  }

  /** The client order id behind an order; null if Alpaca does not know the order. */
  @Nullable ClientOrderId owner(String id) {
    ClientOrderId known = remembered(id);
    if (known == null) {
      JsonNode order = rest.find("order", "/orders/" + encode(id));
      known = order == null ? null : AlpacaParser.clientOrderId(order);
      remember(id, known);
    }
    return known;
  }

  /** Where the order of this client order id stands; null if Alpaca has none. */
  @Nullable Tail byClientOrderId(ClientOrderId id) {
    JsonNode first =
        rest.find(
            "by_client_order_id",
            "/orders:by_client_order_id?client_order_id=" + encode(id.value()));
    return first == null ? null : follow(first);
  }

  /** Where that order, or what took its place, stands; null if Alpaca has none. */
  @Nullable Tail byId(VenueOrderId id) {
    JsonNode first = rest.find("order", "/orders/" + encode(id.value()));
    return first == null ? null : follow(first);
  }

  private Tail follow(JsonNode first) {
    JsonNode order = first;
    Quantity filledBefore = Quantity.ZERO;
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      remember(order.path("id").asText(), AlpacaParser.clientOrderId(order));
      String next = order.path("replaced_by").asText("");
      if (!AlpacaParser.replaced(order) || next.isBlank() || next.equals("null")) {
        break;
      }
      filledBefore = filledBefore.plus(AlpacaParser.filled(order));
      order = rest.read("order", "/orders/" + encode(next));
    }
    return new Tail(order, filledBefore);
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

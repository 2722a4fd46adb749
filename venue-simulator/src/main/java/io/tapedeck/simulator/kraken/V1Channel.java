package io.tapedeck.simulator.kraken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.simulator.wire.WireJson;
import java.util.Set;

/**
 * A channel of WebSocket v1 with its parameter.
 *
 * @param name ticker, trade, spread, book or ohlc
 * @param parameter depth of a book, minutes of bars, else 0
 */
record V1Channel(String name, int parameter) {
  private static final Set<Integer> DEPTHS = Set.of(10, 25, 100, 500, 1000);
  private static final Set<Integer> INTERVALS = Set.of(1, 5, 15, 30, 60, 240, 1440, 10080, 21600);

  static V1Channel of(JsonNode subscription) throws KrakenError {
    String name = subscription.path("name").asText();
    switch (name) {
      case "ticker", "trade", "spread" -> {
        return new V1Channel(name, 0);
      }
      case "book" -> {
        int depth = subscription.path("depth").asInt(10);
        if (!DEPTHS.contains(depth)) {
          throw new KrakenError("Subscription depth not supported");
        }
        return new V1Channel(name, depth);
      }
      case "ohlc" -> {
        int minutes = subscription.path("interval").asInt(1);
        if (!INTERVALS.contains(minutes)) {
          throw new KrakenError("Subscription ohlc interval not supported");
        }
        return new V1Channel(name, minutes);
      }
      default -> throw new KrakenError("Subscription name invalid");
    }
  }

  /** As it stands in messages: {@code book-10}. */
  String wireName() {
    return parameter == 0 ? name : name + "-" + parameter;
  }

  /** The number that the venue gives it; the same for every connection. */
  int id(int pair) {
    return 4 * Math.floorMod(wireName().hashCode(), 100_000) + 400_000 * pair;
  }

  ObjectNode describe() {
    ObjectNode subscription = WireJson.object();
    if (name.equals("book")) {
      subscription.put("depth", parameter);
    }
    if (name.equals("ohlc")) {
      subscription.put("interval", parameter);
    }
    return subscription.put("name", name);
  }
}

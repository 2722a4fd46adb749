package io.tapedeck.simulator.kraken;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.simulator.kraken.KrakenV1.Subscription;
import io.tapedeck.simulator.kraken.KrakenV1.V1Connection;
import io.tapedeck.simulator.wire.Refusals;
import io.tapedeck.simulator.wire.WireJson;
import org.jspecify.annotations.Nullable;

/** Answers what clients of WebSocket v1 send. Stateless; safe for several threads. */
final class V1Requests {
  private final V1Feed feed;
  private final Refusals refusals;

  V1Requests(V1Feed feed, Refusals refusals) {
    this.feed = feed;
    this.refusals = refusals;
  }

  void handle(V1Connection connection, String text) {
    JsonNode request;
    try {
      request = WireJson.parse(text);
    } catch (JsonProcessingException e) {
      connection.sendNow(error("Malformed request"));
      return;
    }
    String event = request.path("event").asText();
    switch (event) {
      case "ping" -> {
        ObjectNode pong = WireJson.object().put("event", "pong");
        connection.sendNow(echo(pong, request));
      }
      case "subscribe", "unsubscribe" ->
          subscription(connection, request, event.equals("subscribe"));
      default -> connection.sendNow(echo(error("Unsupported event"), request));
    }
  }

  private static ObjectNode error(String text) {
    return WireJson.object().put("errorMessage", text).put("event", "error");
  }

  private static ObjectNode echo(ObjectNode answer, JsonNode request) {
    if (request.has("reqid")) {
      answer.set("reqid", request.get("reqid"));
    }
    return answer;
  }

  private void subscription(V1Connection connection, JsonNode request, boolean on) {
    JsonNode pairs = request.path("pair");
    if (!pairs.isArray() || pairs.isEmpty()) {
      refused(connection, request, null, "Pair(s) missing");
      return;
    }
    for (JsonNode pair : pairs) {
      try {
        one(connection, request, pair.asText(), on);
      } catch (KrakenError e) {
        refused(connection, request, pair.asText(), e.text());
      }
    }
  }

  private static void refused(
      V1Connection connection, JsonNode request, @Nullable String pair, String text) {
    ObjectNode answer =
        WireJson.object().put("errorMessage", text).put("event", "subscriptionStatus");
    if (pair != null) {
      answer.put("pair", pair);
    }
    echo(answer, request).put("status", "error");
    answer.set("subscription", request.path("subscription").deepCopy());
    connection.sendNow(answer);
  }

  private void one(V1Connection connection, JsonNode request, String name, boolean on)
      throws KrakenError {
    String refusal = on ? refusals.refuse(KrakenV1.NAME, Refusals.Request.SUBSCRIBE) : null;
    if (refusal != null) {
      throw new KrakenError(refusal.isEmpty() ? "Exceeded msg rate" : refusal);
    }
    Integer pair = KrakenNames.find(feed.market(), name);
    if (pair == null || !name.contains("/")) {
      throw new KrakenError(
          (name.contains("/")
                  ? "Currency pair not supported "
                  : "Currency pair not in ISO 4217-A3" + " format ")
              + name);
    }
    V1Channel channel = V1Channel.of(request.path("subscription"));
    ObjectNode answer =
        WireJson.object()
            .put("channelID", channel.id(pair))
            .put("channelName", channel.wireName())
            .put("event", "subscriptionStatus")
            .put("pair", feed.symbol(pair));
    echo(answer, request).put("status", on ? "subscribed" : "unsubscribed");
    answer.set("subscription", channel.describe());
    Subscription wanted = new Subscription(channel, pair);
    if (on) {
      feed.subscribe(connection, wanted, () -> connection.sendNow(answer));
    } else if (feed.unsubscribe(connection, wanted)) {
      connection.sendNow(answer);
    } else {
      throw new KrakenError("Subscription Not Found");
    }
  }
}

package io.tapedeck.simulator.kraken;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.simulator.kraken.KrakenV2.V2Connection;
import io.tapedeck.simulator.kraken.PublicSubscriptions.Channel;
import io.tapedeck.simulator.market.Market;
import io.tapedeck.simulator.wire.Refusals;
import io.tapedeck.simulator.wire.Rfc3339;
import io.tapedeck.simulator.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Answers what clients send over the socket. Stateless; safe for several threads. */
public final class SocketRequests {
  private static final Set<Integer> DEPTHS = Set.of(10, 25, 100, 500, 1000);

  private final MarketFeed feed;
  private final PrivateFeed privateFeed;
  private final SocketTrading trading;
  private final SocketTokens tokens;
  private final Refusals refusals;
  private final LongSupplier wallClockNs;

  /** Answers from these. */
  public SocketRequests(
      MarketFeed feed,
      PrivateFeed privateFeed,
      SocketTrading trading,
      SocketTokens tokens,
      Refusals refusals,
      LongSupplier wallClockNs) {
    this.feed = feed;
    this.privateFeed = privateFeed;
    this.trading = trading;
    this.tokens = tokens;
    this.refusals = refusals;
    this.wallClockNs = wallClockNs;
  }

  void handle(V2Connection connection, String text) {
    long inNs = wallClockNs.getAsLong();
    JsonNode request;
    try {
      request = WireJson.parse(text);
    } catch (JsonProcessingException e) {
      connection.sendNow(error(null, "", "Malformed request", inNs));
      return;
    }
    String method = request.path("method").asText();
    switch (method) {
      case "ping" -> ping(connection, request, inNs);
      case "subscribe", "unsubscribe" -> subscription(connection, request, method, inNs);
      default -> {
        if (SocketTrading.METHODS.contains(method)) {
          trade(connection, request, method, inNs);
        } else {
          connection.sendNow(error(request, method, "Unsupported event", inNs));
        }
      }
    }
  }

  private void ping(V2Connection connection, JsonNode request, long inNs) {
    if (request.has("params")) {
      connection.sendNow(
          error(request, "ping", "Unsupported field: 'params' for the given msg type: ping", inNs));
      return;
    }
    ObjectNode pong = WireJson.object().put("method", "pong");
    echo(pong, request);
    connection.sendNow(timed(pong, inNs));
  }

  private void trade(V2Connection connection, JsonNode request, String method, long inNs) {
    JsonNode params = request.path("params");
    String account = tokens.account(params.path("token").asText());
    if (account == null) {
      connection.sendNow(error(request, method, "ESession:Invalid session", inNs));
      return;
    }
    List<ObjectNode> answers = new ArrayList<>();
    for (JsonNode call : SocketTrading.single(method, params)) {
      try {
        ObjectNode answer = WireJson.object().put("method", method);
        echo(answer, request);
        answer.setAll(trading.call(account, method, call));
        answers.add(timed(answer.put("success", true), inNs));
      } catch (KrakenError e) {
        answers.add(error(request, method, e.text(), inNs));
      }
    }
    trading.awaitSynced();
    answers.forEach(connection::sendNow);
  }

  private void subscription(V2Connection connection, JsonNode request, String method, long inNs) {
    JsonNode params = request.path("params");
    String name = params.path("channel").asText();
    boolean on = method.equals("subscribe");
    String refusal = on ? refusals.refuse(KrakenV2.NAME, Refusals.Request.SUBSCRIBE) : null;
    if (refusal != null) {
      String words = refusal.isEmpty() ? "Exceeded msg rate" : refusal;
      connection.sendNow(error(request, method, words, inNs));
      return;
    }
    Channel channel = Channel.of(name);
    if (channel != null) {
      tickChannel(connection, request, channel, on, inNs);
    } else if (name.equals("instrument")) {
      instruments(connection, request, on, inNs);
    } else if (name.equals("executions") || name.equals("balances")) {
      privateChannel(connection, request, name, on, inNs);
    } else {
      connection.sendNow(error(request, method, "Unsupported event", inNs));
    }
  }

  private void tickChannel(
      V2Connection connection, JsonNode request, Channel channel, boolean on, long inNs) {
    String method = on ? "subscribe" : "unsubscribe";
    JsonNode params = request.path("params");
    int depth = params.path("depth").asInt(10);
    if (channel == Channel.BOOK && !DEPTHS.contains(depth)) {
      connection.sendNow(error(request, method, "Subscription depth not supported", inNs));
      return;
    }
    String trigger = params.path("event_trigger").asText("trades");
    if (!trigger.equals("trades") && !trigger.equals("bbo")) {
      connection.sendNow(error(request, method, "Unsupported event trigger", inNs));
      return;
    }
    JsonNode symbols = params.path("symbol");
    if (!symbols.isArray() || symbols.isEmpty()) {
      connection.sendNow(error(request, method, "Symbol(s) missing", inNs));
      return;
    }
    for (JsonNode symbol : symbols) {
      Integer pair = KrakenNames.index(feed.market(), symbol.asText());
      if (pair == null) {
        ObjectNode refusal =
            error(request, method, "Currency pair not supported " + symbol.asText(), inNs);
        connection.sendNow(refusal.put("symbol", symbol.asText()));
      } else {
        oneSymbol(connection, request, channel, on, pair, inNs);
      }
    }
  }

  private void oneSymbol(
      V2Connection connection, JsonNode request, Channel channel, boolean on, int pair, long inNs) {
    JsonNode params = request.path("params");
    String symbol = feed.market().pair(pair).instrument().symbol();
    boolean snapshot = params.path("snapshot").asBoolean(channel != Channel.TRADE);
    boolean onTrades = params.path("event_trigger").asText("trades").equals("trades");
    ObjectNode result = WireJson.object().put("channel", channel.wireName());
    if (channel == Channel.BOOK) {
      result.put("depth", params.path("depth").asInt(10));
    }
    if (channel == Channel.TICKER) {
      result.put("event_trigger", onTrades ? "trades" : "bbo");
    }
    if (on) {
      result.put("snapshot", snapshot);
    }
    result.put("symbol", symbol);
    String acknowledgement = acknowledgement(request, on, result, inNs);
    boolean done;
    if (on) {
      done =
          feed.subscribe(
              connection,
              channel,
              pair,
              onTrades,
              snapshot,
              () -> connection.sendNow(acknowledgement));
    } else {
      done = feed.unsubscribe(connection, channel, pair);
      if (done) {
        connection.sendNow(acknowledgement);
      }
    }
    if (!done) {
      ObjectNode refusal =
          error(
              request,
              on ? "subscribe" : "unsubscribe",
              on ? "Already subscribed" : "Subscription Not Found",
              inNs);
      connection.sendNow(refusal.put("symbol", symbol));
    }
  }

  private void instruments(V2Connection connection, JsonNode request, boolean on, long inNs) {
    if (!connection.subscriptions().changeInstruments(on)) {
      connection.sendNow(
          error(
              request,
              on ? "subscribe" : "unsubscribe",
              on ? "Already subscribed" : "Subscription Not Found",
              inNs));
      return;
    }
    boolean snapshot = request.path("params").path("snapshot").asBoolean(true);
    ObjectNode result = WireJson.object().put("channel", "instrument");
    if (on) {
      result.put("snapshot", snapshot);
    }
    connection.sendNow(acknowledgement(request, on, result, inNs));
    if (on && snapshot) {
      connection.sendNow(InstrumentMessages.snapshot(feed.market()));
    }
  }

  private void privateChannel(
      V2Connection connection, JsonNode request, String name, boolean on, long inNs) {
    String method = on ? "subscribe" : "unsubscribe";
    JsonNode params = request.path("params");
    boolean refused = refusals.refuse(KrakenV2.NAME, Refusals.Request.AUTHENTICATE) != null;
    String account = refused ? null : tokens.account(params.path("token").asText());
    if (account == null) {
      ObjectNode refusal = error(request, method, "ESession:Invalid session", inNs);
      connection.sendNow(refusal.put("status", "error"));
      return;
    }
    ObjectNode result = WireJson.object().put("channel", name);
    if (on) {
      result.put("snapshot", params.path("snapshot").asBoolean(true));
    }
    String acknowledgement = acknowledgement(request, on, result, inNs);
    boolean done =
        on
            ? privateFeed.subscribe(
                connection, account, name, params, () -> connection.sendNow(acknowledgement))
            : privateFeed.unsubscribe(connection, name);
    if (!done) {
      connection.sendNow(
          error(request, method, on ? "Already subscribed" : "Subscription Not Found", inNs));
    } else if (!on) {
      connection.sendNow(acknowledgement);
    }
  }

  private String acknowledgement(JsonNode request, boolean on, ObjectNode result, long inNs) {
    ObjectNode answer = WireJson.object().put("method", on ? "subscribe" : "unsubscribe");
    echo(answer, request);
    answer.set("result", result);
    return WireJson.text(timed(answer.put("success", true), inNs));
  }

  private ObjectNode error(@Nullable JsonNode request, String method, String text, long inNs) {
    ObjectNode answer = WireJson.object().put("error", text);
    if (!method.isEmpty()) {
      answer.put("method", method);
    }
    if (request != null) {
      echo(answer, request);
    }
    return timed(answer.put("success", false), inNs);
  }

  private static void echo(ObjectNode answer, JsonNode request) {
    if (request.has("req_id")) {
      answer.set("req_id", request.get("req_id"));
    }
  }

  private ObjectNode timed(ObjectNode answer, long inNs) {
    return answer
        .put("time_in", Rfc3339.micros(inNs))
        .put("time_out", Rfc3339.micros(wallClockNs.getAsLong()));
  }

  /** The instrument channel's one message. */
  static final class InstrumentMessages {
    private InstrumentMessages() {}

    static ObjectNode snapshot(Market market) {
      ObjectNode message = WireJson.object().put("channel", "instrument").put("type", "snapshot");
      ObjectNode data = message.putObject("data");
      ArrayNode assets = data.putArray("assets");
      for (String asset : List.copyOf(KrakenNames.assets(market))) {
        assets
            .addObject()
            .put("id", asset)
            .put("status", "enabled")
            .put("precision", KrakenNames.assetDecimals(asset))
            .put("precision_display", KrakenNames.displayDecimals(asset))
            .put("borrowable", false)
            .put("collateral_value", 1.0)
            .put("margin_rate", 0.0);
      }
      ArrayNode pairs = data.putArray("pairs");
      for (int i = 0; i < market.size(); i++) {
        if (!market.pair(i).instrument().equity()) {
          KrakenNames.pairFields(pairs.addObject(), market.pair(i).instrument());
        }
      }
      return message;
    }
  }
}

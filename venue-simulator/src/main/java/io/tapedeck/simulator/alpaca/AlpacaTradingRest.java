package io.tapedeck.simulator.alpaca;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.tapedeck.simulator.control.Fault;
import io.tapedeck.simulator.control.FaultQueue;
import io.tapedeck.simulator.exchange.Exchange;
import io.tapedeck.simulator.market.Market;
import io.tapedeck.simulator.wire.WireJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trading endpoints: {@code /v2/orders}, {@code /v2/orders:by_client_order_id}, {@code
 * /v2/positions} and {@code /v2/account/activities}. Planned faults name {@code submit}, {@code
 * replace}, {@code cancel}, {@code cancel_all}, {@code orders}, {@code by_client_order_id}, {@code
 * positions} or {@code activities}. Safe for several threads.
 */
public final class AlpacaTradingRest implements HttpHandler {
  /** Paths that it must be bound to. */
  public static final List<String> PATHS =
      List.of("/v2/orders", "/v2/positions", "/v2/account/activities");

  private static final Logger LOG = LoggerFactory.getLogger(AlpacaTradingRest.class);
  private static final int LARGEST_BODY = 1 << 20;
  private static final String BY_CLIENT_ORDER_ID = "/v2/orders:by_client_order_id";

  private record Answer(int status, String type, String body, int retryAfterSeconds) {
    byte[] bytes() {
      return body.getBytes(StandardCharsets.UTF_8);
    }
  }

  private final Exchange exchange;
  private final AlpacaTrading trading;
  private final AlpacaKeys keys;
  private final Function<String, @Nullable String> accountOf;
  private final FaultQueue faults;

  /**
   * Serves this exchange.
   *
   * @param accountOf the account of a key
   */
  public AlpacaTradingRest(
      Exchange exchange,
      Market market,
      AlpacaKeys keys,
      Function<String, @Nullable String> accountOf,
      FaultQueue faults) {
    this.exchange = exchange;
    this.trading = new AlpacaTrading(exchange, market);
    this.keys = keys;
    this.accountOf = accountOf;
    this.faults = faults;
  }

  @Override
  public void handle(HttpExchange http) throws IOException {
    try {
      long receivedNs = exchange.nowNs();
      String body =
          new String(http.getRequestBody().readNBytes(LARGEST_BODY), StandardCharsets.UTF_8);
      String call = call(http.getRequestMethod(), http.getRequestURI().getPath());
      Fault fault = faults.take(call);
      if (fault == null) {
        respond(http, answer(http, call, body, receivedNs));
        return;
      }
      LOG.info("fault call={} kind={} when={}", call, fault.kind(), fault.when());
      boolean before = fault.when() == Fault.When.BEFORE;
      if (fault.kind() == Fault.Kind.DELAY && before) {
        pause(fault.delayMs());
      }
      boolean effect = !before || fault.kind() == Fault.Kind.DELAY;
      misbehave(
          http,
          fault,
          effect ? answer(http, call, body, receivedNs) : failure(500, 0, "internal error"));
    } catch (RuntimeException e) {
      LOG.error("request failed path={}", http.getRequestURI().getPath(), e);
      respond(http, failure(500, 0, "internal server error occurred"));
    } finally {
      http.close();
    }
  }

  private static String call(String method, String path) {
    if (path.startsWith("/v2/orders")) {
      return switch (method) {
        case "POST" -> "submit";
        case "PATCH" -> "replace";
        case "DELETE" -> path.equals("/v2/orders") ? "cancel_all" : "cancel";
        default -> path.equals(BY_CLIENT_ORDER_ID) ? "by_client_order_id" : "orders";
      };
    }
    return path.startsWith("/v2/positions") ? "positions" : "activities";
  }

  private static void misbehave(HttpExchange http, Fault fault, Answer real) throws IOException {
    switch (fault.kind()) {
      case STATUS ->
          respond(
              http,
              new Answer(
                  fault.status(),
                  "text/plain",
                  "error code: " + fault.status(),
                  fault.retryAfterSeconds()));
      case RATE_LIMIT ->
          respond(
              http,
              new Answer(
                  429,
                  "application/json",
                  "{\"code\":42910000,\"message\":\"rate limit exceeded\"}",
                  Math.max(1, fault.retryAfterSeconds())));
      case DROP -> {
        // closing without headers closes the connection
      }
      case DELAY -> {
        if (fault.when() == Fault.When.AFTER) {
          pause(fault.delayMs());
        }
        respond(http, real);
      }
      case TRUNCATE -> {
        byte[] bytes = real.bytes();
        http.sendResponseHeaders(real.status, bytes.length + 1L);
        http.getResponseBody().write(bytes, 0, bytes.length / 2);
        http.getResponseBody().flush();
      }
      case HTML ->
          respond(
              http, new Answer(200, "text/html", "<html><body>502 Bad Gateway</body></html>", 0));
      case WRONG_ID ->
          respond(
              http,
              new Answer(
                  200,
                  "application/json",
                  "{\"id\":\"00000000-0000-0000-0000-000000000000\","
                      + "\"client_order_id\":\"somebody-elses\",\"status\":\"new\"}",
                  0));
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer answer(HttpExchange http, String call, String body, long receivedNs) {
    try {
      String key = http.getRequestHeaders().getFirst("APCA-API-KEY-ID");
      String secret = http.getRequestHeaders().getFirst("APCA-API-SECRET-KEY");
      String account = keys.known(key, secret) && key != null ? accountOf.apply(key) : null;
      if (account == null) {
        throw new AlpacaError(401, 40110000, "request is not authorized");
      }
      Answer answer = answer(account, call, http, body, receivedNs);
      exchange.awaitSynced();
      return answer;
    } catch (AlpacaError e) {
      exchange.awaitSynced();
      return failure(e.status(), e.code(), e.text());
    }
  }

  private Answer answer(
      String account, String call, HttpExchange http, String body, long receivedNs)
      throws AlpacaError {
    Map<String, String> query = AlpacaRest.query(http.getRequestURI().getRawQuery());
    String path = http.getRequestURI().getPath();
    String id = path.startsWith("/v2/orders/") ? path.substring("/v2/orders/".length()) : "";
    return switch (call) {
      case "submit" -> json(200, trading.submit(account, parse(body), receivedNs));
      case "replace" -> json(200, trading.replace(account, id, parse(body), receivedNs));
      case "cancel" -> {
        trading.cancel(account, id);
        yield new Answer(204, "", "", 0);
      }
      case "cancel_all" -> json(207, trading.cancelAll(account));
      case "by_client_order_id" ->
          json(200, trading.byClientOrderId(account, query.get("client_order_id")));
      case "positions" ->
          json(
              200,
              path.startsWith("/v2/positions/")
                  ? trading.position(account, path.substring("/v2/positions/".length()))
                  : trading.positions(account));
      case "activities" -> json(200, trading.fills(account, query));
      default ->
          json(200, id.isEmpty() ? trading.orders(account, query) : trading.byId(account, id));
    };
  }

  private static JsonNode parse(String body) throws AlpacaError {
    try {
      return WireJson.parse(body);
    } catch (JsonProcessingException e) {
      throw new AlpacaError(400, 40010000, "request body format is invalid");
    }
  }

  private static Answer json(int status, JsonNode body) {
    return new Answer(status, "application/json", WireJson.text(body), 0);
  }

  private static Answer failure(int status, int code, String text) {
    ObjectNode body = WireJson.object();
    if (code != 0) {
      body.put("code", code);
    }
    return json(status, body.put("message", text));
  }

  private static void respond(HttpExchange http, Answer answer) throws IOException {
    if (!answer.type.isEmpty()) {
      http.getResponseHeaders().set("Content-Type", answer.type);
    }
    AlpacaRest.rateHeaders(http, answer.retryAfterSeconds);
    byte[] bytes = answer.bytes();
    http.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      http.getResponseBody().write(bytes);
    }
  }
}

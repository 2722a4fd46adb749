package io.tapedeck.simulator.alpaca;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.tapedeck.simulator.control.Fault;
import io.tapedeck.simulator.control.FaultQueue;
import io.tapedeck.simulator.wire.WireJson;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The REST endpoint under {@code /v2} and {@code /v1beta3}: history of the played market, clock,
 * calendar, assets, account. A planned fault names the last part of the path, such as {@code
 * trades}. Safe for several threads.
 */
public final class AlpacaRest implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(AlpacaRest.class);
  private static final String SHARES = "/v2/stocks/";
  private static final String CRYPTO = "/v1beta3/crypto/us/";
  private static final int REQUESTS_A_MINUTE = 200;

  private final AlpacaKeys keys;
  private final AlpacaHistory history;
  private final AlpacaReference reference;
  private final FaultQueue faults;

  /** Serves these. */
  public AlpacaRest(
      AlpacaKeys keys, AlpacaHistory history, AlpacaReference reference, FaultQueue faults) {
    this.keys = keys;
    this.history = history;
    this.reference = reference;
    this.faults = faults;
  }

  private record Answer(int status, String body) {
    byte[] bytes() {
      return body.getBytes(StandardCharsets.UTF_8);
    }
  }

  private static Answer message(int status, String text) {
    return new Answer(status, WireJson.text(WireJson.object().put("message", text)));
  }

  @Override
  public void handle(HttpExchange http) throws IOException {
    try {
      http.getRequestBody().readNBytes(1 << 20);
      String path = http.getRequestURI().getPath();
      Fault fault = faults.take(path.substring(path.lastIndexOf('/') + 1));
      if (fault == null) {
        respond(http, answer(http, path), "application/json", 0);
      } else {
        LOG.info("fault path={} kind={}", path, fault.kind());
        misbehave(http, fault, answer(http, path));
      }
    } catch (RuntimeException e) {
      LOG.error("request failed path={}", http.getRequestURI().getPath(), e);
      respond(http, message(500, "internal server error occurred"), "application/json", 0);
    } finally {
      http.close();
    }
  }

  private static void misbehave(HttpExchange http, Fault fault, Answer real) throws IOException {
    String json = "application/json";
    switch (fault.kind()) {
      case STATUS ->
          respond(
              http,
              message(fault.status(), "error code: " + fault.status()),
              json,
              fault.retryAfterSeconds());
      case RATE_LIMIT ->
          respond(
              http,
              message(429, "too many requests."),
              json,
              Math.max(1, fault.retryAfterSeconds()));
      case DELAY -> {
        try {
          Thread.sleep(fault.delayMs());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        respond(http, real, json, 0);
      }
      case TRUNCATE -> {
        byte[] bytes = real.bytes();
        http.sendResponseHeaders(real.status, bytes.length);
        http.getResponseBody().write(bytes, 0, bytes.length / 2);
        http.getResponseBody().flush();
      }
      case HTML ->
          respond(
              http, new Answer(200, "<html><body>502 Bad Gateway</body></html>"), "text/html", 0);
      case DROP, WRONG_ID -> {
        // closing without headers closes the connection
      }
    }
  }

  private static void respond(HttpExchange http, Answer answer, String type, int retryAfterSeconds)
      throws IOException {
    http.getResponseHeaders().set("Content-Type", type);
    rateHeaders(http, retryAfterSeconds);
    byte[] bytes = answer.bytes();
    http.sendResponseHeaders(answer.status, bytes.length);
    http.getResponseBody().write(bytes);
  }

  /** The rate limit's headers; with a wait, the limit is used up. */
  static void rateHeaders(HttpExchange http, int retryAfterSeconds) {
    http.getResponseHeaders().set("X-RateLimit-Limit", String.valueOf(REQUESTS_A_MINUTE));
    http.getResponseHeaders()
        .set(
            "X-RateLimit-Remaining",
            String.valueOf(retryAfterSeconds > 0 ? 0 : REQUESTS_A_MINUTE - 1));
    if (retryAfterSeconds > 0) {
      http.getResponseHeaders().set("Retry-After", String.valueOf(retryAfterSeconds));
    }
  }

  private Answer answer(HttpExchange http, String path) {
    try {
      String key = http.getRequestHeaders().getFirst("APCA-API-KEY-ID");
      String secret = http.getRequestHeaders().getFirst("APCA-API-SECRET-KEY");
      if (!path.startsWith(CRYPTO) && !keys.known(key, secret)) {
        throw new AlpacaError(path.startsWith(SHARES) ? 401 : 403, "forbidden.");
      }
      Map<String, String> query = query(http.getRequestURI().getRawQuery());
      JsonNode found = route(path, query, key);
      if (found == null) {
        throw new AlpacaError(404, "endpoint not found.");
      }
      return new Answer(200, WireJson.text(found));
    } catch (AlpacaError e) {
      return message(e.status(), e.text());
    }
  }

  private @Nullable JsonNode route(String path, Map<String, String> query, @Nullable String key)
      throws AlpacaError {
    if (path.startsWith(SHARES)) {
      return history.answer(path.substring(SHARES.length()).split("/"), query, true);
    }
    if (path.startsWith(CRYPTO)) {
      return history.answer(path.substring(CRYPTO.length()).split("/"), query, false);
    }
    return reference.answer(path, query, key);
  }

  static Map<String, String> query(@Nullable String raw) throws AlpacaError {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : (raw == null ? "" : raw).split("&")) {
      int equals = pair.indexOf('=');
      try {
        if (equals > 0) {
          values.merge(
              URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8),
              (a, b) -> a + "," + b);
        }
      } catch (IllegalArgumentException e) {
        throw new AlpacaError(400, "invalid query: " + pair);
      }
    }
    return values;
  }
}

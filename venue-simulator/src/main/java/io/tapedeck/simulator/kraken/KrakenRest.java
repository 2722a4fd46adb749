package io.tapedeck.simulator.kraken;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.tapedeck.simulator.control.Fault;
import io.tapedeck.simulator.control.FaultQueue;
import io.tapedeck.simulator.exchange.Exchange;
import io.tapedeck.simulator.exchange.Fees;
import io.tapedeck.simulator.market.MarketBoard;
import io.tapedeck.simulator.wire.WireJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The REST endpoint under {@code /0}. Kraken answers a refusal with HTTP 200 and a filled error
 * array; other statuses come only from planned faults. Safe for several threads.
 */
public final class KrakenRest implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(KrakenRest.class);
  private static final String PUBLIC = "/0/public/";
  private static final String PRIVATE = "/0/private/";
  private static final int LARGEST_BODY = 1 << 20;
  private static final String HTML =
      "<!DOCTYPE html><html><head><title>api.kraken.com | 520: Web server is returning an unknown"
          + " error</title></head><body>Cloudflare</body></html>";
  private static final String NO_SUCH_ORDER = "OZZZZZ-ZZZZZ-ZZZZZZ";

  private record Answer(int status, String type, String body) {
    static Answer json(ObjectNode node) {
      return new Answer(200, "application/json", WireJson.text(node));
    }

    byte[] bytes() {
      return body.getBytes(StandardCharsets.UTF_8);
    }
  }

  private final Exchange exchange;
  private final ApiKeys keys;
  private final PublicMethods publicMethods;
  private final PrivateMethods privateMethods;
  private final FaultQueue faults;

  /** Serves this exchange. */
  public KrakenRest(
      Exchange exchange,
      MarketBoard board,
      Fees fees,
      ApiKeys keys,
      SocketTokens tokens,
      FaultQueue faults,
      KrakenStatus status,
      long earliestDeadlineNs) {
    this.exchange = exchange;
    this.keys = keys;
    this.publicMethods = new PublicMethods(exchange, board, fees, status);
    this.privateMethods = new PrivateMethods(exchange, board.market(), tokens, earliestDeadlineNs);
    this.faults = faults;
  }

  @Override
  public void handle(HttpExchange http) throws IOException {
    try {
      byte[] bytes = http.getRequestBody().readNBytes(LARGEST_BODY);
      answer(http, new String(bytes, StandardCharsets.UTF_8));
    } catch (RuntimeException e) {
      LOG.error("request failed path={}", http.getRequestURI().getPath(), e);
      respond(http, failure("EGeneral:Internal error"), 0);
    } finally {
      http.close();
    }
  }

  private void answer(HttpExchange http, String body) throws IOException {
    long receivedNs = exchange.nowNs();
    String path = http.getRequestURI().getPath();
    String method = path.substring(path.lastIndexOf('/') + 1);
    Fault fault = faults.take(method);
    if (fault == null) {
      respond(http, call(http, path, method, body, receivedNs), 0);
      return;
    }
    LOG.info("fault method={} kind={} when={}", method, fault.kind(), fault.when());
    boolean before = fault.when() == Fault.When.BEFORE;
    if (fault.kind() == Fault.Kind.DELAY && before) {
      pause(fault.delayMs());
    }
    boolean effect = !before || fault.kind() == Fault.Kind.DELAY;
    Answer real =
        effect ? call(http, path, method, body, receivedNs) : failure("EService:Unavailable");
    misbehave(http, fault, real);
  }

  private static void misbehave(HttpExchange http, Fault fault, Answer real) throws IOException {
    switch (fault.kind()) {
      case STATUS ->
          respond(
              http,
              new Answer(fault.status(), "text/plain", "error code: " + fault.status()),
              fault.retryAfterSeconds());
      case DROP -> {
        // closing without headers closes the connection
      }
      case DELAY -> {
        if (fault.when() == Fault.When.AFTER) {
          pause(fault.delayMs());
        }
        respond(http, real, 0);
      }
      case TRUNCATE -> {
        http.getResponseHeaders().set("Content-Type", real.type);
        byte[] bytes = real.bytes();
        http.sendResponseHeaders(real.status, bytes.length);
        http.getResponseBody().write(bytes, 0, bytes.length / 2);
        http.getResponseBody().flush();
      }
      case HTML -> respond(http, new Answer(200, "text/html", HTML), 0);
      case WRONG_ID -> {
        ObjectNode answer = WireJson.object();
        answer.putArray("error");
        ObjectNode result = answer.putObject("result");
        result.putObject("descr").put("order", "buy 1.00000000 XBTUSD @ market");
        result.putArray("txid").add(NO_SUCH_ORDER);
        respond(http, Answer.json(answer), 0);
      }
      case RATE_LIMIT -> respond(http, failure("EAPI:Rate limit exceeded"), 0);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer call(HttpExchange http, String path, String method, String body, long receivedNs) {
    ObjectNode result;
    try {
      if (path.startsWith(PUBLIC)) {
        String query = http.getRequestURI().getRawQuery();
        result = publicMethods.call(method, Parameters.form(query == null ? body : query));
      } else if (path.startsWith(PRIVATE)) {
        result = callPrivate(http, path, method, body, receivedNs);
      } else {
        result = null;
      }
    } catch (KrakenError e) {
      exchange.awaitSynced();
      return failure(e.text());
    }
    if (result == null) {
      return failure("EGeneral:Unknown method");
    }
    ObjectNode answer = WireJson.object();
    answer.putArray("error");
    answer.set("result", result);
    return Answer.json(answer);
  }

  private @Nullable ObjectNode callPrivate(
      HttpExchange http, String path, String method, String body, long receivedNs)
      throws KrakenError {
    String type = http.getRequestHeaders().getFirst("Content-Type");
    boolean json = type != null && type.startsWith("application/json");
    Parameters form = json ? Parameters.json(body) : Parameters.form(body);
    String account =
        keys.authenticate(
            http.getRequestHeaders().getFirst("API-Key"),
            http.getRequestHeaders().getFirst("API-Sign"),
            path,
            body,
            form);
    ObjectNode result = privateMethods.call(account, method, form, receivedNs);
    exchange.awaitSynced();
    return result;
  }

  private static Answer failure(String error) {
    ObjectNode answer = WireJson.object();
    answer.putArray("error").add(error);
    return Answer.json(answer);
  }

  private static void respond(HttpExchange http, Answer answer, int retryAfterSeconds)
      throws IOException {
    http.getResponseHeaders().set("Content-Type", answer.type);
    if (retryAfterSeconds > 0) {
      http.getResponseHeaders().set("Retry-After", String.valueOf(retryAfterSeconds));
    }
    byte[] bytes = answer.bytes();
    http.sendResponseHeaders(answer.status, bytes.length);
    http.getResponseBody().write(bytes);
  }
}

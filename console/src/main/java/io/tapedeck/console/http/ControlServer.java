package io.tapedeck.console.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.tapedeck.console.limits.LimitsRefusedException;
import io.tapedeck.runtime.health.BindFailure;
import io.tapedeck.runtime.redaction.Redactor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the control API and the web page. For each request: who asks ({@link Gatekeeper}), what is
 * asked ({@link Route}), a body that is small and whole, and an answer in JSON; or a file of the
 * page ({@link Pages}), or the stream of news that it shows ({@link LiveStream}). Started and
 * stopped once.
 */
public final class ControlServer {
  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
  private static final String JSON_TYPE = "application/json; charset=utf-8";
  private static final int THREADS = 4;
  private static final int BACKLOG = 64;
  private static final int DEEPEST = 16;
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  /**
   * Where it listens, and how.
   *
   * @param tls null for plain HTTP
   * @param maxBodyBytes largest body taken
   */
  public record Listen(String host, int port, @Nullable SSLContext tls, int maxBodyBytes) {}

  private final Listen listen;
  private final Gatekeeper gatekeeper;
  private final List<Route> routes;
  private final Supplier<String> metrics;
  private final LiveStream stream;
  private final Pages pages = new Pages();
  private final ExecutorService threads;
  private @Nullable HttpServer server;

  ControlServer(
      Listen listen,
      Gatekeeper gatekeeper,
      List<Route> routes,
      LiveStream stream,
      Supplier<String> metrics) {
    this.listen = listen;
    this.gatekeeper = gatekeeper;
    this.routes = List.copyOf(routes);
    this.stream = stream;
    this.metrics = metrics;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "control-api");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Who may ask. */
  public record Admission(
      Tokens tokens, List<String> hosts, int lockoutAfter, Duration lockoutTime) {}

  /**
   * A server of a desk.
   *
   * @param needsApprover true if a change of limits needs a second person
   * @param metrics the text of {@code /metrics}
   */
  public static ControlServer of(
      Listen listen,
      Admission admission,
      Desk desk,
      boolean needsApprover,
      Supplier<String> metrics) {
    List<String> hosts = new ArrayList<>(admission.hosts());
    hosts.add(listen.host());
    Gatekeeper gatekeeper =
        new Gatekeeper(
            admission.tokens(),
            hosts,
            admission.lockoutAfter(),
            admission.lockoutTime(),
            System::nanoTime);
    List<Route> routes = new ArrayList<>(new ControlApi(desk, needsApprover).routes());
    routes.addAll(new AlertApi(desk.alerts(), System::nanoTime).routes());
    return new ControlServer(listen, gatekeeper, routes, new LiveStream(desk::news, JSON), metrics);
  }

  /**
   * Starts to listen.
   *
   * @throws IOException if the port is taken, naming who has it where that can be known
   */
  public void start() throws IOException {
    HttpServer created = listen.tls() == null ? HttpServer.create() : secure(listen.tls());
    InetSocketAddress address = new InetSocketAddress(listen.host(), listen.port());
    try {
      created.bind(address, BACKLOG);
    } catch (IOException e) {
      throw BindFailure.of("control API", address, "console.port", e);
    }
    created.createContext("/", this::handle);
    created.setExecutor(threads);
    created.start();
    server = created;
  }

  private static HttpServer secure(SSLContext tls) throws IOException {
    HttpsServer created = HttpsServer.create();
    created.setHttpsConfigurator(new HttpsConfigurator(tls));
    return created;
  }

  /** The port it listens on; 0 before the start. */
  public int port() {
    HttpServer present = server;
    return present == null ? 0 : present.getAddress().getPort();
  }

  /** Stops, giving requests in work a second. */
  public void stop() {
    if (server != null) {
      server.stop(1);
    }
    stream.stop();
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    boolean taken = false;
    try {
      taken = respond(exchange);
    } finally {
      if (!taken) {
        exchange.close();
      }
    }
  }

  /** Answers; true if the exchange goes on as a stream. */
  private boolean respond(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    int status;
    Object answer;
    try {
      if (path.equals("/metrics") || isPage(exchange, path)) {
        admit(exchange, Scope.OPEN);
        if (path.equals("/metrics")) {
          send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
        } else {
          pages.send(exchange, path);
        }
        return false;
      }
      if (path.equals("/api/v1/stream") && exchange.getRequestMethod().equals("GET")) {
        admit(exchange, Scope.READ);
        stream.serve(exchange);
        return true;
      }
      answer = answer(exchange);
      status = 200;
    } catch (HttpRefusal refusal) {
      status = refusal.status();
      answer = error(refusal.getMessage(), refusal.problems());
    } catch (LimitsRefusedException refused) {
      status = 422;
      answer =
          error(
              "limits refused, nothing was written",
              refused.problems().stream().map(Object::toString).toList());
    } catch (IllegalStateException e) {
      status = 409;
      answer = error(e.getMessage(), List.of());
    } catch (IllegalArgumentException e) {
      status = 400;
      answer = error(e.getMessage(), List.of());
    } catch (KafkaException e) {
      LOG.warn("control API: {} cannot be answered", exchange.getRequestURI().getPath(), e);
      status = 503;
      answer = error("the broker cannot be reached: " + e.getMessage(), List.of());
    } catch (RuntimeException e) { // the server's one handler: a fault of ours, told and logged
      LOG.error("control API: {} failed", exchange.getRequestURI().getPath(), e);
      status = 500;
      answer = error("a fault of the console; its log says more", List.of());
    }
    send(exchange, status, JSON_TYPE, JSON.writeValueAsString(answer));
    return false;
  }

  private boolean isPage(HttpExchange exchange, String path) {
    return pages.has(path) && List.of("GET", "HEAD").contains(exchange.getRequestMethod());
  }

  private Scope admit(HttpExchange exchange, Scope needed) {
    return gatekeeper.admit(
        exchange.getRemoteAddress().getAddress(), exchange.getRequestHeaders(), needed);
  }

  private static Map<String, Object> error(@Nullable String message, List<String> problems) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("error", Redactor.process().scrub(String.valueOf(message)));
    if (!problems.isEmpty()) {
      error.put("problems", problems);
    }
    return error;
  }

  private Object answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    Route route = null;
    Map<String, String> names = Map.of();
    List<String> methods = new ArrayList<>();
    for (Route candidate : routes) {
      Map<String, String> matched = candidate.match(path);
      if (matched != null) {
        methods.add(candidate.method());
        if (candidate.method().equals(exchange.getRequestMethod())) {
          route = candidate;
          names = matched;
        }
      }
    }
    // who may not ask is not told what there is
    Scope allowed = admit(exchange, route == null ? Scope.READ : route.scope());
    if (route == null) {
      throw methods.isEmpty()
          ? new HttpRefusal(404, "no such path")
          : new HttpRefusal(405, "use " + String.join(" or ", methods));
    }
    Call call =
        new Call(allowed, names, query(exchange.getRequestURI().getRawQuery()), body(exchange));
    if (route.scope() == Scope.CONTROL) {
      LOG.info("control API: {} {} from {}", route.method(), path, exchange.getRemoteAddress());
    }
    return route.handler().apply(call);
  }

  private JsonNode body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(listen.maxBodyBytes() + 1);
    if (bytes.length > listen.maxBodyBytes()) {
      throw new HttpRefusal(413, "the body is larger than " + listen.maxBodyBytes() + " bytes");
    }
    if (bytes.length == 0) {
      return JSON.createObjectNode();
    }
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw new HttpRefusal(415, "send the body as application/json");
    }
    try {
      JsonNode body = JSON.readTree(bytes);
      if (!body.isObject()) {
        throw new HttpRefusal(400, "the body must be a JSON object");
      }
      return body;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String place =
          at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
      throw new HttpRefusal(400, "the body is no JSON: " + place + e.getOriginalMessage());
    }
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    if (raw != null && !raw.isEmpty()) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        query.putIfAbsent(
            Route.decode(name), equals < 0 ? "" : Route.decode(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}

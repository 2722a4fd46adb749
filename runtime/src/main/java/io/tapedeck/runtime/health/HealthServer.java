package io.tapedeck.runtime.health;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tapedeck.runtime.redaction.Redactor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code /metrics}, {@code /health/live}, {@code /health/ready}, {@code /health} (as ready)
 * and {@code /info}, GET and HEAD only. Started and stopped once.
 */
public final class HealthServer {
  private static final Logger LOG = LoggerFactory.getLogger(HealthServer.class);
  private static final String JSON = "application/json; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final int THREADS = 2;

  private final String service;
  private final HealthConfig config;
  private final Supplier<List<HealthCheck>> checks;
  private final Supplier<String> metrics;
  private final BuildInfo build;
  private final JsonMapper json = new JsonMapper();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "health");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable HttpServer server;

  /**
   * A server, not yet listening.
   *
   * @param checks asked anew for each request
   * @param metrics the Prometheus text, asked anew for each request
   */
  public HealthServer(
      String service,
      HealthConfig config,
      Supplier<List<HealthCheck>> checks,
      Supplier<String> metrics,
      BuildInfo build) {
    this.service = service;
    this.config = config;
    this.checks = checks;
    this.metrics = metrics;
    this.build = build;
  }

  /**
   * Listens.
   *
   * @throws BindFailure if the port is taken, naming its owner where possible
   */
  public synchronized void start() throws IOException {
    InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
    HttpServer created;
    try {
      created = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw BindFailure.of(service + " health server", address, "health.port", e);
    }
    route(created, "/metrics", () -> new Answer(200, PROMETHEUS, metrics.get()));
    route(created, "/health/live", () -> health(HealthCheck.Kind.LIVE));
    route(created, "/health/ready", () -> health(HealthCheck.Kind.READY));
    route(created, "/health", () -> health(HealthCheck.Kind.READY));
    route(created, "/info", this::info);
    route(created, "/", () -> new Answer(404, JSON, "{\"status\":\"NOT_FOUND\"}"));
    created.setExecutor(threads);
    created.start();
    server = created;
    if (!address.getAddress().isLoopbackAddress()) {
      LOG.warn("{} health and metrics are readable from other machines at {}", service, address);
    }
    LOG.info("{} health and metrics at http://{}:{}", service, config.host(), port());
  }

  /** The port listened on. */
  public synchronized int port() {
    if (server == null) {
      throw new IllegalStateException("The health server of " + service + " is not started");
    }
    return server.getAddress().getPort();
  }

  /** Stops listening; open requests are cut. */
  public synchronized void stop(Duration timeout) {
    if (server != null) {
      server.stop(0);
    }
    threads.shutdownNow();
  }

  private void route(HttpServer created, String path, Supplier<Answer> answer) {
    created.createContext(path, exchange -> respond(exchange, path, answer));
  }

  private void respond(HttpExchange exchange, String path, Supplier<Answer> answer)
      throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      boolean exact = path.equals("/") || exchange.getRequestURI().getPath().equals(path);
      Answer chosen;
      if (!method.equals("GET") && !method.equals("HEAD")) {
        chosen = new Answer(405, JSON, "{\"status\":\"METHOD_NOT_ALLOWED\"}");
      } else if (!exact) {
        chosen = new Answer(404, JSON, "{\"status\":\"NOT_FOUND\"}");
      } else {
        chosen = answer.get();
      }
      byte[] body = chosen.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", chosen.contentType());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      boolean head = method.equals("HEAD");
      exchange.sendResponseHeaders(chosen.status(), head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Answer health(HealthCheck.Kind kind) {
    boolean allUp = true;
    ObjectNode answer = json.createObjectNode();
    ArrayNode answers = json.createArrayNode();
    for (HealthCheck check : checks.get()) {
      if (check.kind() == kind) {
        HealthCheck.Result result = ask(check);
        allUp &= result.up();
        answers
            .addObject()
            .put("name", check.name())
            .put("status", result.up() ? "UP" : "DOWN")
            .put("detail", Redactor.process().scrub(result.detail()));
      }
    }
    answer.put("service", service);
    answer.put("status", allUp ? "UP" : "DOWN");
    answer.set("checks", answers);
    return new Answer(allUp ? 200 : 503, JSON, answer.toString());
  }

  private static HealthCheck.Result ask(HealthCheck check) {
    try {
      return check.check();
    } catch (RuntimeException e) {
      LOG.warn("Health check {} failed", check.name(), e);
      return HealthCheck.Result.down("the check itself failed: " + e);
    }
  }

  private Answer info() {
    ObjectNode info =
        json.createObjectNode()
            .put("service", service)
            .put("version", build.version())
            .put("commit", build.commit())
            .put("java", Runtime.version().toString());
    return new Answer(200, JSON, info.toString());
  }

  private record Answer(int status, String contentType, String body) {}
}

package io.tapedeck.localstack.registry.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.tapedeck.localstack.registry.catalog.Catalog;
import io.tapedeck.localstack.registry.catalog.Change;
import io.tapedeck.localstack.registry.catalog.RegistryException;
import io.tapedeck.localstack.registry.kafka.SchemasLog;
import io.tapedeck.localstack.registry.kafka.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads requests, finds their route, and turns answers and refusals into responses. */
public final class HttpFront implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

  /** A record of the topic must stay below Kafka's megabyte, with the schema escaped in it. */
  private static final int LARGEST_BODY = 900_000;

  private static final long LARGEST_DRAINED = 16L << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Route> routes;

  public HttpFront(Catalog catalog, SchemasLog log) {
    routes =
        new Api(
                catalog.lookup(),
                catalog.registrar(),
                new Api.Writer() {
                  @Override
                  public <T> T write(Supplier<Change<T>> decision) throws InterruptedException {
                    return log.write(decision);
                  }
                })
            .routes();
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      try {
        byte[] body = readBody(exchange);
        respond(exchange, 200, answer(method, exchange, body));
      } catch (RegistryException refused) {
        refuse(exchange, refused.status(), refused.code(), String.valueOf(refused.getMessage()));
      } catch (StoreException undurable) {
        LOG.warn("{} {}: {}", method, exchange.getRequestURI(), undurable.getMessage());
        refuse(
            exchange,
            500,
            50001,
            "Error in the backend data store: " + undurable.getMessage() + ". Try again.");
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        refuse(exchange, 503, 503, "The registry is stopping");
      } catch (RuntimeException defect) {
        LOG.error("{} {}", method, exchange.getRequestURI(), defect);
        refuse(exchange, 500, 500, "Internal error: " + defect);
      }
    }
  }

  private Object answer(String method, HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    URI uri = exchange.getRequestURI();
    List<String> path =
        Stream.of(uri.getRawPath().split("/"))
            .filter(part -> !part.isEmpty())
            .map(HttpFront::decode)
            .toList();
    List<String> allowed = new ArrayList<>();
    for (Route route : routes) {
      Optional<List<String>> parts = route.match(path);
      if (parts.isPresent() && route.method().equals(method)) {
        return route.answer().to(new Call(parts.get(), query(uri.getRawQuery()), json(body)));
      }
      parts.ifPresent(other -> allowed.add(route.method()));
    }
    if (allowed.isEmpty()) {
      throw new RegistryException(404, "HTTP 404 Not Found: no such path " + uri.getPath());
    }
    exchange.getResponseHeaders().set("Allow", String.join(", ", allowed));
    throw new RegistryException(
        405, "HTTP 405 Method Not Allowed: " + uri.getPath() + " takes " + allowed);
  }

  /**
   * Always read, wanted or not: the server drops a connection with an unread body, and the client
   * then loses the answer that tells it why.
   */
  private static byte[] readBody(HttpExchange exchange) throws IOException {
    InputStream input = exchange.getRequestBody();
    byte[] bytes = input.readNBytes(LARGEST_BODY + 1);
    if (bytes.length > LARGEST_BODY) {
      exchange.getResponseHeaders().set("Connection", "close");
      byte[] dropped = new byte[1 << 16];
      for (long left = LARGEST_DRAINED; left > 0 && input.read(dropped) >= 0; ) {
        left -= dropped.length;
      }
      throw new RegistryException(
          413, "HTTP 413: the body is larger than " + LARGEST_BODY + " bytes");
    }
    return bytes;
  }

  private static JsonNode json(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new RegistryException(
          400,
          "The body is not JSON, line "
              + (e.getLocation() == null ? "?" : e.getLocation().getLineNr())
              + ": "
              + e.getOriginalMessage(),
          e);
    }
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&")) {
        int equals = pair.indexOf('=');
        query.put(
            decode(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decode(String part) {
    try {
      return URLDecoder.decode(part, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new RegistryException(400, "Not a URL-encoded text: " + part, e);
    }
  }

  private static void refuse(HttpExchange exchange, int status, int code, String message)
      throws IOException {
    respond(
        exchange, status, JSON.createObjectNode().put("error_code", code).put("message", message));
  }

  private static void respond(HttpExchange exchange, int status, Object content)
      throws IOException {
    byte[] bytes =
        content instanceof Api.Raw raw
            ? raw.json().getBytes(StandardCharsets.UTF_8)
            : JSON.writeValueAsBytes(content);
    exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}

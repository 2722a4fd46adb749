package io.tapedeck.signals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tapedeck.schemas.registry.RegistrySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** As much of a registry as the formats ask for: every schema is registered. */
final class SchemaServer implements AutoCloseable {
  private final HttpServer server;
  private final List<String> bodies = new ArrayList<>();

  SchemaServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/subjects/", this::register);
    server.createContext("/schemas/ids/", this::schema);
    server.start();
  }

  RegistrySettings settings() {
    return RegistrySettings.of("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private synchronized void register(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!bodies.contains(body)) {
      bodies.add(body);
    }
    answer(exchange, 200, "{\"id\":" + (bodies.indexOf(body) + 1) + ",\"version\":1}");
  }

  private synchronized void schema(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    int id = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    if (id < 1 || id > bodies.size()) {
      answer(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
    } else {
      answer(exchange, 200, bodies.get(id - 1));
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

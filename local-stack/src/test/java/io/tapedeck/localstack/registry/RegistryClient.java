package io.tapedeck.localstack.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Speaks to a registry as curl would. */
final class RegistryClient {
  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final String base;

  RegistryClient(String base) {
    this.base = base;
  }

  record Reply(int status, String contentType, JsonNode body) {}

  Reply get(String path) {
    return send("GET", path, "");
  }

  Reply delete(String path) {
    return send("DELETE", path, "");
  }

  Reply put(String path, String body) {
    return send("PUT", path, body);
  }

  Reply post(String path, String body) {
    return send("POST", path, body);
  }

  Reply register(String subject, String schema) {
    return post("/subjects/" + subject + "/versions", wrapped(schema));
  }

  int id(String subject, String schema) {
    Reply reply = register(subject, schema);
    if (reply.status() != 200) {
      throw new AssertionError(reply.toString());
    }
    return reply.body().get("id").intValue();
  }

  static String wrapped(String schema) {
    return JSON.createObjectNode().put("schema", schema).toString();
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Reply send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .header("Accept", "application/vnd.schemaregistry.v1+json, application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> reply = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Reply(
          reply.statusCode(),
          reply.headers().firstValue("Content-Type").orElse(""),
          reply.body().isEmpty() ? JSON.nullNode() : JSON.readTree(reply.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

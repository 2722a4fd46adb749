package io.tapedeck.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A REST client for tests, with a signature of its own. */
final class RestClient {
  static final String KEY = "test-key";
  static final String SECRET =
      "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private final AtomicLong nonce = new AtomicLong(System.currentTimeMillis() * 1_000);

  RestClient(VenueSimulator venue) {
    this(venue.restUrl());
  }

  RestClient(String url) {
    this.base = url;
  }

  static SimulatorConfig.ApiAccount account(String... assetsAndAmounts) {
    Map<String, String> balances = new HashMap<>();
    for (int i = 0; i < assetsAndAmounts.length; i += 2) {
      balances.put(assetsAndAmounts[i], assetsAndAmounts[i + 1]);
    }
    return new SimulatorConfig.ApiAccount("main", KEY, SECRET, balances);
  }

  static String sign(String path, String nonce, String body) throws Exception {
    byte[] inner =
        MessageDigest.getInstance("SHA-256")
            .digest((nonce + body).getBytes(StandardCharsets.UTF_8));
    Mac mac = Mac.getInstance("HmacSHA512");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET), "HmacSHA512"));
    mac.update(path.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(mac.doFinal(inner));
  }

  /** A signed call; parameters are name, value, name, value. */
  JsonNode call(String method, String... parameters) throws Exception {
    return SocketClient.json(raw(method, parameters).body());
  }

  /** The result, of a call that must succeed. */
  JsonNode result(String method, String... parameters) throws Exception {
    JsonNode answer = call(method, parameters);
    if (!answer.path("error").isEmpty()) {
      throw new AssertionError(method + " failed: " + answer);
    }
    return answer.get("result");
  }

  /** The one error, of a call that must fail. */
  String error(String method, String... parameters) throws Exception {
    JsonNode answer = call(method, parameters);
    if (answer.path("error").size() != 1) {
      throw new AssertionError(method + " did not fail: " + answer);
    }
    return answer.at("/error/0").asText();
  }

  HttpResponse<String> raw(String method, String... parameters) throws Exception {
    return rawWithNonce(String.valueOf(nonce.incrementAndGet()), method, parameters);
  }

  HttpResponse<String> rawWithNonce(String fixedNonce, String method, String... parameters)
      throws Exception {
    StringBuilder body = new StringBuilder("nonce=" + fixedNonce);
    for (int i = 0; i < parameters.length; i += 2) {
      body.append('&')
          .append(parameters[i])
          .append('=')
          .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
    }
    String path = "/0/private/" + method;
    return post(path, body.toString(), KEY, sign(path, fixedNonce, body.toString()));
  }

  HttpResponse<String> post(String path, String body, String key, String sign)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(20))
            .header("API-Key", key)
            .header("API-Sign", sign)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return SocketClient.json(
        http.send(
                HttpRequest.newBuilder(URI.create(base + path)).build(),
                HttpResponse.BodyHandlers.ofString())
            .body());
  }

  JsonNode control(String path, String body) throws IOException, InterruptedException {
    return SocketClient.json(
        http.send(
                HttpRequest.newBuilder(URI.create(base + "/control/" + path))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body());
  }
}

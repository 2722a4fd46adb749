package io.tapedeck.executor.venue.kraken;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.executor.venue.CallObserver;
import io.tapedeck.executor.venue.VenueUnavailableException;
import io.tapedeck.executor.venue.wire.VenueHttp;
import io.tapedeck.executor.venue.wire.VenueJson;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * REST transport: signs, sends once, and says what came back. No redirects, no repeats below us, a
 * total deadline on every call. One call at a time, so that nonces arrive in order.
 */
final class KrakenRest implements AutoCloseable {
  private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");
  private static final String PRIVATE = "/0/private/";
  private static final String PUBLIC = "/0/public/";
  private static final int READ_ATTEMPTS = 3;

  private final String base;
  private final String apiKey;
  private final KrakenSignature signature;
  private final Nonces nonces;
  private final Duration retryDelay;
  private final CallObserver observer;
  private final VenueHttp http;

  KrakenRest(
      URI base,
      String apiKey,
      KrakenSignature signature,
      Nonces nonces,
      Duration callTimeout,
      Duration retryDelay,
      CallObserver observer) {
    String text = base.toString();
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.apiKey = apiKey;
    this.signature = signature;
    this.nonces = nonces;
    this.retryDelay = retryDelay;
    this.observer = observer;
    this.http = new VenueHttp(callTimeout, observer);
  }

  /** Sends a private request once. Never throws for what the network or the venue does. */
  KrakenReply send(String method, Map<String, String> form) {
    return send(method, method, form);
  }

  private synchronized KrakenReply send(String call, String method, Map<String, String> form) {
    String nonce = Long.toString(nonces.next());
    String path = PRIVATE + method;
    String body = encode(nonce, form);
    Request.Builder request =
        new Request.Builder()
            .url(base + path)
            .header("API-Key", apiKey)
            .header("API-Sign", signature.of(path, nonce, body))
            .post(RequestBody.create(body.getBytes(StandardCharsets.UTF_8), FORM));
    return call(call, request);
  }

  /**
   * The result of a private call that changes nothing; repeated when no answer came.
   *
   * @throws VenueUnavailableException if there is no result
   */
  JsonNode read(String method, Map<String, String> form) {
    return read(method, () -> send(method, form));
  }

  /**
   * The result of a public call.
   *
   * @throws VenueUnavailableException if there is no result
   */
  JsonNode readPublic(String method) {
    return read(method, () -> call(method, new Request.Builder().url(base + PUBLIC + method)));
  }

  /**
   * The errors that a private call is answered with, null if it is done.
   *
   * @throws VenueUnavailableException if there is no usable answer
   */
  @Nullable String refusal(String method, Map<String, String> form) {
    KrakenReply reply = send("plain " + method, method, form);
    if (reply instanceof KrakenReply.Unclear unclear) {
      throw new VenueUnavailableException("Kraken " + method + " failed: " + unclear.why());
    }
    return reply instanceof KrakenReply.Errors errors ? errors.text() : null;
  }

  private JsonNode read(String method, java.util.function.Supplier<KrakenReply> call) {
    String why = "";
    for (int attempt = 1; attempt <= READ_ATTEMPTS; attempt++) {
      KrakenReply reply = call.get();
      if (reply instanceof KrakenReply.Result result) {
        return result.result();
      }
      if (reply instanceof KrakenReply.Errors errors) {
        why = errors.text();
        if (KrakenErrors.definitive(errors.errors()) && !KrakenErrors.rateLimit(errors.errors())) {
          break;
        }
      } else {
        why = ((KrakenReply.Unclear) reply).why();
      }
      if (attempt < READ_ATTEMPTS && !pause(attempt)) {
        break;
      }
    }
    throw new VenueUnavailableException("Kraken " + method + " failed: " + why);
  }

  private boolean pause(int attempt) {
    try {
      Thread.sleep(retryDelay.toMillis() * attempt);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private KrakenReply call(String method, Request.Builder request) {
    VenueHttp.Answer answer = http.call(method, request);
    if (answer.failure() != null) {
      return new KrakenReply.Unclear(answer.failure());
    }
    if (answer.status() != 200) {
      return new KrakenReply.Unclear("HTTP status " + answer.status());
    }
    KrakenReply reply = parse(answer.body());
    if (reply instanceof KrakenReply.Errors errors && KrakenErrors.rateLimit(errors.errors())) {
      observer.rateLimited(method);
    }
    return reply;
  }

  /** Kraken answers errors with status 200, too. */
  static KrakenReply parse(String body) {
    JsonNode answer;
    try {
      answer = VenueJson.parse(body);
    } catch (JsonProcessingException e) {
      return new KrakenReply.Unclear("an answer that is no JSON, " + body.length() + " characters");
    }
    if (!answer.path("error").isArray()) {
      return new KrakenReply.Unclear("an answer without an error array");
    }
    List<String> errors = new ArrayList<>();
    answer
        .path("error")
        .forEach(
            error -> {
              if (error.asText().startsWith("E")) {
                errors.add(error.asText());
              }
            });
    if (!errors.isEmpty()) {
      return new KrakenReply.Errors(errors);
    }
    return answer.has("result")
        ? new KrakenReply.Result(answer.path("result"))
        : new KrakenReply.Unclear("an answer without error and result");
  }

  private static String encode(String nonce, Map<String, String> form) {
    StringJoiner body = new StringJoiner("&");
    body.add("nonce=" + nonce);
    form.forEach(
        (key, value) -> body.add(key + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return body.toString();
  }

  @Override
  public void close() {
    http.close();
  }
}

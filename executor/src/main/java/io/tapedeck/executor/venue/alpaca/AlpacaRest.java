package io.tapedeck.executor.venue.alpaca;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.executor.venue.CallObserver;
import io.tapedeck.executor.venue.VenueUnavailableException;
import io.tapedeck.executor.venue.wire.VenueHttp;
import io.tapedeck.executor.venue.wire.VenueJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** REST transport: authenticates, sends once, and says what came back. Thread-safe. */
final class AlpacaRest implements AutoCloseable {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final String VERSION = "/v2";
  private static final int READ_ATTEMPTS = 3;
  private static final int TOO_MANY_REQUESTS = 429;

  private final String base;
  private final String key;
  private final String secret;
  private final Duration retryDelay;
  private final VenueHttp http;

  AlpacaRest(
      URI base,
      String key,
      String secret,
      Duration callTimeout,
      Duration retryDelay,
      CallObserver observer) {
    this.base = base(base);
    this.key = key;
    this.secret = secret;
    this.retryDelay = retryDelay;
    this.http = new VenueHttp(callTimeout, observer);
  }

  /** With or without a version at its end, it is the same place. */
  static String base(URI given) {
    String text = given.toString();
    while (text.endsWith("/")) {
      text = text.substring(0, text.length() - 1);
    }
    return (text.endsWith(VERSION) ? text.substring(0, text.length() - VERSION.length()) : text)
        + VERSION;
  }

  /** Sends what changes something, once. Never throws for what the network or the venue does. */
  AlpacaReply send(String call, String method, String path, @Nullable JsonNode body) {
    return reply(
        http.call(
            call,
            request(path)
                .method(
                    method,
                    body == null
                        ? null
                        : RequestBody.create(
                            VenueJson.write(body).getBytes(StandardCharsets.UTF_8), JSON))));
  }

  /** Asks once. Never throws for what the network or the venue does. */
  AlpacaReply ask(String call, String path) {
    return reply(http.call(call, request(path)));
  }

  /**
   * What a path holds; asked again when no answer came.
   *
   * @return null where Alpaca says there is no such thing
   * @throws VenueUnavailableException if there is no usable answer
   */
  @Nullable JsonNode find(String call, String path) {
    String why = "";
    for (int attempt = 1; attempt <= READ_ATTEMPTS; attempt++) {
      AlpacaReply reply = ask(call, path);
      if (reply instanceof AlpacaReply.Done done) {
        return done.body();
      }
      if (reply instanceof AlpacaReply.Refused refused) {
        if (refused.status() == 404) {
          return null;
        }
        why = refused.text();
        if (refused.status() != TOO_MANY_REQUESTS) {
          break;
        }
      } else {
        why = ((AlpacaReply.Unclear) reply).why();
      }
      if (attempt < READ_ATTEMPTS && !pause(attempt)) {
        break;
      }
    }
    throw new VenueUnavailableException("Alpaca " + call + " failed: " + why);
  }

  /**
   * What a path must hold.
   *
   * @throws VenueUnavailableException if there is no usable answer
   */
  JsonNode read(String call, String path) {
    JsonNode found = find(call, path);
    if (found == null) {
      throw new VenueUnavailableException("Alpaca " + call + " failed: 404");
    }
    return found;
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

  private Request.Builder request(String path) {
    return new Request.Builder()
        .url(base + path)
        .header("APCA-API-KEY-ID", key)
        .header("APCA-API-SECRET-KEY", secret);
  }

  /** A 4xx counts as Alpaca's word only in Alpaca's own form; a proxy's page proves nothing. */
  static AlpacaReply reply(VenueHttp.Answer answer) {
    String failure = answer.failure();
    if (failure != null) {
      return new AlpacaReply.Unclear(failure);
    }
    int status = answer.status();
    if (status == 204) {
      return AlpacaReply.Done.EMPTY;
    }
    JsonNode body;
    try {
      body = VenueJson.parse(answer.body());
    } catch (JsonProcessingException e) {
      return new AlpacaReply.Unclear("HTTP status " + status + " with what is no JSON");
    }
    if (status >= 200 && status < 300) {
      return new AlpacaReply.Done(body);
    }
    if (status >= 400 && status < 500 && body.path("message").isTextual()) {
      return new AlpacaReply.Refused(
          status,
          body.path("code").asInt(),
          body.path("message").asText(),
          answer.retryAfterSeconds());
    }
    return new AlpacaReply.Unclear("HTTP status " + status);
  }

  @Override
  public void close() {
    http.close();
  }
}

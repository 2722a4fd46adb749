package io.tapedeck.executor.venue.kraken;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.executor.venue.CallObserver;
import io.tapedeck.executor.venue.VenueUnavailableException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * REST transport: signs, sends once, and says what came back. No redirects, no repeats below us, a
 * total deadline on every call. One call at a time, so that nonces arrive in order.
 */
final class KrakenRest implements AutoCloseable {
  private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");
  private static final String PRIVATE = "/0/private/";
  private static final String PUBLIC = "/0/public/";
  private static final int READ_ATTEMPTS = 3;
  private static final long LARGEST_ANSWER = 8L << 20;

  private final String base;
  private final String apiKey;
  private final KrakenSignature signature;
  private final Nonces nonces;
  private final Duration retryDelay;
  private final CallObserver observer;
  private final OkHttpClient client;

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
    this.client =
        new OkHttpClient.Builder()
            .callTimeout(callTimeout)
            .connectTimeout(callTimeout)
            .readTimeout(callTimeout)
            .writeTimeout(callTimeout)
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            // shorter than any server keeps an idle connection, which else fails the next send
            .connectionPool(new ConnectionPool(2, 15, TimeUnit.SECONDS))
            .eventListener(new Sent(observer))
            .build();
  }

  /** Sends a private request once. Never throws for what the network or the venue does. */
  synchronized KrakenReply send(String method, Map<String, String> form) {
    String nonce = Long.toString(nonces.next());
    String path = PRIVATE + method;
    String body = encode(nonce, form);
    Request request =
        new Request.Builder()
            .url(base + path)
            .header("API-Key", apiKey)
            .header("API-Sign", signature.of(path, nonce, body))
            .tag(String.class, method)
            .post(RequestBody.create(body.getBytes(StandardCharsets.UTF_8), FORM))
            .build();
    return call(method, request);
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
    Request request =
        new Request.Builder().url(base + PUBLIC + method).tag(String.class, method).get().build();
    return read(method, () -> call(method, request));
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

  private KrakenReply call(String method, Request request) {
    long begin = System.nanoTime();
    try (Response response = client.newCall(request).execute()) {
      return reply(method, response.code(), text(response));
    } catch (InterruptedIOException e) {
      observer.timedOut(method);
      return new KrakenReply.Unclear("no answer in time: " + e.getMessage());
    } catch (IOException e) {
      return new KrakenReply.Unclear(
          "no answer: " + e.getClass().getSimpleName() + ": " + e.getMessage());
    } finally {
      observer.callEnded(method, System.nanoTime() - begin);
    }
  }

  private static String text(Response response) throws IOException {
    okio.Buffer buffer = new okio.Buffer();
    var source = response.body().source();
    while (source.read(buffer, LARGEST_ANSWER) != -1) {
      if (buffer.size() > LARGEST_ANSWER) {
        throw new IOException("an answer of more than " + LARGEST_ANSWER + " bytes");
      }
    }
    return buffer.readUtf8();
  }

  private KrakenReply reply(String method, int status, String body) {
    if (status == 429) {
      observer.rateLimited(method);
    }
    if (status != 200) {
      return new KrakenReply.Unclear("HTTP status " + status);
    }
    KrakenReply reply = parse(body);
    if (reply instanceof KrakenReply.Errors errors && KrakenErrors.rateLimit(errors.errors())) {
      observer.rateLimited(method);
    }
    return reply;
  }

  /** Kraken answers errors with status 200, too. */
  static KrakenReply parse(String body) {
    JsonNode answer;
    try {
      answer = KrakenJson.parse(body);
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
    client.dispatcher().cancelAll();
    client.connectionPool().evictAll();
    client.dispatcher().executorService().shutdown();
  }

  /** Tells when a request's bytes are with the network. */
  private static final class Sent extends EventListener {
    private final CallObserver observer;

    Sent(CallObserver observer) {
      this.observer = observer;
    }

    @Override
    public void requestBodyEnd(Call call, long byteCount) {
      String method = call.request().tag(String.class);
      observer.requestSent(method == null ? "" : method);
    }
  }
}

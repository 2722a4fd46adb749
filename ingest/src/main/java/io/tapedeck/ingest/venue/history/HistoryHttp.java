package io.tapedeck.ingest.venue.history;

import io.tapedeck.ingest.core.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * GETs at no more than a pace, obeying {@code Retry-After} and {@code X-RateLimit-Reset}; what may
 * pass (no answer, 429, 5xx) is tried again, other refusals are not. Used by one thread.
 */
public final class HistoryHttp {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryHttp.class);
  private static final int ATTEMPTS = 6;
  private static final Duration CALL = Duration.ofSeconds(30);
  private static final long LONGEST_WAIT_SECONDS = 300;

  private final OkHttpClient client =
      new OkHttpClient.Builder()
          .callTimeout(CALL)
          .retryOnConnectionFailure(false)
          .followRedirects(false)
          .build();
  private final Map<String, String> headers;
  private final long paceNanos;
  private final Backoff backoff =
      new Backoff(
          Duration.ofMillis(200),
          Duration.ofSeconds(30),
          () -> ThreadLocalRandom.current().nextDouble());
  private long notBefore = System.nanoTime();

  /**
   * A client.
   *
   * @param headers on every request
   * @param requestsAMinute at most
   */
  public HistoryHttp(Map<String, String> headers, int requestsAMinute) {
    this.headers = Map.copyOf(headers);
    this.paceNanos = TimeUnit.MINUTES.toNanos(1) / requestsAMinute;
  }

  /** Decides whether an answer of 200 is one; for venues that hide refusals in it. */
  @FunctionalInterface
  interface Judge {
    /** Null if it is an answer, else the venue's words for asking too much. */
    @Nullable String tooMuch(String body) throws IOException;
  }

  /** The body of an answer. */
  String get(HttpUrl url, Judge judge) throws IOException, InterruptedException {
    String problem = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      await();
      Request.Builder request = new Request.Builder().url(url);
      headers.forEach(request::header);
      try (Response response = client.newCall(request.build()).execute();
          ResponseBody body = response.body()) {
        String text = body.string();
        long now = System.nanoTime();
        if (response.code() == 200) {
          String tooMuch = judge.tooMuch(text);
          if (tooMuch == null) {
            backoff.succeeded();
            notBefore = now + Math.max(paceNanos, exhausted(response));
            return text;
          }
          problem = tooMuch;
          notBefore = now + Math.max(TimeUnit.SECONDS.toNanos(1), backoff.next());
        } else if (response.code() == 429 || response.code() >= 500) {
          problem = "HTTP " + response.code() + " " + clip(text);
          notBefore = now + Math.max(retryAfter(response), backoff.next());
        } else {
          throw new Refused("HTTP " + response.code() + " " + clip(text));
        }
      } catch (Refused e) {
        throw new IOException(url.host() + url.encodedPath() + ": " + e.getMessage(), e);
      } catch (IOException e) {
        problem = String.valueOf(e.getMessage());
        notBefore = System.nanoTime() + backoff.next();
      }
      LOG.warn(
          "history: {} of {}, waiting {} ms",
          problem,
          url.encodedPath(),
          Math.max(0, notBefore - System.nanoTime()) / 1_000_000);
    }
    throw new IOException(
        url.host() + url.encodedPath() + ": given up after " + ATTEMPTS + " attempts: " + problem);
  }

  /** Not worth another attempt. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private void await() throws InterruptedException {
    long wait = notBefore - System.nanoTime();
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }

  private static long retryAfter(Response response) {
    return TimeUnit.SECONDS.toNanos(number(response.header("Retry-After")));
  }

  /** How long to wait if this answer used up what is allowed. */
  private static long exhausted(Response response) {
    if (!"0".equals(response.header("X-RateLimit-Remaining"))) {
      return 0;
    }
    long reset = number(response.header("X-RateLimit-Reset"));
    long date = System.currentTimeMillis() / 1_000;
    return TimeUnit.SECONDS.toNanos(Math.min(LONGEST_WAIT_SECONDS, Math.max(1, reset - date)));
  }

  private static long number(@Nullable String text) {
    boolean whole = text != null && text.matches("\\d{1,12}");
    return whole ? Math.min(Long.parseLong(text), Long.MAX_VALUE / 2) : 0;
  }

  private static String clip(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }
}

package io.tapedeck.executor.venue.wire;

import io.tapedeck.executor.venue.CallObserver;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * HTTP as an order needs it: no redirects, no repeats below us, a total deadline on every call, a
 * bounded answer. Thread-safe.
 */
public final class VenueHttp implements AutoCloseable {
  private static final long LARGEST_ANSWER = 8L << 20;
  private static final int TOO_MANY_REQUESTS = 429;

  private final CallObserver observer;
  private final OkHttpClient client;

  /**
   * What came back.
   *
   * @param failure why there is no answer, or null if there is one
   * @param status HTTP status, 0 without an answer
   * @param body empty without an answer
   * @param retryAfterSeconds what the venue asks to wait, 0 if it does not
   * @param remaining requests left in the venue's window, -1 if it does not say
   */
  public record Answer(
      @Nullable String failure, int status, String body, long retryAfterSeconds, int remaining) {}

  public VenueHttp(Duration callTimeout, CallObserver observer) {
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

  /** One call, once. Never throws for what the network or the venue does. */
  public Answer call(String name, Request.Builder request) {
    long begin = System.nanoTime();
    try (Response response = client.newCall(request.tag(String.class, name).build()).execute()) {
      if (response.code() == TOO_MANY_REQUESTS) {
        observer.rateLimited(name);
      }
      return new Answer(
          null,
          response.code(),
          text(response),
          whole(response.header("Retry-After"), 0),
          (int) whole(response.header("X-RateLimit-Remaining"), -1));
    } catch (InterruptedIOException e) {
      observer.timedOut(name);
      return failed("no answer in time: " + e.getMessage());
    } catch (IOException e) {
      return failed("no answer: " + e.getClass().getSimpleName() + ": " + e.getMessage());
    } finally {
      observer.callEnded(name, System.nanoTime() - begin);
    }
  }

  private static Answer failed(String why) {
    return new Answer(why, 0, "", 0, -1);
  }

  private static long whole(@Nullable String header, long otherwise) {
    try {
      return header == null ? otherwise : Math.max(0, Long.parseLong(header.strip()));
    } catch (NumberFormatException e) {
      return otherwise; // a date is allowed there, too; then the lane's own pace must do
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
    public void requestHeadersEnd(Call call, Request request) {
      if (request.body() == null) {
        sent(call);
      }
    }

    @Override
    public void requestBodyEnd(Call call, long byteCount) {
      sent(call);
    }

    private void sent(Call call) {
      String name = call.request().tag(String.class);
      observer.requestSent(name == null ? "" : name);
    }
  }
}

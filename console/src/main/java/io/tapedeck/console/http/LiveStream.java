package io.tapedeck.console.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushes news to lookers as server-sent events, ten times a second at most, each looker with a
 * thread of its own, so that a slow one delays nobody. Thread-safe.
 */
final class LiveStream {
  private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);
  private static final int MOST_LOOKERS = 16;
  private static final Duration PERIOD = Duration.ofMillis(100);

  /** Without news a line is sent after so many periods: else a lost looker would never be found. */
  private static final int QUIET_PERIODS = 50;

  private final Supplier<Supplier<Map<String, Object>>> lookers;
  private final ObjectMapper json;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          MOST_LOOKERS,
          30,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> {
            Thread thread = new Thread(task, "console-stream");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * A stream.
   *
   * @param lookers gives each new looker its source of news, which answers empty if there are none
   */
  LiveStream(Supplier<Supplier<Map<String, Object>>> lookers, ObjectMapper json) {
    this.lookers = lookers;
    this.json = json;
  }

  /**
   * Takes an admitted exchange over and answers it until its looker goes.
   *
   * @throws HttpRefusal if too many look already
   */
  void serve(HttpExchange exchange) {
    try {
      threads.execute(() -> run(exchange));
    } catch (RejectedExecutionException e) {
      throw new HttpRefusal(503, "already " + MOST_LOOKERS + " pages are open; close one");
    }
  }

  private void run(HttpExchange exchange) {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      Supplier<Map<String, Object>> source = lookers.get();
      int quiet = 0;
      while (!threads.isShutdown()) {
        Map<String, Object> news = source.get();
        if (!news.isEmpty()) {
          out.write(
              ("data: " + json.writeValueAsString(news) + "\n\n").getBytes(StandardCharsets.UTF_8));
          out.flush();
          quiet = 0;
        } else if (++quiet == QUIET_PERIODS) {
          out.write(": quiet\n\n".getBytes(StandardCharsets.UTF_8));
          out.flush();
          quiet = 0;
        }
        LockSupport.parkNanos(PERIOD.toNanos());
      }
    } catch (IOException e) {
      LOG.debug("console: a page was closed", e);
    }
  }

  void stop() {
    threads.shutdown();
  }
}

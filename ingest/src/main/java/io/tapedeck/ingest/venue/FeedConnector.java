package io.tapedeck.ingest.venue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.ingest.core.Backoff;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.runtime.health.HealthCheck;
import io.tapedeck.runtime.lifecycle.Role;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to the venue: connects, watches for silence, and after a loss connects again,
 * for ever, each time waiting longer. A venue that is away is not our failure.
 */
public final class FeedConnector implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(FeedConnector.class);
  private static final long WATCH_MILLIS = 100;

  private final Settings settings;
  private final FeedQueue queue;
  private final FeedProtocol protocol;
  private final EdgeClock clock;
  private final Backoff backoff;
  private final Counter reconnects;
  private final AtomicLong frames = new AtomicLong();
  private volatile @Nullable FeedSocket socket;
  private volatile boolean stopping;
  private long connections;
  private long pingedNanos;

  /**
   * How to connect.
   *
   * @param url of the venue's WebSocket
   * @param connectTimeout longest time for one attempt
   * @param silence a connection that says nothing for so long is given up
   */
  public record Settings(URI url, Duration connectTimeout, Duration silence) {}

  public FeedConnector(
      Settings settings,
      FeedQueue queue,
      FeedProtocol protocol,
      EdgeClock clock,
      Backoff backoff,
      MeterRegistry meters) {
    this.settings = settings;
    this.queue = queue;
    this.protocol = protocol;
    this.clock = clock;
    this.backoff = backoff;
    this.reconnects = meters.counter("market_data_websocket_reconnects_total");
    meters.gauge("market_data_websocket_connected", this, c -> c.connected() ? 1 : 0);
  }

  @Override
  public String roleName() {
    return "ingest-connector";
  }

  /** Whether a connection is open now. */
  public boolean connected() {
    FeedSocket present = socket;
    return present != null && present.isOpen();
  }

  /** Up while a connection is open. */
  public HealthCheck.Result connectedCheck() {
    return new HealthCheck.Result(
        connected(), (connected() ? "connected to " : "not connected to ") + settings.url());
  }

  /** Up while something was heard within the silence allowed. */
  public HealthCheck.Result freshCheck() {
    FeedSocket present = socket;
    if (present == null) {
      return HealthCheck.Result.down("nothing was heard yet");
    }
    long millis = (clock.monotonicNanos() - present.lastHeardNanos()) / 1_000_000;
    return new HealthCheck.Result(
        present.isOpen() && millis <= settings.silence().toMillis(),
        "last heard " + millis + " ms ago");
  }

  @Override
  public int doWork() throws InterruptedException {
    FeedSocket attempt = new FeedSocket(settings.url(), ++connections, queue, clock, frames);
    socket = attempt;
    attempt.connect();
    awaitOpen(attempt);
    if (attempt.wasOpened()) {
      LOG.info("market_data: WebSocket connected url={}", settings.url());
      backoff.succeeded();
      watch(attempt);
    }
    if (stopping) {
      return 0;
    }
    long wait = backoff.next();
    if (attempt.wasOpened()) {
      LOG.warn(
          "market_data: WebSocket connection lost. Exiting run loop. url={} reason={}",
          settings.url(),
          attempt.problem());
    } else {
      LOG.warn("market_data: WebSocket connection failed: {}", attempt.problem());
    }
    LOG.warn(
        "market_data: Connection failed, retrying in {}s: {}",
        String.format(Locale.ROOT, "%.1f", wait / 1e9),
        attempt.problem());
    reconnects.increment();
    pause(wait);
    return 1;
  }

  private void awaitOpen(FeedSocket attempt) throws InterruptedException {
    long begin = clock.monotonicNanos();
    while (!attempt.wasOpened() && !attempt.awaitEnd(10)) {
      if (stopping || clock.monotonicNanos() - begin > settings.connectTimeout().toNanos()) {
        attempt.cut("no answer within " + settings.connectTimeout().toMillis() + " ms");
        attempt.awaitEnd(WATCH_MILLIS);
        return;
      }
    }
  }

  private void watch(FeedSocket open) throws InterruptedException {
    long silence = settings.silence().toNanos();
    while (!open.awaitEnd(WATCH_MILLIS)) {
      long quiet = clock.monotonicNanos() - open.lastHeardNanos();
      if (stopping) {
        open.close();
        open.awaitEnd(WATCH_MILLIS);
        open.cut("stopping");
        return;
      }
      if (quiet > silence) {
        open.cut("nothing heard for " + quiet / 1_000_000 + " ms");
        open.awaitEnd(WATCH_MILLIS);
        return;
      }
      if (quiet > silence / 2 && clock.monotonicNanos() - pingedNanos > silence / 2) {
        ping(open);
      }
    }
  }

  private void ping(FeedSocket open) {
    pingedNanos = clock.monotonicNanos();
    try {
      open.send(protocol.ping());
    } catch (WebsocketNotConnectedException e) {
      LOG.debug("The connection ended before it could be pinged", e);
    }
  }

  private void pause(long nanos) throws InterruptedException {
    long begin = clock.monotonicNanos();
    synchronized (this) {
      for (long rest = nanos; rest > 0 && !stopping; ) {
        wait(rest / 1_000_000 + 1);
        rest = nanos - (clock.monotonicNanos() - begin);
      }
    }
  }

  @Override
  public void wakeUp() {
    synchronized (this) {
      stopping = true;
      notifyAll();
    }
  }

  @Override
  public void onClose() {
    FeedSocket present = socket;
    if (present != null) {
      present.cut("stopping");
    }
  }
}

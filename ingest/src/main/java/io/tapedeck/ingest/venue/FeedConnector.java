package io.tapedeck.ingest.venue;

import static io.tapedeck.ingest.venue.FeedQueue.Policy.BLOCK;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.ingest.core.Backoff;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.runtime.health.HealthCheck;
import io.tapedeck.runtime.lifecycle.Role;
import java.net.URI;
import java.time.Duration;
import java.util.List;
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
  private static final long WATCH_MILLIS = 50;
  private static final String PRIMARY_IS_BACK = "planned: the primary address answers again";

  private final Settings settings;
  private final FeedQueue queue;
  private final FeedProtocol protocol;
  private final EdgeClock clock;
  private final Backoff backoff;
  private final FeedAddresses addresses;
  private final Counter reconnects;
  private final Counter switches;
  private final AtomicLong frames = new AtomicLong();
  private volatile @Nullable FeedSocket socket;
  private volatile boolean stopping;
  private volatile String trouble = "";
  private volatile URI current;
  private long connections;
  private long pingedNanos;
  private long probedNanos;

  /**
   * How to connect.
   *
   * @param urls of the venue's WebSocket: the primary, then those to fall back on
   * @param failuresToSwitch attempts that fail in a row before the next address is tried
   * @param returnAfter on another address, how often to see whether the primary is there again
   * @param connectTimeout longest time for one attempt
   * @param silence a connection that says nothing for so long is given up
   * @param refusedWait shortest wait after the venue refused us: credentials, rate or plan
   */
  public record Settings(
      List<URI> urls,
      int failuresToSwitch,
      Duration returnAfter,
      Duration connectTimeout,
      Duration silence,
      Duration refusedWait) {
    public Settings {
      urls = List.copyOf(urls);
    }
  }

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
    this.addresses = new FeedAddresses(settings.urls(), settings.failuresToSwitch());
    this.current = addresses.current();
    this.reconnects = meters.counter("market_data_websocket_reconnects_total");
    this.switches = meters.counter("market_data_websocket_switches_total");
    meters.gauge("market_data_websocket_connected", this, c -> c.connected() ? 1 : 0);
    meters.gauge("market_data_websocket_on_backup", this, c -> c.onBackup() ? 1 : 0);
  }

  private boolean onBackup() {
    return !current.equals(settings.urls().get(0));
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
    boolean up = connected() && trouble.isEmpty();
    String state = (connected() ? "connected to " : "not connected to ") + current;
    return new HealthCheck.Result(up, trouble.isEmpty() ? state : state + ": " + trouble);
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
    current = addresses.current();
    // the last connection is closed by now: a venue that allows one would refuse a second
    FeedSocket attempt = new FeedSocket(current, ++connections, queue, clock, frames);
    socket = attempt;
    attempt.connect();
    awaitOpen(attempt);
    if (attempt.wasOpened()) {
      LOG.info("market_data: WebSocket connected url={}", current);
      probedNanos = clock.monotonicNanos();
      watch(attempt);
    }
    if (stopping) {
      return 0;
    }
    again(attempt);
    return 1;
  }

  /** Says what became of the attempt and waits as long as that asks for. */
  private void again(FeedSocket attempt) throws InterruptedException {
    FeedProtocol.Ending ending = attempt.ending();
    trouble = ending == null ? "" : ending + " " + attempt.problem();
    if (attempt.heardAnything() && !refused(ending)) {
      backoff.succeeded();
      addresses.succeeded();
    }
    if (ending == FeedProtocol.Ending.MAINTENANCE || returned(attempt)) {
      LOG.info("market_data: Planned reconnect url={} reason={}", current, attempt.problem());
    } else if (attempt.wasOpened()) {
      LOG.warn(
          "market_data: WebSocket connection lost. Exiting run loop. url={} reason={}",
          current,
          attempt.problem());
    } else {
      LOG.warn("market_data: WebSocket connection failed: {}", attempt.problem());
    }
    reconnects.increment();
    if (returned(attempt)) {
      addresses.backToPrimary();
      switches.increment();
      return;
    }
    if (addresses.failed()) {
      switches.increment();
      LOG.warn("market_data: Switching feed from={} to={}", current, addresses.current());
    }
    long wait = backoff.next();
    if (refused(ending)) {
      wait = Math.max(wait, settings.refusedWait().toNanos());
    }
    LOG.warn(
        "market_data: Connection failed, retrying in {}s: {}",
        String.format(Locale.ROOT, "%.1f", wait / 1e9),
        attempt.problem());
    pause(wait);
  }

  private static boolean refused(FeedProtocol.@Nullable Ending ending) {
    return ending != null && ending != FeedProtocol.Ending.MAINTENANCE;
  }

  private static boolean returned(FeedSocket attempt) {
    return attempt.problem().equals(PRIMARY_IS_BACK);
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
    long begin = clock.monotonicNanos();
    while (!open.awaitEnd(WATCH_MILLIS)) {
      if (clock.monotonicNanos() - begin > silence) {
        trouble = ""; // it lasts longer than a refusal would let it
      }
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
      if (!addresses.onPrimary() && primaryIsBack()) {
        open.cut(PRIMARY_IS_BACK);
        open.awaitEnd(WATCH_MILLIS);
        return;
      }
      if (quiet > silence / 2 && clock.monotonicNanos() - pingedNanos > silence / 2) {
        ping(open);
      }
    }
  }

  /** Now and then shakes hands with the primary, and no more: it subscribes to nothing there. */
  private boolean primaryIsBack() throws InterruptedException {
    long now = clock.monotonicNanos();
    if (now - probedNanos < settings.returnAfter().toNanos()) {
      return false;
    }
    probedNanos = now;
    FeedSocket probe =
        new FeedSocket(addresses.primary(), 0, new FeedQueue(16, BLOCK), clock, new AtomicLong());
    probe.connect();
    awaitOpen(probe);
    boolean back = probe.wasOpened();
    probe.cut("only a look");
    probe.awaitEnd(WATCH_MILLIS);
    return back;
  }

  private void ping(FeedSocket open) {
    pingedNanos = clock.monotonicNanos();
    try {
      String text = protocol.ping();
      if (text.isEmpty()) {
        open.sendPing();
      } else {
        open.send(text);
      }
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

package io.tapedeck.simulator.market;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays a source at a pace, on a thread of its own. Never drops a tick: while the listener is not
 * ready (no subscriber, a full socket) time stands still, and what was missed is not hurried after.
 */
public final class MarketPlayer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MarketPlayer.class);
  private static final long IDLE_NS = 1_000_000;
  private static final long SHORTEST_PARK_NS = 300_000;
  private static final long LONGEST_PARK_NS = 1_000_000;
  private static final long CATCH_UP_NS = 100_000_000;

  private final MarketSource source;
  private final Pace pace;
  private final TickListener listener;
  private final Thread thread;
  private final Object counts = new Object();
  private final long[] quotesSent;
  private final long[] tradesSent;
  private volatile boolean playing;
  private volatile boolean closed;
  private volatile boolean finished;
  private long played;

  /** A player that waits for {@link #play}. */
  public MarketPlayer(MarketSource source, Pace pace, TickListener listener) {
    this.source = source;
    this.pace = pace;
    this.listener = listener;
    this.quotesSent = new long[source.instruments().size()];
    this.tradesSent = new long[source.instruments().size()];
    this.thread = new Thread(this::run, "simulator-market");
    this.thread.setDaemon(true);
    this.thread.start();
  }

  /** Starts or goes on. */
  public void play() {
    playing = true;
    LockSupport.unpark(thread);
  }

  /** Stands still until {@link #play}. */
  public void pause() {
    playing = false;
  }

  private void run() {
    try {
      loop();
    } catch (IOException e) {
      throw new UncheckedIOException("the market source broke", e);
    }
  }

  private void loop() throws IOException {
    Tick tick = new Tick();
    long dueNs = System.nanoTime();
    long lastEventNs = 0;
    while (!closed) {
      if (!playing || !listener.ready()) {
        listener.onPause();
        LockSupport.parkNanos(IDLE_NS);
        dueNs = System.nanoTime();
        continue;
      }
      if (!source.next(tick)) {
        listener.onPause();
        finished = true;
        LOG.info("market finished ticks={}", state().played());
        return;
      }
      dueNs = due(tick, dueNs, lastEventNs);
      lastEventNs = Math.max(lastEventNs, tick.eventNs);
      awaitDue(dueNs);
      count(tick, listener.onTick(tick));
    }
  }

  private long due(Tick tick, long previousDueNs, long lastEventNs) {
    long now = System.nanoTime();
    long gap =
        switch (pace.kind()) {
          case RATE -> (long) (1e9 / pace.value());
          case TAPE_TIME ->
              lastEventNs == 0
                  ? 0
                  : (long) (Math.max(0, tick.eventNs - lastEventNs) / pace.value());
          case UNLIMITED -> 0;
        };
    // after a standstill go on from now instead of hurrying after what was missed
    return Math.max(previousDueNs + gap, now - CATCH_UP_NS);
  }

  private void awaitDue(long dueNs) {
    long wait = dueNs - System.nanoTime();
    if (wait <= 0) {
      return;
    }
    listener.onPause();
    while (wait > 0 && !closed) {
      // one nap for several ticks at high rates: none is early, none later than the nap
      LockSupport.parkNanos(Math.min(Math.max(wait, SHORTEST_PARK_NS), LONGEST_PARK_NS));
      wait = dueNs - System.nanoTime();
    }
  }

  private void count(Tick tick, boolean sent) {
    synchronized (counts) {
      played++;
      if (sent && tick.kind != Tick.Kind.NOTICE) {
        (tick.kind == Tick.Kind.QUOTE ? quotesSent : tradesSent)[tick.instrument]++;
      }
    }
  }

  /** The state now. */
  public State state() {
    synchronized (counts) {
      return new State(
          playing,
          finished,
          source.total(),
          played,
          quotesSent.clone(),
          tradesSent.clone(),
          source.badRows());
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(5_000);
      source.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("market source not closed: {}", e.toString());
    }
  }

  /**
   * What was played so far.
   *
   * @param playing told to play
   * @param finished the last tick was sent
   * @param total ticks of the source
   * @param played ticks applied to the market, sent or not
   * @param quotesSent per instrument, sent to at least one subscriber
   * @param tradesSent per instrument, sent to at least one subscriber
   * @param badRows rows that are no ticks
   */
  @SuppressWarnings("ArrayRecordComponent") // a snapshot, copied on the way out, never compared
  public record State(
      boolean playing,
      boolean finished,
      long total,
      long played,
      long[] quotesSent,
      long[] tradesSent,
      List<MarketSource.BadRow> badRows) {}
}

package io.tapedeck.ingest.venue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.ingest.core.FrameRefusedException;
import io.tapedeck.ingest.core.TickSink;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.runtime.lifecycle.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that turns what the socket gave into ticks. Parsing, books, duplicates and sending
 * all happen on it, in the socket's order.
 */
public final class FeedWorker implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(FeedWorker.class);
  private static final int BATCH = 512;
  private static final long POLL_MILLIS = 100;
  private static final long WARN_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

  private final FeedQueue queue;
  private final FeedProtocol protocol;
  private final TickSink out;
  private final EdgeClock clock;
  private final long slowNanos;
  private final Counter refused;
  private final List<FeedSignal> batch = new ArrayList<>(BATCH);
  private long connection = -1;
  private long warnAgainAt = Long.MIN_VALUE;

  /**
   * A worker.
   *
   * @param slow a frame that waited and was processed for longer is warned about
   */
  public FeedWorker(
      FeedQueue queue,
      FeedProtocol protocol,
      TickSink out,
      EdgeClock clock,
      MeterRegistry meters,
      Duration slow) {
    this.queue = queue;
    this.protocol = protocol;
    this.out = out;
    this.clock = clock;
    this.slowNanos = slow.toNanos();
    this.refused = meters.counter("market_data_frames_refused_total");
    meters.gauge("market_data_queue_depth", queue, FeedQueue::depth);
  }

  @Override
  public String roleName() {
    return "ingest-worker";
  }

  @Override
  public int doWork() throws InterruptedException {
    batch.clear();
    queue.take(batch, BATCH, POLL_MILLIS);
    for (FeedSignal signal : batch) {
      apply(signal);
    }
    return batch.size();
  }

  @Override
  public void onClose() {
    try {
      // what the socket gave before it was closed still belongs on the tape
      do {
        batch.clear();
        queue.take(batch, BATCH, 0);
        batch.forEach(this::apply);
      } while (!batch.isEmpty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void apply(FeedSignal signal) {
    switch (signal.kind()) {
      case OPENED -> {
        lost(signal, "replaced by a new connection");
        connection = signal.connection();
        protocol.opened(signal.receivedNanos(), signal.replies(), out);
      }
      case FRAME -> {
        if (signal.connection() == connection) {
          frame(signal);
        }
      }
      case LOST -> {
        if (signal.connection() == connection) {
          lost(signal, signal.detail());
        }
      }
    }
  }

  private void lost(FeedSignal signal, String reason) {
    if (connection >= 0) {
      protocol.lost(signal.receivedNanos(), reason, out);
      connection = -1;
    }
  }

  private void frame(FeedSignal signal) {
    try {
      protocol.frame(
          signal.bytes(),
          signal.from(),
          signal.to(),
          signal.receivedNanos(),
          signal.replies(),
          out);
    } catch (FrameRefusedException e) {
      refused.increment();
      LOG.warn(
          "market_data: Failed to decode WebSocket message: {} feed={} frame={}",
          e.reason(),
          protocol.name(),
          signal.number());
      out.refused(
          "socket:" + protocol.name(),
          signal.number(),
          Arrays.copyOfRange(signal.bytes(), signal.from(), signal.to()),
          e.reason());
    }
    long took = clock.epochNanos() - signal.receivedNanos();
    if (took > slowNanos) {
      warnSlow(took);
    }
  }

  private void warnSlow(long took) {
    long now = clock.monotonicNanos();
    if (warnAgainAt == Long.MIN_VALUE || now - warnAgainAt >= 0) {
      warnAgainAt = now + WARN_AGAIN_NANOS;
      LOG.warn("market_data: Message processing latency high: {}ms", took / 1_000_000);
    }
  }
}

package io.tapedeck.ingest.venue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.MarketEvent.FeedStatusChange;
import io.tapedeck.ingest.core.FrameRefusedException;
import io.tapedeck.ingest.core.JsonScanner;
import io.tapedeck.ingest.core.QuoteConflater;
import io.tapedeck.ingest.core.TickSink;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.runtime.lifecycle.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
  private final FeedMonitor monitor;
  private final QuoteConflater out;
  private final Supplier<Map<String, Long>> lastOnTape;
  private final EdgeClock clock;
  private final long slowNanos;
  private final Counter refused;
  private final Counter conflated;
  private final CurrentLink link = new CurrentLink();
  private final JsonScanner wellFormed = new JsonScanner();
  private final List<FeedSignal> batch = new ArrayList<>(BATCH);
  private String address = "";
  private long connection = -1;
  private long conflatedBefore;
  private long warnAgainAt = Long.MIN_VALUE;

  /**
   * A worker.
   *
   * @param tape where all goes in the end
   * @param lastOnTape per instrument, when the last thing on the tape was received; asked once
   * @param slow a frame that waited and was processed for longer is warned about
   */
  public FeedWorker(
      FeedQueue queue,
      FeedProtocol protocol,
      FeedMonitor.Settings freshness,
      TickSink tape,
      Supplier<Map<String, Long>> lastOnTape,
      Duration slow,
      EdgeClock clock,
      MeterRegistry meters) {
    this.queue = queue;
    this.protocol = protocol;
    this.out = new QuoteConflater(tape);
    this.monitor = new FeedMonitor(out, freshness, clock, meters);
    this.lastOnTape = lastOnTape;
    this.clock = clock;
    this.slowNanos = slow.toNanos();
    this.refused = meters.counter("market_data_frames_refused_total");
    this.conflated = meters.counter("market_data_quotes_conflated_total");
    meters.gauge("market_data_queue_depth", queue, FeedQueue::depth);
  }

  /** What is known about the freshness of the instruments. */
  public FeedMonitor monitor() {
    return monitor;
  }

  /** The link of the signal at hand; what is refused within its frame is dead-lettered. */
  private final class CurrentLink implements FeedProtocol.Link {
    private @Nullable FeedSignal signal;

    @Override
    public void send(String text) {
      if (signal != null) {
        signal.link().send(text);
      }
    }

    @Override
    public void end(FeedProtocol.Ending why, String detail) {
      if (signal != null) {
        signal.link().end(why, detail);
      }
    }

    @Override
    public void refused(int from, int to, String reason) {
      if (signal != null) {
        refuse(signal, from, to, reason);
      }
    }
  }

  @Override
  public String roleName() {
    return "ingest-worker";
  }

  @Override
  public void onStart() {
    monitor.expect(protocol.instruments());
    monitor.lostSince(lastOnTape.get());
  }

  @Override
  public int doWork() throws InterruptedException {
    batch.clear();
    queue.take(batch, BATCH, POLL_MILLIS);
    work();
    monitor.check();
    return batch.size();
  }

  private void work() {
    monitor.batch();
    out.conflate(queue.pressed());
    for (FeedSignal signal : batch) {
      apply(signal);
    }
    out.flush();
    if (out.dropped() != conflatedBefore) {
      conflated.increment((double) (out.dropped() - conflatedBefore));
      conflatedBefore = out.dropped();
    }
  }

  @Override
  public void onClose() {
    try {
      // what the socket gave before it was closed still belongs on the tape
      do {
        batch.clear();
        queue.take(batch, BATCH, 0);
        work();
      } while (!batch.isEmpty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void apply(FeedSignal signal) {
    link.signal = signal;
    switch (signal.kind()) {
      case OPENED -> opened(signal);
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
      case EVENT -> {
        if (signal.event() != null) {
          monitor.event(signal.event());
        }
      }
    }
  }

  private void opened(FeedSignal signal) {
    lost(signal, "replaced by a new connection");
    connection = signal.connection();
    if (!address.isEmpty() && !address.equals(signal.detail())) {
      for (String instrument : protocol.instruments()) {
        monitor.event(
            new FeedStatusChange(
                new InstrumentId(instrument),
                signal.receivedNanos(),
                signal.receivedNanos(),
                FeedStatus.SWITCHED,
                "from=" + address + " to=" + signal.detail()));
      }
    }
    address = signal.detail();
    protocol.opened(signal.receivedNanos(), link, monitor);
  }

  private void lost(FeedSignal signal, String reason) {
    if (connection >= 0) {
      protocol.lost(signal.receivedNanos(), reason, monitor);
      connection = -1;
    }
  }

  private void frame(FeedSignal signal) {
    monitor.frame(signal.receivedNanos());
    try {
      protocol.frame(
          signal.bytes(), signal.from(), signal.to(), signal.receivedNanos(), link, monitor);
    } catch (FrameRefusedException e) {
      refuse(signal, signal.from(), signal.to(), e.reason());
    }
    long took = clock.epochNanos() - signal.receivedNanos();
    if (took > slowNanos) {
      warnSlow(took);
    }
  }

  private void refuse(FeedSignal signal, int from, int to, String reason) {
    refused.increment();
    LOG.warn(
        "market_data: {}: {} feed={} frame={}",
        isJson(signal.bytes(), from, to)
            ? "Error handling public message"
            : "Failed to decode WebSocket message",
        reason,
        protocol.name(),
        signal.number());
    monitor.refused(
        "socket:" + protocol.name(),
        signal.number(),
        Arrays.copyOfRange(signal.bytes(), from, to),
        reason);
  }

  /** Tells a frame that is broken from one that is sound but not what the venue documents. */
  private boolean isJson(byte[] bytes, int from, int to) {
    try {
      wellFormed.over(bytes, from, to).skip();
      wellFormed.end();
      return true;
    } catch (FrameRefusedException e) {
      return false;
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

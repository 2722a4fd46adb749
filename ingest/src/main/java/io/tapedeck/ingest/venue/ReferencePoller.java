package io.tapedeck.ingest.venue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.MarketEvent.TradingStatusChange;
import io.tapedeck.ingest.core.TradingCalendar;
import io.tapedeck.ingest.venue.ReferenceSource.Reference;
import io.tapedeck.ingest.venue.ReferenceSource.Status;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.runtime.lifecycle.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the venue's REST API now and then what may trade, and puts what changed in line with the
 * feed. A venue that does not answer is asked again; what was known stays.
 */
public final class ReferencePoller implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(ReferencePoller.class);

  private final ReferenceSource source;
  private final Duration interval;
  private final FeedQueue queue;
  private final FeedMonitor monitor;
  private final EdgeClock clock;
  private final Counter failures;
  private final Map<String, Status> known = new HashMap<>();
  private boolean stopping;

  public ReferencePoller(
      ReferenceSource source,
      Duration interval,
      FeedQueue queue,
      FeedMonitor monitor,
      EdgeClock clock,
      MeterRegistry meters) {
    this.source = source;
    this.interval = interval;
    this.queue = queue;
    this.monitor = monitor;
    this.clock = clock;
    this.failures = meters.counter("market_data_reference_failures_total");
  }

  @Override
  public String roleName() {
    return "ingest-reference";
  }

  @Override
  public int doWork() throws InterruptedException {
    try {
      apply(source.fetch(clock.epochNanos()));
    } catch (IOException e) {
      failures.increment();
      LOG.warn("market_data: Asset status cannot be had: {}", e.getMessage());
    }
    pause();
    return 1;
  }

  private void apply(Reference reference) throws InterruptedException {
    TradingCalendar calendar = reference.calendar();
    if (calendar != null) {
      monitor.calendar(calendar);
    }
    for (Map.Entry<String, Status> entry : reference.statuses().entrySet()) {
      Status status = entry.getValue();
      if (status.equals(known.put(entry.getKey(), status))) {
        continue;
      }
      long now = clock.epochNanos();
      LOG.info("market_data: {} {} {}", entry.getKey(), status.status(), status.reason());
      queue.put(
          new TradingStatusChange(
              new InstrumentId(entry.getKey()), now, now, status.status(), status.reason()));
    }
  }

  private synchronized void pause() throws InterruptedException {
    long begin = clock.monotonicNanos();
    for (long rest = interval.toNanos(); rest > 0 && !stopping; ) {
      wait(rest / 1_000_000 + 1);
      rest = interval.toNanos() - (clock.monotonicNanos() - begin);
    }
  }

  @Override
  public synchronized void wakeUp() {
    stopping = true;
    notifyAll();
  }
}

package io.tapedeck.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.Quote;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.ingest.IngestHarness.Running;
import io.tapedeck.ingest.IngestHarness.Stored;
import io.tapedeck.runtime.Platform;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.java_websocket.WebSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Twice the peak second of the recorded markets for a while, then a burst, beside the broker.
 * Nothing may be lost; how long it took is said, not judged: this machine is not alone.
 */
@ExtendWith(SharedBroker.class)
class FeedRateIT {
  private static final Logger LOG = LoggerFactory.getLogger(FeedRateIT.class);
  private static final int PER_SECOND = 6_600;
  private static final int SECONDS = Integer.getInteger("tapedeck.rate.seconds", 2);
  private static final int BURST = 50_000;

  @Test
  @Tag("A16")
  @Tag("A70")
  void sustainsTwiceThePeakAndLosesNothingInABurst() throws Exception {
    IngestHarness harness = SharedBroker.harness();
    try (TestVenue venue = new TestVenue()) {
      Platform platform = harness.platform("rate-");
      harness.createTopics(platform);
      try (Running running =
          IngestHarness.start(
              IngestHarness.config(
                  "symbols: [BTC/USD], channels: [ticker, trade], trade_ids_from_tape: false,"
                      + " queue_capacity: 4096, websocket_url: '"
                      + venue.url("/v2")
                      + "'"),
              platform)) {
        venue.awaitConnections(1);
        WebSocket socket = venue.connections.get(0);
        long id = 0;
        for (int i = 0; i < PER_SECOND; i++) {
          socket.send(frame(++id)); // the first second warms up and is not measured
        }
        awaitAcknowledged(platform, id);
        Percentiles before = Percentiles.of(platform);
        long next = System.nanoTime();
        for (int i = 0; i < SECONDS * 100; i++) {
          for (int k = 0; k < PER_SECOND / 100; k++) {
            socket.send(frame(++id));
          }
          next += 10_000_000L;
          LockSupport.parkNanos(next - System.nanoTime());
        }
        awaitAcknowledged(platform, id);
        Percentiles steady = Percentiles.of(platform);
        LOG.info(
            "{} messages/s for {} s: socket to acknowledgement p50 {} ms, p99 {} ms",
            PER_SECOND,
            SECONDS,
            steady.since(before, 0.5),
            steady.since(before, 0.99));

        long begin = System.nanoTime();
        for (int i = 0; i < BURST; i++) {
          socket.send(frame(++id));
        }
        awaitAcknowledged(platform, id);
        LOG.info(
            "burst of {} messages: all acknowledged after {} ms",
            BURST,
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        everythingIsThereInOrder(IngestHarness.ticks(platform), id);
      }
    }
  }

  private static void everythingIsThereInOrder(List<Stored<MarketEvent>> tape, long sent) {
    long expected = 0;
    for (Stored<MarketEvent> stored : tape) {
      if (stored.value() instanceof Trade trade) {
        assertThat(trade.venueId()).isEqualTo(++expected);
      } else if (stored.value() instanceof Quote quote) {
        assertThat(quote.bidSize().raw()).isEqualTo(++expected * 1_000_000_000L);
      }
    }
    assertThat(expected).isEqualTo(sent);
  }

  private static void awaitAcknowledged(Platform platform, long count) {
    Timer timer = platform.meters().get("market_data_latency_seconds").timer();
    await().atMost(Duration.ofMinutes(2)).until(() -> timer.count() >= count);
  }

  /** Quotes and trades by turns. */
  private static String frame(long id) {
    return id % 2 == 0
        ? "{\"channel\":\"ticker\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"bid\":65843.7,"
            + "\"bid_qty\":"
            + id
            + ",\"ask\":65843.8,\"ask_qty\":0.31232000,\"last\":65843.7}]}"
        : "{\"channel\":\"trade\",\"type\":\"snapshot\",\"data\":[{\"symbol\":\"BTC/USD\",\"side\":\"buy\","
            + "\"price\":68500.0,\"qty\":0.01044926,\"ord_type\":\"limit\",\"trade_id\":"
            + id
            + ",\"timestamp\":\"2024-05-27T12:43:11.798009Z\"}]}";
  }

  /** Counts of the latency's buckets at one time. */
  private record Percentiles(CountAtBucket[] buckets) {
    static Percentiles of(Platform platform) {
      return new Percentiles(
          platform
              .meters()
              .get("market_data_latency_seconds")
              .timer()
              .takeSnapshot()
              .histogramCounts());
    }

    /** The upper bound, in milliseconds, of the bucket in which that part of the new ones ends. */
    String since(Percentiles before, double part) {
      double all = buckets[buckets.length - 1].count() - before.buckets[buckets.length - 1].count();
      for (int i = 0; i < buckets.length; i++) {
        if (buckets[i].count() - before.buckets[i].count() >= all * part) {
          return String.format("%.1f", buckets[i].bucket(TimeUnit.MILLISECONDS));
        }
      }
      return "more than the largest bucket";
    }
  }
}

package io.tapedeck.launcher.demo;

import io.tapedeck.runtime.Platform;
import java.nio.file.Path;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** Latency from the receipt of a tick at ingest to the receipt of the order at the venue. */
public final class TickToOrder {
  private static final long HIGHEST_NANOS = 3_600_000_000_000L;
  private static final int QUIET_POLLS = 5;

  private TickToOrder() {}

  /** Of all orders in the ledger that the topics know, nanoseconds. */
  public static Histogram measure(Platform platform, Path ledger) {
    try (TapeWatch watch = new TapeWatch(platform)) {
      long before = -1;
      for (int quiet = 0; quiet < QUIET_POLLS; ) {
        watch.poll(Duration.ofMillis(100));
        long now = watch.ticks() + watch.intents() + watch.claims();
        quiet = now == before ? quiet + 1 : 0;
        before = now;
      }
      return of(watch, LedgerFile.read(ledger));
    }
  }

  static Histogram of(TapeWatch watch, LedgerFile ledger) {
    Histogram nanos = new Histogram(HIGHEST_NANOS, 3);
    ledger.orders.forEach(
        (clientOrderId, receivedAt) -> {
          Long tick = watch.tickReceivedNanos(clientOrderId);
          if (tick != null && receivedAt > tick) {
            nanos.recordValue(Math.min(receivedAt - tick, HIGHEST_NANOS));
          }
        });
    return nanos;
  }
}

package io.tapedeck.ingest.venue.kraken;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.MarketEvent.FeedStatusChange;
import io.tapedeck.ingest.core.TickSink;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the numbers of v2's trades, which Kraken counts per pair without gaps. A number that is
 * left out is a gap on the tape until a snapshot of the latest trades has come.
 */
final class KrakenTrades {
  private static final Logger LOG = LoggerFactory.getLogger(KrakenTrades.class);
  private static final long NONE = Long.MIN_VALUE;

  /** After so many on one connection its numbers are no sequence, and are no longer watched. */
  private static final int MOST_GAPS = 20;

  private final KrakenPairs pairs;
  private final long[] last;
  private final long[] missingFrom;
  private final long[] missingTo;
  private final Counter gaps;
  private int gapsHere;

  KrakenTrades(KrakenPairs pairs, MeterRegistry meters) {
    this.pairs = pairs;
    this.last = new long[pairs.count()];
    this.missingFrom = new long[pairs.count()];
    this.missingTo = new long[pairs.count()];
    this.gaps = meters.counter("market_data_trade_gaps_total");
    forget();
  }

  /** A new connection begins anew: what lies between is another gap, told by the loss. */
  void forget() {
    Arrays.fill(last, NONE);
    Arrays.fill(missingFrom, NONE);
    gapsHere = 0;
  }

  /** Notes a trade; true if those between it and the last one are missing, which is said. */
  boolean update(int pair, long id, long receivedNanos, TickSink out) {
    long before = last[pair];
    last[pair] = Math.max(before, id);
    if (before == NONE || id <= before + 1 || gapsHere >= MOST_GAPS) {
      return false;
    }
    gapsHere++;
    gaps.increment();
    missingFrom[pair] = missingFrom[pair] == NONE ? before + 1 : missingFrom[pair];
    missingTo[pair] = id - 1;
    String detail = "trades " + (before + 1) + " to " + (id - 1) + " are missing";
    LOG.warn("market_data: {} {}", pairs.instrument(pair), detail);
    status(pair, FeedStatus.GAP, receivedNanos, detail, out);
    return true;
  }

  /** Notes a trade of a snapshot; it may be old. */
  void snapshot(int pair, long id) {
    last[pair] = Math.max(last[pair], id);
  }

  /** A snapshot is over: says what became of a gap. */
  void snapshotEnds(int pair, long lowest, long receivedNanos, TickSink out) {
    if (missingFrom[pair] == NONE) {
      return;
    }
    String detail =
        lowest <= missingFrom[pair]
            ? "trades whole again"
            : "trades "
                + missingFrom[pair]
                + " to "
                + Math.min(lowest - 1, missingTo[pair])
                + " are lost";
    missingFrom[pair] = NONE;
    status(pair, FeedStatus.CONNECTED, receivedNanos, detail, out);
  }

  private void status(int pair, FeedStatus status, long nanos, String detail, TickSink out) {
    out.event(new FeedStatusChange(pairs.id(pair), nanos, nanos, status, detail));
  }
}

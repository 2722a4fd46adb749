package io.tapedeck.ingest.venue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.FeedStatusChange;
import io.tapedeck.domain.market.MarketEvent.TradingStatusChange;
import io.tapedeck.ingest.core.ClockSkew;
import io.tapedeck.ingest.core.Freshness;
import io.tapedeck.ingest.core.TickSink;
import io.tapedeck.ingest.core.TradingCalendar;
import io.tapedeck.runtime.clock.EdgeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between protocol and tape and watches what goes by: when each instrument was last heard
 * of, and how the venue's clock differs from ours. Passes everything on unchanged and in order;
 * adds a record where an instrument's data became stale or came back. Used by the worker's thread,
 * but for {@link #stale}.
 */
public final class FeedMonitor implements TickSink {
  private static final Logger LOG = LoggerFactory.getLogger(FeedMonitor.class);
  private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long SKEW_WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final TickSink out;
  private final EdgeClock clock;
  private final Settings settings;
  private final Freshness freshness;
  private final ClockSkew skew = new ClockSkew(SKEW_WINDOW_NANOS);
  private final Counter staleCount;
  private volatile Map<String, Long> stale = Map.of();
  private volatile double skewSeconds = Double.NaN;
  private volatile @Nullable TradingCalendar calendar;
  private final Map<String, Long> lostSince = new HashMap<>();
  private volatile int expected;
  private long lastFrameNanos;
  private long nowMonotonic;
  private long checkAt;
  private boolean skewWarned;

  /**
   * When to speak up.
   *
   * @param quiet an instrument silent for so long is warned about
   * @param stale and for so long is marked on the tape
   * @param skew a difference of clocks above this is warned about
   */
  public record Settings(Duration quiet, Duration stale, Duration skew) {}

  public FeedMonitor(TickSink out, Settings settings, EdgeClock clock, MeterRegistry meters) {
    this.out = out;
    this.clock = clock;
    this.settings = settings;
    this.freshness = new Freshness(settings.quiet().toNanos(), settings.stale().toNanos());
    this.staleCount = meters.counter("market_data_stale_total");
    this.nowMonotonic = clock.monotonicNanos();
    this.checkAt = nowMonotonic;
    meters.gauge("market_data_stale_symbols", this, monitor -> monitor.stale.size());
    meters.gauge("market_data_clock_skew_seconds", this, monitor -> monitor.skewSeconds);
  }

  /** Within its closed hours silence is no staleness. May be called from any thread. */
  public void calendar(TradingCalendar hours) {
    calendar = hours;
  }

  /** Instruments whose data is stale and for how many seconds; from any thread. */
  public Map<String, Long> stale() {
    return stale;
  }

  /** How many instruments are expected. */
  int expected() {
    return expected;
  }

  /** Receiver's clock minus the venue's, in seconds; NaN while unknown. From any thread. */
  public double skewSeconds() {
    return skewSeconds;
  }

  /** These instruments are to be heard of from now on. */
  void expect(Iterable<String> instruments) {
    nowMonotonic = clock.monotonicNanos();
    int count = 0;
    for (String instrument : instruments) {
      freshness.expect(instrument, nowMonotonic);
      count++;
    }
    expected = count;
  }

  /** A batch begins: one reading of the clock is enough for all of it. */
  void batch() {
    nowMonotonic = clock.monotonicNanos();
  }

  /** A frame came off the socket at this wall time. */
  void frame(long receivedNanos) {
    lastFrameNanos = receivedNanos;
  }

  /** Looks for instruments that fell silent, now and then. */
  void check() {
    nowMonotonic = clock.monotonicNanos();
    if (nowMonotonic - checkAt < 0) {
      return;
    }
    checkAt = nowMonotonic + CHECK_NANOS;
    long epoch = clock.epochNanos();
    TradingCalendar hours = calendar;
    if (hours != null && hours.at(epoch) == TradingCalendar.State.CLOSED) {
      freshness.pardon(nowMonotonic);
    }
    for (Freshness.Change change : freshness.check(nowMonotonic)) {
      tell(change, epoch);
    }
    stale = seconds(freshness.stale(nowMonotonic));
  }

  private void tell(Freshness.Change change, long epoch) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(change.silentNanos());
    InstrumentId id = new InstrumentId(change.instrument());
    if (change.to() == Freshness.State.QUIET) {
      LOG.warn(
          "market_data: No market data received for {} seconds symbol={}", seconds, id.symbol());
      return;
    }
    staleCount.increment();
    LOG.warn("market_data: Data stale for {}: {}s old", id.symbol(), seconds);
    out.event(
        new FeedStatusChange(
            id, epoch, epoch, FeedStatus.STALE, "nothing received for " + seconds + " s"));
  }

  private static Map<String, Long> seconds(Map<String, Long> nanos) {
    Map<String, Long> seconds = new TreeMap<>();
    nanos.forEach((name, silent) -> seconds.put(name, TimeUnit.NANOSECONDS.toSeconds(silent)));
    return Collections.unmodifiableMap(seconds);
  }

  private void heard(String instrument, long eventNanos, long receivedNanos) {
    if (freshness.heard(instrument, nowMonotonic)) {
      LOG.info("market_data: Data fresh again for {}", instrument);
      out.event(
          new FeedStatusChange(
              new InstrumentId(instrument),
              receivedNanos,
              receivedNanos,
              FeedStatus.CONNECTED,
              "data fresh again"));
    }
    if (eventNanos != receivedNanos && skew.observe(eventNanos, receivedNanos)) {
      skewSeconds = skew.nanos() / 1e9;
      warnSkew();
    }
  }

  private void warnSkew() {
    boolean off = Math.abs(skew.nanos()) > settings.skew().toNanos();
    if (off && !skewWarned) {
      LOG.warn(
          "market_data: Clock skew: the receiver's clock is {}s {} the venue's (reported only)",
          String.format(Locale.ROOT, "%.3f", Math.abs(skewSeconds)),
          skewSeconds < 0 ? "behind" : "ahead of");
    }
    skewWarned = off;
  }

  @Override
  public void quote(
      String instrument,
      long eventNanos,
      long receivedNanos,
      long venueId,
      long bidPrice,
      long bidSize,
      long askPrice,
      long askSize) {
    heard(instrument, eventNanos, receivedNanos);
    out.quote(instrument, eventNanos, receivedNanos, venueId, bidPrice, bidSize, askPrice, askSize);
  }

  @Override
  public void trade(
      String instrument,
      long eventNanos,
      long receivedNanos,
      long venueId,
      long price,
      long size,
      AggressorSide aggressor) {
    heard(instrument, eventNanos, receivedNanos);
    out.trade(instrument, eventNanos, receivedNanos, venueId, price, size, aggressor);
  }

  @Override
  public void event(MarketEvent event) {
    if (event instanceof FeedStatusChange change) {
      status(change);
    } else if (!(event instanceof TradingStatusChange)) {
      // the time of a bar is its begin and a book may be of old levels: no clock to read there
      heard(event.instrument().value(), event.receivedNanos(), event.receivedNanos());
    }
    out.event(event);
  }

  /** Between a loss and the feed's return lies a gap: it is named before the return is. */
  private void status(FeedStatusChange change) {
    String instrument = change.instrument().value();
    if (change.status() == FeedStatus.LOST) {
      lostSince.putIfAbsent(instrument, Math.min(lastFrameNanos, change.receivedNanos()));
    } else if (change.status() == FeedStatus.CONNECTED) {
      Long from = lostSince.remove(instrument);
      if (from != null && from > 0) {
        out.event(
            new FeedStatusChange(
                change.instrument(),
                change.eventNanos(),
                change.receivedNanos(),
                FeedStatus.GAP,
                "from=" + iso(from) + " to=" + iso(change.receivedNanos())));
      }
    }
  }

  /** What the tape holds ends here: until the feed is connected there is a gap. */
  void lostSince(Map<String, Long> lastOnTape) {
    lostSince.putAll(lastOnTape);
  }

  private static String iso(long epochNanos) {
    return Instant.ofEpochSecond(
            Math.floorDiv(epochNanos, 1_000_000_000L), Math.floorMod(epochNanos, 1_000_000_000L))
        .toString();
  }

  @Override
  public void refused(String source, long number, byte[] bytes, String reason) {
    out.refused(source, number, bytes, reason);
  }
}

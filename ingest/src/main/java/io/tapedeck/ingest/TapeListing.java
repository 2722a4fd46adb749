package io.tapedeck.ingest;

import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.Bar;
import io.tapedeck.domain.market.MarketEvent.FeedStatusChange;
import io.tapedeck.domain.market.MarketEvent.Quote;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.ingest.kafka.TapeTicks;
import io.tapedeck.runtime.Platform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is on the tape, by instrument and hour of event time; reads all of it. */
public final class TapeListing {
  private static final long HOUR_NANOS = 3_600_000_000_000L;
  private static final Pattern TOLD =
      Pattern.compile("from=(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?Z) to=");

  private final Platform platform;

  public TapeListing(Platform platform) {
    this.platform = platform;
  }

  /**
   * One instrument.
   *
   * @param others books and statuses
   * @param firstEventNanos earliest event time of a quote, trade or bar, 0 if there is none
   * @param lastEventNanos latest
   * @param hours those that hold anything, earliest first
   * @param gaps when the feed was known to be away or incomplete, in the order of the tape
   */
  public record Instrument(
      String instrument,
      long trades,
      long quotes,
      long bars,
      long others,
      long firstEventNanos,
      long lastEventNanos,
      List<Hour> hours,
      List<Gap> gaps) {
    public Instrument {
      hours = List.copyOf(hours);
      gaps = List.copyOf(gaps);
    }
  }

  /**
   * An hour.
   *
   * @param beginNanos its begin, nanoseconds since the epoch
   */
  public record Hour(long beginNanos, long trades, long quotes, long bars) {
    private Hour plus(MarketEvent event) {
      return new Hour(
          beginNanos,
          trades + (event instanceof Trade ? 1 : 0),
          quotes + (event instanceof Quote ? 1 : 0),
          bars + (event instanceof Bar ? 1 : 0));
    }
  }

  /**
   * A time without a whole feed.
   *
   * @param toNanos when it was whole again, null if that is not on the tape
   */
  public record Gap(long fromNanos, @Nullable Long toNanos, FeedStatus status, String detail) {}

  /** Told now and then how far it is. */
  @FunctionalInterface
  public interface Progress {
    void records(long done, long of);
  }

  private static final class Adding {
    final Map<Long, Hour> hours = new TreeMap<>();
    final List<Gap> gaps = new ArrayList<>();
    long others;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;

    void add(MarketEvent event) {
      if (event instanceof Trade || event instanceof Quote || event instanceof Bar) {
        long at = event.eventNanos();
        long hour = Math.floorDiv(at, HOUR_NANOS) * HOUR_NANOS;
        hours.put(hour, hours.computeIfAbsent(hour, begin -> new Hour(begin, 0, 0, 0)).plus(event));
        first = Math.min(first, at);
        last = Math.max(last, at);
        return;
      }
      others++;
      if (event instanceof FeedStatusChange change) {
        status(change);
      }
    }

    private void status(FeedStatusChange change) {
      int open = gaps.size() - 1;
      boolean inGap = open >= 0 && gaps.get(open).toNanos == null;
      switch (change.status()) {
        case LOST, GAP, STALE -> {
          if (!inGap) {
            gaps.add(new Gap(from(change), null, change.status(), change.detail()));
          }
        }
        case CONNECTED -> {
          if (inGap) {
            Gap gap = gaps.get(open);
            gaps.set(open, new Gap(gap.fromNanos, change.eventNanos(), gap.status, gap.detail));
          }
        }
        case SWITCHED, UNKNOWN -> {
          // says nothing about whether the feed is whole
        }
      }
    }

    /** A gap told afterwards, as after a restart, names its begin. */
    private static long from(FeedStatusChange change) {
      Matcher told = TOLD.matcher(change.detail());
      if (!told.lookingAt()) {
        return change.eventNanos();
      }
      Instant from = Instant.parse(told.group(1));
      return from.getEpochSecond() * 1_000_000_000L + from.getNano();
    }

    Instrument done(String name) {
      long trades = 0;
      long quotes = 0;
      long bars = 0;
      for (Hour hour : hours.values()) {
        trades += hour.trades;
        quotes += hour.quotes;
        bars += hour.bars;
      }
      boolean any = !hours.isEmpty();
      return new Instrument(
          name,
          trades,
          quotes,
          bars,
          others,
          any ? first : 0,
          any ? last : 0,
          List.copyOf(hours.values()),
          gaps);
    }
  }

  /** All instruments, by name. */
  public List<Instrument> run(Progress progress) {
    Map<String, Adding> found = new TreeMap<>();
    new TapeTicks(platform)
        .forEach(
            "tapedeck-tape-ls",
            (event, partition, read, of) -> {
              found.computeIfAbsent(event.instrument().value(), name -> new Adding()).add(event);
              if ((read & 0xFFF) == 0 || read == of) {
                progress.records(read, of);
              }
            });
    List<Instrument> all = new ArrayList<>();
    found.forEach((name, adding) -> all.add(adding.done(name)));
    return all;
  }
}

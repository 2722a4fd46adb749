package io.tapedeck.ingest;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.BarState;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.Bar;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.ingest.file.Timeframe;
import io.tapedeck.ingest.kafka.HistoryTape;
import io.tapedeck.ingest.kafka.SourceOnTape;
import io.tapedeck.ingest.kafka.SourceRow;
import io.tapedeck.ingest.venue.history.AlpacaHistory;
import io.tapedeck.ingest.venue.history.HistoryHttp;
import io.tapedeck.ingest.venue.history.HistorySource;
import io.tapedeck.ingest.venue.history.HistorySource.Page;
import io.tapedeck.ingest.venue.history.HistorySource.Row;
import io.tapedeck.ingest.venue.history.KrakenHistory;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.RecordFormat;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches a venue's history of one instrument and writes what the tape does not have: no trade
 * whose id is there, no bar of the same begin and length. Each record carries the page it came
 * from; a backfill that was broken off, by a kill too, goes on at the page of its last record.
 * Marks are not written: the past says nothing about prices now.
 */
public final class TapeBackfill {
  private static final Logger LOG = LoggerFactory.getLogger(TapeBackfill.class);

  private final Platform platform;

  public TapeBackfill(Platform platform) {
    this.platform = platform;
  }

  /**
   * What is wanted.
   *
   * @param instrument {@code VENUE:SYMBOL}
   * @param kind trades, quotes or bars
   * @param timeframe of bars, else empty
   * @param from first moment
   * @param to first moment that is not wanted
   */
  public record Request(
      String instrument, String kind, String timeframe, Instant from, Instant to) {
    private byte[] source() {
      byte[] name =
          String.join("|", "backfill", instrument, kind, timeframe, from.toString(), to.toString())
              .getBytes(StandardCharsets.UTF_8);
      return SourceRow.source(SourceRow.digest().digest(name));
    }
  }

  /**
   * How to ask a venue.
   *
   * @param url of its REST API; null for the venue's own
   * @param headers such as credentials
   * @param requestsAMinute at most
   */
  public record Access(@Nullable URI url, Map<String, String> headers, int requestsAMinute) {
    /** The headers are not shown. */
    @Override
    public String toString() {
      return "Access[url=" + url + ", requestsAMinute=" + requestsAMinute + "]";
    }
  }

  /**
   * The venue's record of what is wanted.
   *
   * @throws IllegalArgumentException if the venue, or this kind of it, is not known
   */
  static HistorySource source(Request request, Access access) {
    InstrumentId id = new InstrumentId(request.instrument);
    HistoryHttp http = new HistoryHttp(access.headers, access.requestsAMinute);
    Instant from = request.from;
    Instant to = request.to;
    switch (id.venue()) {
      case "KRAKEN" -> {
        if (!request.kind.equals("trades")) {
          throw new IllegalArgumentException("kraken: only trades can be backfilled");
        }
        URI url = access.url == null ? URI.create("https://api.kraken.com") : access.url;
        return new KrakenHistory(http, url, id.symbol(), from, to);
      }
      case "ALPACA" -> {
        URI url = access.url == null ? URI.create("https://data.alpaca.markets") : access.url;
        boolean bars = request.kind.equals("bars");
        if (!bars && !request.kind.equals("trades") && !request.kind.equals("quotes")) {
          throw new IllegalArgumentException(
              "kind '" + request.kind + "' is not trades, quotes or bars");
        }
        long seconds = bars ? Timeframe.seconds(request.timeframe) : 0;
        return new AlpacaHistory(
            http,
            new AlpacaHistory.Query(
                url, id.symbol(), request.kind, request.timeframe, seconds, from, to));
      }
      default ->
          throw new IllegalArgumentException("venue '" + id.venue() + "' is not KRAKEN or ALPACA");
    }
  }

  /**
   * What came of it.
   *
   * @param rows that the venue gave in this run
   * @param written of them
   * @param already of them on the tape before
   * @param refused of them no ticks, dead-lettered
   * @param resumed whether an earlier run was taken up
   */
  public record Result(
      long rows, long written, long already, long refused, long pages, boolean resumed) {}

  /** Told after every page how far it is. */
  @FunctionalInterface
  public interface Progress {
    /** Rows so far, and the time reached. */
    void reached(long rows, Instant time);
  }

  /** Kraken numbers a pair's trades; elsewhere an id alone may come again. */
  private record TradeKey(long id, long eventNanos, long price, long size) {
    static TradeKey of(Trade trade) {
      boolean numbered = trade.instrument().venue().equals("KRAKEN");
      return numbered
          ? new TradeKey(trade.venueId(), 0, 0, 0)
          : new TradeKey(
              trade.venueId(), trade.eventNanos(), trade.price().raw(), trade.size().raw());
    }
  }

  private record BarKey(long beginNanos, long seconds) {}

  private static final class Known {
    final Set<TradeKey> trades = new HashSet<>();
    final Set<BarKey> bars = new HashSet<>();

    /** Whether it is news; remembers it. */
    boolean add(MarketEvent event) {
      if (event instanceof Trade trade && trade.venueId() != MarketEvent.NO_VENUE_ID) {
        return trades.add(TradeKey.of(trade));
      }
      if (event instanceof Bar bar && bar.state() != BarState.RUNNING) {
        return bars.add(new BarKey(bar.eventNanos(), bar.intervalSeconds()));
      }
      return true;
    }
  }

  /**
   * Asks the venue; returns when every row is acknowledged.
   *
   * @throws IOException if the venue does not answer, or refuses
   * @throws IllegalArgumentException if the venue, or this kind of it, is not known
   */
  public Result run(Request request, Access access, Progress progress)
      throws IOException, InterruptedException {
    return run(request, source(request, access), progress);
  }

  /**
   * Runs; returns when every row is acknowledged.
   *
   * @throws IOException if the venue does not answer, or refuses
   */
  Result run(Request request, HistorySource venue, Progress progress)
      throws IOException, InterruptedException {
    byte[] source = request.source();
    byte[] key = request.instrument().getBytes(StandardCharsets.UTF_8);
    RecordFormat<MarketEvent> format = platform.formats().of(Topics.MARKET_TICKS);
    Known known = new Known();
    SourceOnTape there =
        SourceOnTape.of(
            platform,
            source,
            (ConsumerRecord<byte[], byte[]> record) -> {
              if (Arrays.equals(record.key(), key)) {
                known.add(format.decode(record.value()));
              }
            });
    SourceRow last = there.last(request.instrument());
    Place place = last == null ? new Place(0, "") : Place.of(last.place());
    if (last != null) {
      LOG.info("backfill of {} goes on after row {}", request.instrument(), last.row());
    }
    long first = last == null ? 0 : last.row();
    try (HistoryTape tape = new HistoryTape(platform, source, there, null)) {
      Running running = new Running(tape, known, first);
      while (place != null) {
        Page page = venue.page(place.token);
        running.page(place, page);
        tape.flush();
        progress.reached(running.rows, running.reached);
        String next = page.next();
        place = next == null ? null : new Place(place.firstRow + page.rows().size(), next);
      }
      return new Result(
          running.rows,
          tape.written(),
          running.already,
          running.refused,
          running.pages,
          last != null);
    }
  }

  /** A page: the number of the row before its first, and the venue's own mark. */
  private record Place(long firstRow, String token) {
    String text() {
      return firstRow + "|" + token;
    }

    static Place of(String text) {
      int bar = text.indexOf('|');
      return new Place(Long.parseLong(text.substring(0, bar)), text.substring(bar + 1));
    }
  }

  private static final class Running {
    final HistoryTape tape;
    final Known known;
    final long writtenBefore;
    long rows;
    long already;
    long refused;
    long pages;
    Instant reached = Instant.EPOCH;

    Running(HistoryTape tape, Known known, long writtenBefore) {
      this.tape = tape;
      this.known = known;
      this.writtenBefore = writtenBefore;
    }

    void page(Place place, Page page) {
      pages++;
      long number = place.firstRow;
      for (Row row : page.rows()) {
        rows++;
        tape.at(++number, place.text());
        MarketEvent event = row.event();
        if (event != null) {
          reached = Instant.ofEpochSecond(0, event.eventNanos());
          if (number > writtenBefore && known.add(event)) {
            tape.event(event);
          } else {
            already++;
          }
        } else if (row.bad() != null) {
          refused++;
          tape.refused(
              "history",
              number,
              row.bad().text().getBytes(StandardCharsets.UTF_8),
              row.bad().reason());
        }
      }
    }
  }
}

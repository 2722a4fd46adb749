package io.tapedeck.ingest;

import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.Quote;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.ingest.kafka.TapeTicks;
import io.tapedeck.runtime.Platform;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is on the tape, by instrument; reads all of it. */
public final class TapeListing {
  private final Platform platform;

  public TapeListing(Platform platform) {
    this.platform = platform;
  }

  /**
   * One instrument.
   *
   * @param others books and statuses
   * @param firstEventNanos earliest event time of a quote or trade, 0 if there is none
   * @param lastEventNanos latest
   */
  public record Instrument(
      String instrument,
      long trades,
      long quotes,
      long others,
      long firstEventNanos,
      long lastEventNanos) {
    private Instrument plus(MarketEvent event) {
      boolean trade = event instanceof Trade;
      boolean quote = event instanceof Quote;
      if (!trade && !quote) {
        return new Instrument(
            instrument, trades, quotes, others + 1, firstEventNanos, lastEventNanos);
      }
      boolean first = trades + quotes == 0;
      long at = event.eventNanos();
      return new Instrument(
          instrument,
          trades + (trade ? 1 : 0),
          quotes + (quote ? 1 : 0),
          others,
          first ? at : Math.min(firstEventNanos, at),
          first ? at : Math.max(lastEventNanos, at));
    }
  }

  /** Told now and then how far it is. */
  @FunctionalInterface
  public interface Progress {
    void records(long done, long of);
  }

  /** All instruments, by name. */
  public List<Instrument> run(Progress progress) {
    Map<String, Instrument> found = new TreeMap<>();
    new TapeTicks(platform)
        .forEach(
            "tapedeck-tape-ls",
            (event, partition, read, of) -> {
              String name = event.instrument().value();
              found.put(
                  name,
                  found.computeIfAbsent(name, n -> new Instrument(n, 0, 0, 0, 0, 0)).plus(event));
              if ((read & 0xFFF) == 0 || read == of) {
                progress.records(read, of);
              }
            });
    return List.copyOf(found.values());
  }
}

package io.tapedeck.ingest.venue.history;

import io.tapedeck.domain.market.MarketEvent;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A venue's record of one instrument's past, read page after page. */
public interface HistorySource {
  /** A row that is no event of this venue. */
  record Bad(String text, String reason) {}

  /**
   * One row.
   *
   * @param event null if it is bad
   * @param bad null if it is not
   */
  record Row(@Nullable MarketEvent event, @Nullable Bad bad) {}

  /**
   * A page.
   *
   * @param rows in the venue's order, none outside what was asked
   * @param next where the next page begins; null if this is the last
   */
  record Page(List<Row> rows, @Nullable String next) {
    public Page {
      rows = List.copyOf(rows);
    }
  }

  /**
   * Fetches a page.
   *
   * @param place where it begins, empty for the first
   * @throws IOException if the venue does not give it, after the retries allowed
   */
  Page page(String place) throws IOException, InterruptedException;
}

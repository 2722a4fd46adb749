package io.tapedeck.ingest.venue;

import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.ingest.core.TradingCalendar;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a venue's REST API says about its instruments besides prices. */
public interface ReferenceSource {
  /**
   * What may trade now.
   *
   * @param statuses by instrument, {@code VENUE:SYMBOL}
   * @param calendar sessions of the market; null for one that never closes
   */
  record Reference(Map<String, Status> statuses, @Nullable TradingCalendar calendar) {
    public Reference {
      statuses = Map.copyOf(statuses);
    }
  }

  /** Whether an instrument may trade, and in whose words. */
  record Status(TradingStatus status, String reason) {}

  /**
   * Asks.
   *
   * @param nowNanos wall time, nanoseconds since the epoch
   * @throws IOException if there is no answer, or none that can be read
   */
  Reference fetch(long nowNanos) throws IOException;
}

package io.tapedeck.ingest.core;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps of several quotes of an instrument in a row only the last, while it is told to. Trades and
 * all other events are never dropped, and go out after the quote that came before them, so the
 * order of an instrument stays. Not thread-safe.
 */
public final class QuoteConflater implements TickSink {
  private final TickSink out;
  private final Map<String, Held> held = new HashMap<>();
  private final List<Held> waiting = new ArrayList<>();
  private boolean conflating;
  private long dropped;

  private static final class Held {
    final String instrument;
    final long[] numbers = new long[7];
    boolean present;

    Held(String instrument) {
      this.instrument = instrument;
    }
  }

  public QuoteConflater(TickSink out) {
    this.out = out;
  }

  /** Begins or ends holding quotes back; at the end those held go out. */
  public void conflate(boolean on) {
    conflating = on;
    if (!on) {
      flush();
    }
  }

  /** Quotes dropped so far since a newer one came. */
  public long dropped() {
    return dropped;
  }

  /** Lets the held quotes go, in the order in which the first of each came. */
  public void flush() {
    for (Held quote : waiting) {
      release(quote);
    }
    waiting.clear();
  }

  private void release(Held quote) {
    if (quote.present) {
      quote.present = false;
      long[] n = quote.numbers;
      out.quote(quote.instrument, n[0], n[1], n[2], n[3], n[4], n[5], n[6]);
    }
  }

  private void releaseOf(String instrument) {
    Held quote = held.get(instrument);
    if (quote != null) {
      release(quote);
    }
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
    if (!conflating) {
      out.quote(
          instrument, eventNanos, receivedNanos, venueId, bidPrice, bidSize, askPrice, askSize);
      return;
    }
    Held quote = held.computeIfAbsent(instrument, Held::new);
    if (quote.present) {
      dropped++;
    } else {
      quote.present = true;
      waiting.add(quote);
    }
    long[] n = quote.numbers;
    n[0] = eventNanos;
    n[1] = receivedNanos;
    n[2] = venueId;
    n[3] = bidPrice;
    n[4] = bidSize;
    n[5] = askPrice;
    n[6] = askSize;
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
    releaseOf(instrument);
    out.trade(instrument, eventNanos, receivedNanos, venueId, price, size, aggressor);
  }

  @Override
  public void event(MarketEvent event) {
    releaseOf(event.instrument().value());
    out.event(event);
  }

  @Override
  public void refused(String source, long number, byte[] bytes, String reason) {
    out.refused(source, number, bytes, reason);
  }
}

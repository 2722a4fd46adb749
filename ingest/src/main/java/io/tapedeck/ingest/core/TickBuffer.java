package io.tapedeck.ingest.core;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Holds what one frame says until the whole of it is known to be good, so that a bad frame has no
 * effect at all. Its arrays are reused from frame to frame. Not thread-safe.
 */
public final class TickBuffer implements TickSink {
  private static final byte QUOTE = 0;
  private static final byte TRADE = 1;
  private static final byte EVENT = 2;
  private static final int COLUMNS = 7;
  private static final AggressorSide[] SIDES = AggressorSide.values();

  private int count;
  private byte[] kind = new byte[64];
  private String[] instrument = new String[64];
  private long[] numbers = new long[64 * COLUMNS];
  private @Nullable MarketEvent[] events = new MarketEvent[64];

  /** How many it holds. */
  public int count() {
    return count;
  }

  /** Forgets those after the first so many. */
  public void keep(int first) {
    count = Math.min(count, first);
  }

  /** Gives all it holds on, in their order. */
  public void replay(TickSink out) {
    for (int i = 0; i < count; i++) {
      int at = i * COLUMNS;
      switch (kind[i]) {
        case QUOTE ->
            out.quote(
                instrument[i],
                numbers[at],
                numbers[at + 1],
                numbers[at + 2],
                numbers[at + 3],
                numbers[at + 4],
                numbers[at + 5],
                numbers[at + 6]);
        case TRADE ->
            out.trade(
                instrument[i],
                numbers[at],
                numbers[at + 1],
                numbers[at + 2],
                numbers[at + 3],
                numbers[at + 4],
                SIDES[(int) numbers[at + 5]]);
        default -> {
          MarketEvent event = events[i];
          if (event != null) {
            out.event(event);
          }
        }
      }
    }
  }

  private int add(byte what, String whose) {
    if (count == kind.length) {
      int length = count * 2;
      kind = Arrays.copyOf(kind, length);
      instrument = Arrays.copyOf(instrument, length);
      numbers = Arrays.copyOf(numbers, length * COLUMNS);
      events = Arrays.copyOf(events, length);
    }
    kind[count] = what;
    instrument[count] = whose;
    events[count] = null;
    return count++ * COLUMNS;
  }

  @Override
  public void quote(
      String whose,
      long eventNanos,
      long receivedNanos,
      long venueId,
      long bidPrice,
      long bidSize,
      long askPrice,
      long askSize) {
    int at = add(QUOTE, whose);
    numbers[at] = eventNanos;
    numbers[at + 1] = receivedNanos;
    numbers[at + 2] = venueId;
    numbers[at + 3] = bidPrice;
    numbers[at + 4] = bidSize;
    numbers[at + 5] = askPrice;
    numbers[at + 6] = askSize;
  }

  @Override
  @SuppressWarnings("EnumOrdinal") // in and out of an array of this process only
  public void trade(
      String whose,
      long eventNanos,
      long receivedNanos,
      long venueId,
      long price,
      long size,
      AggressorSide aggressor) {
    int at = add(TRADE, whose);
    numbers[at] = eventNanos;
    numbers[at + 1] = receivedNanos;
    numbers[at + 2] = venueId;
    numbers[at + 3] = price;
    numbers[at + 4] = size;
    numbers[at + 5] = aggressor.ordinal();
  }

  @Override
  public void event(MarketEvent event) {
    add(EVENT, event.instrument().value());
    events[count - 1] = event;
  }

  @Override
  public void refused(String source, long number, byte[] bytes, String reason) {
    throw new IllegalStateException("a frame that is being read refuses by exception");
  }
}

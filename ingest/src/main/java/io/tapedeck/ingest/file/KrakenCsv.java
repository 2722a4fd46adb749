package io.tapedeck.ingest.file;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.ingest.core.FrameRefusedException;
import io.tapedeck.ingest.core.TickSink;
import java.util.List;

/**
 * Trades of one Kraken pair, in either of two shapes: Kraken's own download without a header,
 * {@code timestamp,price,volume} with seconds, or {@code epoch_ms,iso,side,price,amount} with one.
 * Neither has trade ids, so a row is its own identity and equal rows both stay.
 */
public final class KrakenCsv implements TickFile {
  private static final String HEADER = "epoch_ms,iso,side,price,amount";
  private static final int HEADED_COLUMNS = 5;
  private static final int BARE_COLUMNS = 3;
  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final long LATEST_MILLIS = Long.MAX_VALUE / NANOS_PER_MILLI;

  private final String instrument;
  private boolean headed;

  /** All rows are of this instrument, {@code VENUE:SYMBOL}. */
  public KrakenCsv(String instrument) {
    this.instrument = instrument;
  }

  @Override
  public boolean header(String line) {
    headed = line.equals(HEADER);
    if (!headed && (line.isEmpty() || !Character.isDigit(line.charAt(0)))) {
      throw new FrameRefusedException(
          "the first line is neither a row timestamp,price,volume nor the header " + HEADER);
    }
    return headed;
  }

  @Override
  public void row(String line, TickSink out) {
    if (headed) {
      List<String> c = TickFile.columns(line, HEADED_COLUMNS);
      long millis = TickFile.natural(c.get(0), "epoch_ms");
      if (millis > LATEST_MILLIS) {
        throw new FrameRefusedException("epoch_ms is out of range: " + millis);
      }
      AggressorSide side = TickFile.side(c.get(2), "side");
      trade(millis * NANOS_PER_MILLI, c.get(3), c.get(4), "amount", side, out);
    } else {
      List<String> c = TickFile.columns(line, BARE_COLUMNS);
      // seconds at scale 9 are nanoseconds
      long nanos = TickFile.positive(c.get(0), "timestamp");
      trade(nanos, c.get(1), c.get(2), "volume", AggressorSide.UNKNOWN, out);
    }
  }

  private void trade(
      long nanos, String price, String size, String sizeName, AggressorSide side, TickSink out) {
    out.trade(
        instrument,
        nanos,
        nanos,
        MarketEvent.NO_VENUE_ID,
        TickFile.positive(price, "price"),
        TickFile.positive(size, sizeName),
        side);
  }
}

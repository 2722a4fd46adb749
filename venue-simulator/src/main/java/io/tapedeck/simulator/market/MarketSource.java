package io.tapedeck.simulator.market;

import java.io.IOException;
import java.util.List;

/** Where ticks come from; read by one thread. */
public interface MarketSource extends AutoCloseable {
  /** Every pair that will appear, in the order of {@link Tick#instrument()}. */
  List<Instrument> instruments();

  /** Ticks in all. */
  long total();

  /** Rows that could not be read and are left out of {@link #total()}. */
  List<BadRow> badRows();

  /** Fills the tick with the next row; false at the end. */
  boolean next(Tick into) throws IOException;

  @Override
  void close() throws IOException;

  /**
   * A row of a recording that is no tick.
   *
   * @param line line number in the file, the header being 1
   * @param reason what was wrong with it
   */
  record BadRow(long line, String reason) {}
}

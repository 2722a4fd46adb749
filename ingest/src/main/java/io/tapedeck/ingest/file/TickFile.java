package io.tapedeck.ingest.file;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.ingest.core.FrameRefusedException;
import io.tapedeck.ingest.core.TickSink;
import java.util.ArrayList;
import java.util.List;

/** Turns the rows of one kind of file into ticks. Used by one thread. */
public interface TickFile {
  /**
   * Checks the first line.
   *
   * @return true if it was a header, false if it is a row already
   * @throws FrameRefusedException if the file is not of this kind
   */
  boolean header(String line);

  /**
   * One row.
   *
   * @throws FrameRefusedException if it is no row of this kind; nothing of it was passed on
   */
  void row(String line, TickSink out);

  /** The columns of a row. */
  static List<String> columns(String line, int expected) {
    List<String> columns = new ArrayList<>(expected);
    int from = 0;
    for (int comma = line.indexOf(','); comma >= 0; comma = line.indexOf(',', from)) {
      columns.add(line.substring(from, comma));
      from = comma + 1;
    }
    columns.add(line.substring(from));
    if (columns.size() != expected) {
      throw new FrameRefusedException(
          "a row has " + expected + " columns, this one " + columns.size());
    }
    return columns;
  }

  /** A decimal above zero, as raw scale-9 value. */
  static long positive(String text, String column) {
    try {
      long raw = FixedPoint.parse(text);
      if (raw > 0 && text.length() <= 64 && text.indexOf('e') < 0 && text.indexOf('E') < 0) {
        return raw;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw new FrameRefusedException(column + ": " + e.getMessage());
    }
    throw new FrameRefusedException(column + " must be a plain decimal above zero: " + text);
  }

  /** An integer that is not negative. */
  static long natural(String text, String column) {
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new FrameRefusedException(column + " is no integer: '" + text + "'");
    }
    throw new FrameRefusedException(column + " is negative: " + text);
  }

  /** buy or sell. */
  static AggressorSide side(String text, String column) {
    return switch (text) {
      case "buy" -> AggressorSide.BUY;
      case "sell" -> AggressorSide.SELL;
      default ->
          throw new FrameRefusedException(column + " is neither buy nor sell: '" + text + "'");
    };
  }
}

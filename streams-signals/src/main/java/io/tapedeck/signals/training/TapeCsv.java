package io.tapedeck.signals.training;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.money.FixedPoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Reads tape files: CSV with the columns that its header must name, plain or gzipped. */
final class TapeCsv {
  private static final String HEADER =
      "received_ns,event_ns,instrument,kind,bid_price,bid_size,ask_price,ask_size,price,size,"
          + "aggressor,venue_id";
  private static final int COLUMNS = 12;

  private TapeCsv() {}

  /** A row; sizes and prices raw scale 9. */
  record Row(
      long receivedNanos,
      String instrument,
      boolean quote,
      long eventNanos,
      long bid,
      long bidSize,
      long ask,
      long askSize,
      long price,
      long size,
      AggressorSide aggressor) {}

  static void read(Path file, Consumer<Row> rows) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String header = lines.readLine();
      if (!HEADER.equals(header)) {
        throw new IOException(file + " line 1: the header must be " + HEADER);
      }
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        try {
          rows.accept(row(line.split(",", -1)));
        } catch (IllegalArgumentException | ArithmeticException e) {
          throw new IOException(file + " line " + number + ": " + e.getMessage(), e);
        }
      }
    }
  }

  private static Row row(String[] cells) {
    if (cells.length != COLUMNS) {
      throw new IllegalArgumentException(cells.length + " cells, expected " + COLUMNS);
    }
    boolean quote = cells[3].equals("quote");
    long received = Long.parseLong(cells[0]);
    long event = cells[1].isEmpty() ? received : Long.parseLong(cells[1]);
    AggressorSide aggressor =
        cells[10].isEmpty()
            ? AggressorSide.UNKNOWN
            : AggressorSide.valueOf(cells[10].toUpperCase(Locale.ROOT));
    return new Row(
        received,
        cells[2],
        quote,
        event,
        decimal(cells[4]),
        decimal(cells[5]),
        decimal(cells[6]),
        decimal(cells[7]),
        decimal(cells[8]),
        decimal(cells[9]),
        aggressor);
  }

  private static long decimal(String cell) {
    return cell.isEmpty() ? 0 : FixedPoint.parse(cell);
  }
}

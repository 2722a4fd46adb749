package io.tapedeck.simulator.market;

import io.tapedeck.domain.money.FixedPoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A recorded market in the neutral CSV: {@code
 * received_ns,event_ns,instrument,kind,bid_price,bid_size,ask_price,ask_size,price,size,aggressor,
 * venue_id}, plain or gzipped by its name.
 *
 * <p>The file is read once on opening, to learn its instruments, their decimals and its bad rows,
 * and a second time while it is played. A bad row is named, counted and left out.
 */
public final class TapeFileSource implements MarketSource {
  private static final String HEADER =
      "received_ns,event_ns,instrument,kind,bid_price,bid_size,ask_price,ask_size,price,size,"
          + "aggressor,venue_id";
  private static final int COLUMNS = 12;
  private static final int KEPT_BAD_ROWS = 1000;
  private static final int LOT_DECIMALS = 8;

  private static final Logger LOG = LoggerFactory.getLogger(TapeFileSource.class);

  private final Path file;
  private final Map<String, Integer> indexes = new LinkedHashMap<>();
  private final List<Instrument> instruments = new ArrayList<>();
  private final List<BadRow> badRows = new ArrayList<>();
  private final String[] columns = new String[COLUMNS];
  private long total;
  private BufferedReader reader;

  /**
   * Opens and checks a file.
   *
   * @throws IOException if it cannot be read or its first line is not the header
   */
  public TapeFileSource(Path file) throws IOException {
    this.file = file;
    try (BufferedReader lines = open()) {
      survey(lines);
    }
    this.reader = open();
    reader.readLine();
  }

  private BufferedReader open() throws IOException {
    InputStream bytes = Files.newInputStream(file);
    if (file.toString().endsWith(".gz")) {
      bytes = new GZIPInputStream(bytes, 1 << 16);
    }
    return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8), 1 << 16);
  }

  private void survey(BufferedReader lines) throws IOException {
    String header = lines.readLine();
    if (!HEADER.equals(header)) {
      throw new IOException(file + ":1: not a tape, the first line must be: " + HEADER);
    }
    List<int[]> decimals = new ArrayList<>();
    Tick tick = new Tick();
    long number = 1;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      try {
        parse(line, tick, true);
      } catch (IllegalArgumentException | ArithmeticException e) {
        if (badRows.size() < KEPT_BAD_ROWS) {
          badRows.add(new BadRow(number, String.valueOf(e.getMessage())));
        }
        continue;
      }
      total++;
      while (decimals.size() <= tick.instrument) {
        decimals.add(new int[] {0, LOT_DECIMALS});
      }
      int[] seen = decimals.get(tick.instrument);
      for (int column = 4; column <= 9; column++) {
        int size = (column & 1) == 0 ? 0 : 1;
        int kind = column == 8 ? 0 : column == 9 ? 1 : size;
        seen[kind] = Math.max(seen[kind], decimalsOf(columns[column]));
      }
    }
    int i = 0;
    for (String symbol : indexes.keySet()) {
      int[] seen = decimals.get(i++);
      instruments.add(new Instrument(symbol, seen[0], seen[1], FixedPoint.ONE / 100_000));
    }
  }

  private static int decimalsOf(String number) {
    int point = number.indexOf('.');
    if (point < 0) {
      return 0;
    }
    int end = number.length();
    while (number.charAt(end - 1) == '0') {
      end--;
    }
    return end - point - 1;
  }

  @Override
  public List<Instrument> instruments() {
    return List.copyOf(instruments);
  }

  @Override
  public long total() {
    return total;
  }

  @Override
  public List<BadRow> badRows() {
    return List.copyOf(badRows);
  }

  @Override
  public boolean next(Tick into) throws IOException {
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      try {
        parse(line, into, false);
        return true;
      } catch (IllegalArgumentException | ArithmeticException e) {
        LOG.warn("row left out file={} problem={}", file, e.getMessage());
      }
    }
    return false;
  }

  private void parse(String line, Tick into, boolean learn) {
    split(line);
    String symbol = columns[2];
    if (symbol.indexOf('/') < 1 || symbol.indexOf('/') == symbol.length() - 1) {
      throw new IllegalArgumentException("instrument '" + symbol + "' is not BASE/QUOTE");
    }
    into.eventNs = Long.parseLong(columns[1].isEmpty() ? columns[0] : columns[1]);
    into.bids.clear();
    into.asks.clear();
    switch (columns[3]) {
      case "quote" -> {
        into.kind = Tick.Kind.QUOTE;
        into.bids.add(positive(columns[4], "bid_price"), positive(columns[5], "bid_size"));
        into.asks.add(positive(columns[6], "ask_price"), positive(columns[7], "ask_size"));
      }
      case "trade" -> {
        into.kind = Tick.Kind.TRADE;
        into.price = positive(columns[8], "price");
        into.size = positive(columns[9], "size");
        into.aggressor = aggressor(columns[10]);
        into.tradeId = Long.parseLong(columns[11]);
      }
      default ->
          throw new IllegalArgumentException("kind '" + columns[3] + "' is not quote or trade");
    }
    // last, so that a bad row does not add an instrument
    Integer index = indexes.get(symbol);
    if (index == null) {
      if (!learn) {
        throw new IllegalArgumentException("instrument '" + symbol + "' was not there on opening");
      }
      index = indexes.size();
      indexes.put(symbol, index);
    }
    into.instrument = index;
  }

  private void split(String line) {
    int from = 0;
    for (int i = 0; i < COLUMNS; i++) {
      int comma = line.indexOf(',', from);
      boolean last = i == COLUMNS - 1;
      if (last != (comma < 0)) {
        throw new IllegalArgumentException("a row has " + COLUMNS + " columns: " + clip(line));
      }
      columns[i] = last ? line.substring(from) : line.substring(from, comma);
      from = comma + 1;
    }
  }

  private static String clip(String line) {
    return line.length() <= 120 ? line : line.substring(0, 120) + "…";
  }

  private static long positive(String text, String column) {
    long raw = FixedPoint.parse(text);
    if (raw <= 0) {
      throw new IllegalArgumentException(column + " must be above zero: " + text);
    }
    return raw;
  }

  private static Tick.Aggressor aggressor(String text) {
    return switch (text) {
      case "buy" -> Tick.Aggressor.BUY;
      case "sell" -> Tick.Aggressor.SELL;
      default -> throw new IllegalArgumentException("aggressor '" + text + "' is not buy or sell");
    };
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}

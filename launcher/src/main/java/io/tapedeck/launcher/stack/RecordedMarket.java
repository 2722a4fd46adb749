package io.tapedeck.launcher.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * What must be known of a recorded market before it is played.
 *
 * @param symbols its instruments, sorted
 * @param rows how many
 * @param seconds from the first to the last receive time; at least 1
 */
public record RecordedMarket(List<String> symbols, long rows, double seconds) {
  private static final int INSTRUMENT = 2;

  /** Reads a tape file once. */
  public static RecordedMarket of(Path tape) {
    TreeSet<String> symbols = new TreeSet<>();
    long rows = 0;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    try (InputStream raw = Files.newInputStream(tape);
        InputStream in = tape.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines.readLine(); // header
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split(",", INSTRUMENT + 2);
        if (cells.length > INSTRUMENT && !cells[INSTRUMENT].isBlank()) {
          symbols.add(cells[INSTRUMENT]);
          rows++;
        }
        if (cells[0].matches("[0-9]{1,18}|[0-8][0-9]{18}")) {
          first = Math.min(first, Long.parseLong(cells[0]));
          last = Math.max(last, Long.parseLong(cells[0]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the tape " + tape, e);
    }
    double seconds = last > first ? (last - first) / 1e9 : 1;
    return new RecordedMarket(List.copyOf(symbols), rows, Math.max(1, seconds));
  }
}

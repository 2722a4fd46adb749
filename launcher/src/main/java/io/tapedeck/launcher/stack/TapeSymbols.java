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

/** The instruments of a recorded market. */
public final class TapeSymbols {
  private static final int INSTRUMENT = 2;

  private TapeSymbols() {}

  /** Their symbols, sorted. */
  public static List<String> of(Path tape) {
    TreeSet<String> symbols = new TreeSet<>();
    try (InputStream raw = Files.newInputStream(tape);
        InputStream in = tape.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines.readLine(); // header
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split(",", INSTRUMENT + 2);
        if (cells.length > INSTRUMENT && !cells[INSTRUMENT].isBlank()) {
          symbols.add(cells[INSTRUMENT]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the tape " + tape, e);
    }
    return List.copyOf(symbols);
  }
}

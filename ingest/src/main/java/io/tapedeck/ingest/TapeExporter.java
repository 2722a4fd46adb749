package io.tapedeck.ingest;

import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.Quote;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.ingest.file.NeutralCsv;
import io.tapedeck.ingest.kafka.MergedTicks;
import io.tapedeck.runtime.Platform;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the quotes and trades of the tape to the neutral CSV. Each instrument's rows are in their
 * order on the tape; rows of different partitions are merged by the time they were received.
 */
public final class TapeExporter {
  private final Platform platform;

  public TapeExporter(Platform platform) {
    this.platform = platform;
  }

  /** What was written. */
  public record Result(long quotes, long trades) {}

  /** Told now and then how far it is. */
  @FunctionalInterface
  public interface Progress {
    void records(long done, long of);
  }

  /**
   * Exports.
   *
   * @param file gzipped if its name ends in {@code .gz}; replaced if it is there
   * @param venue whose instruments are written without their venue
   * @param instruments only these, {@code VENUE:SYMBOL}; all if empty
   */
  public Result run(Path file, String venue, Set<String> instruments, Progress progress)
      throws IOException {
    NeutralCsv csv = new NeutralCsv(venue);
    long[] counts = {0, 0};
    StringBuilder row = new StringBuilder();
    try (Writer out = open(file)) {
      out.write(NeutralCsv.HEADER);
      out.write('\n');
      new MergedTicks(platform)
          .forEach(
              "tapedeck-tape-export",
              (event, partition, read, of) -> {
                if (instruments.isEmpty() || instruments.contains(event.instrument().value())) {
                  write(csv, row, event, out, counts);
                }
                if ((read & 0xFFF) == 0 || read == of) {
                  progress.records(read, of);
                }
              });
    } catch (UncheckedIOException e) {
      throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
    }
    return new Result(counts[0], counts[1]);
  }

  private static Writer open(Path file) throws IOException {
    OutputStream bytes = Files.newOutputStream(file);
    if (file.toString().endsWith(".gz")) {
      bytes = new GZIPOutputStream(bytes, 1 << 16);
    }
    return new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), 1 << 16);
  }

  private static void write(
      NeutralCsv csv, StringBuilder row, MarketEvent event, Writer out, long[] counts) {
    row.setLength(0);
    if (event instanceof Quote quote) {
      csv.write(row, quote);
      counts[0]++;
    } else if (event instanceof Trade trade) {
      csv.write(row, trade);
      counts[1]++;
    }
    try {
      out.append(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

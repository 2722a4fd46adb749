package io.tapedeck.ingest;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.ingest.core.FrameRefusedException;
import io.tapedeck.ingest.core.TickSink;
import io.tapedeck.ingest.file.KrakenCsv;
import io.tapedeck.ingest.file.NeutralCsv;
import io.tapedeck.ingest.file.TickFile;
import io.tapedeck.ingest.kafka.Tape;
import io.tapedeck.runtime.Platform;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a file's ticks, and marks, on the tape through the same writer as the live feed. A bad row
 * is named by file and line, dead-lettered and counted; the rest goes on. Importing a file twice
 * writes its rows twice.
 */
public final class TapeImporter {
  private static final Logger LOG = LoggerFactory.getLogger(TapeImporter.class);
  private static final long TELL_EVERY = 4_096;
  private static final Duration MARKS_INTERVAL = Duration.ofMillis(20);
  private static final Duration LINGER = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Platform platform;

  public TapeImporter(Platform platform) {
    this.platform = platform;
  }

  /** What the file holds. */
  public enum Format {
    /** Our own, with header. */
    CSV,
    /** Kraken trades, see {@code --instrument}. */
    KRAKEN_CSV
  }

  /**
   * How to read it.
   *
   * @param venue of symbols that name none, such as KRAKEN
   * @param instrument symbol of a file that does not say; needed for KRAKEN_CSV only
   */
  public record Options(Format format, String venue, @Nullable String instrument) {
    /** The neutral CSV, Kraken's symbols. */
    public static Options csv() {
      return new Options(Format.CSV, "KRAKEN", null);
    }
  }

  /**
   * What came of it.
   *
   * @param rows data rows read
   * @param refused rows that were dead-lettered
   */
  public record Result(long rows, long quotes, long trades, long refused) {}

  /** Told now and then how far it is. */
  @FunctionalInterface
  public interface Progress {
    void rows(long done);
  }

  /**
   * Imports; returns when every row is acknowledged.
   *
   * @param file plain, or gzipped if its name ends in {@code .gz}
   * @throws IOException if it cannot be read, or its first line is not of this format
   * @throws IllegalArgumentException if an option is missing
   */
  public Result run(Path file, Options options, Progress progress) throws IOException {
    TickFile rows = rows(options);
    Tape tape =
        new Tape(
            platform,
            new Tape.Settings("tapedeck-import", false, List.of(), MARKS_INTERVAL, LINGER));
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Result result;
    try (BufferedReader lines = open(file)) {
      tape.start(cause -> failure.compareAndSet(null, cause));
      result = read(file, lines, rows, new Counting(tape.writer()), progress, failure);
      tape.flush();
    } finally {
      tape.stop(PATIENCE);
    }
    check(file, failure);
    return result;
  }

  private static TickFile rows(Options options) {
    if (options.format() == Format.CSV) {
      return new NeutralCsv(options.venue());
    }
    if (options.instrument() == null) {
      throw new IllegalArgumentException(
          "kraken-csv does not say whose trades they are; name it with --instrument BTC/USD");
    }
    return new KrakenCsv(options.venue() + ":" + options.instrument());
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    if (file.toString().endsWith(".gz")) {
      bytes = new GZIPInputStream(bytes, 1 << 16);
    }
    return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8), 1 << 16);
  }

  private static Result read(
      Path file,
      BufferedReader lines,
      TickFile rows,
      Counting out,
      Progress progress,
      AtomicReference<@Nullable Throwable> failure)
      throws IOException {
    String source = "file:" + file.getFileName();
    String line = lines.readLine();
    long number = 1;
    if (line == null) {
      throw new IOException(file + " is empty");
    }
    try {
      if (rows.header(line)) {
        line = lines.readLine();
        number++;
      }
    } catch (FrameRefusedException e) {
      throw new IOException(file + ":1: " + e.reason(), e);
    }
    long done = 0;
    long refused = 0;
    for (; line != null; line = lines.readLine(), number++) {
      try {
        rows.row(line, out);
      } catch (FrameRefusedException e) {
        refused++;
        LOG.warn("{}:{}: row refused: {}", file, number, e.reason());
        out.refused(source, number, line.getBytes(StandardCharsets.UTF_8), e.reason());
      }
      if (++done % TELL_EVERY == 0) {
        progress.rows(done);
        check(file, failure);
      }
    }
    progress.rows(done);
    return new Result(done, out.quotes, out.trades, refused);
  }

  private static void check(Path file, AtomicReference<@Nullable Throwable> failure)
      throws IOException {
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IOException("importing " + file + " failed: " + cause, cause);
    }
  }

  /** Counts what goes through. */
  private static final class Counting implements TickSink {
    private final TickSink out;
    private long quotes;
    private long trades;

    Counting(TickSink out) {
      this.out = out;
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
      quotes++;
      out.quote(
          instrument, eventNanos, receivedNanos, venueId, bidPrice, bidSize, askPrice, askSize);
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
      trades++;
      out.trade(instrument, eventNanos, receivedNanos, venueId, price, size, aggressor);
    }

    @Override
    public void event(MarketEvent event) {
      out.event(event);
    }

    @Override
    public void refused(String source, long number, byte[] bytes, String reason) {
      out.refused(source, number, bytes, reason);
    }
  }
}

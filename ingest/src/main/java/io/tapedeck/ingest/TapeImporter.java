package io.tapedeck.ingest;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.ingest.core.FrameRefusedException;
import io.tapedeck.ingest.core.TickSink;
import io.tapedeck.ingest.file.AlpacaJson;
import io.tapedeck.ingest.file.KrakenCsv;
import io.tapedeck.ingest.file.NeutralCsv;
import io.tapedeck.ingest.file.TickFile;
import io.tapedeck.ingest.file.Timeframe;
import io.tapedeck.ingest.kafka.HistoryTape;
import io.tapedeck.ingest.kafka.SourceOnTape;
import io.tapedeck.ingest.kafka.SourceRow;
import io.tapedeck.runtime.Platform;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a file's ticks, and marks, on the tape. A bad row is named by file and line, dead-lettered
 * and counted; the rest goes on. A row's identity is the file's SHA-256, the instrument it was
 * imported as, and its number: equal rows both stay, and importing a file again writes only what is
 * not there yet.
 */
public final class TapeImporter {
  private static final Logger LOG = LoggerFactory.getLogger(TapeImporter.class);
  private static final long TELL_EVERY = 4_096;
  private static final Duration MARKS_INTERVAL = Duration.ofMillis(20);

  private final Platform platform;

  public TapeImporter(Platform platform) {
    this.platform = platform;
  }

  /** What the file holds. */
  public enum Format {
    /** Our own, with header. */
    CSV,
    /** Kraken trades, see {@code --instrument}. */
    KRAKEN_CSV,
    /** Answers of Alpaca's market-data REST. */
    ALPACA_JSON
  }

  /**
   * How to read it.
   *
   * @param venue of symbols that name none, such as KRAKEN
   * @param instrument symbol of a file that does not say; needed for KRAKEN_CSV
   * @param barSeconds length of the bars of ALPACA_JSON, 0 if unknown
   */
  public record Options(Format format, String venue, @Nullable String instrument, long barSeconds) {
    /** Without bars. */
    public Options(Format format, String venue, @Nullable String instrument) {
      this(format, venue, instrument, 0);
    }

    /** The neutral CSV, Kraken's symbols. */
    public static Options csv() {
      return new Options(Format.CSV, "KRAKEN", null);
    }
  }

  /**
   * What came of it.
   *
   * @param rows data rows read
   * @param quotes among them
   * @param trades among them
   * @param bars among them
   * @param refused rows that are no ticks, dead-lettered
   * @param already rows that were on the tape before, refused ones included
   */
  public record Result(
      long rows, long quotes, long trades, long bars, long refused, long already) {}

  /** Told now and then how far it is. */
  @FunctionalInterface
  public interface Progress {
    void rows(long done);
  }

  /**
   * Seconds of a length such as 1Min, 0 of none.
   *
   * @throws IllegalArgumentException if it is no length
   */
  public static long barSeconds(@Nullable String timeframe) {
    return timeframe == null ? 0 : Timeframe.seconds(timeframe);
  }

  /**
   * Imports; returns when every row is acknowledged.
   *
   * @param file plain, or gzipped if its name ends in {@code .gz}
   * @throws IOException if it cannot be read, or its first line is not of this format
   * @throws IllegalArgumentException if an option is missing
   */
  public Result run(Path file, Options options, Progress progress) throws IOException {
    if (options.format() == Format.KRAKEN_CSV && options.instrument() == null) {
      throw new IllegalArgumentException(
          "kraken-csv does not say whose trades they are; name it with --instrument BTC/USD");
    }
    byte[] source = source(file, options);
    SourceOnTape there = SourceOnTape.of(platform, source);
    try (HistoryTape tape = new HistoryTape(platform, source, there, MARKS_INTERVAL);
        InputStream bytes = open(file)) {
      Counting out = new Counting(tape);
      long rows =
          options.format() == Format.ALPACA_JSON
              ? json(file, bytes, options, out, progress)
              : lines(file, bytes, options, out, progress);
      progress.rows(rows);
      tape.flush();
      return new Result(rows, out.quotes, out.trades, out.bars, out.refused, tape.already());
    }
  }

  private static byte[] source(Path file, Options options) throws IOException {
    MessageDigest sha = SourceRow.digest();
    try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), sha)) {
      bytes.transferTo(OutputStream.nullOutputStream());
    }
    String readAs = "|" + options.format() + "|" + options.venue() + "|" + options.instrument();
    sha.update(readAs.getBytes(StandardCharsets.UTF_8));
    return SourceRow.source(sha.digest());
  }

  private static InputStream open(Path file) throws IOException {
    InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
  }

  private static long lines(
      Path file, InputStream bytes, Options options, Counting out, Progress progress)
      throws IOException {
    TickFile rows =
        options.format() == Format.CSV
            ? new NeutralCsv(options.venue())
            : new KrakenCsv(options.venue() + ":" + options.instrument());
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8), 1 << 16);
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
    for (; line != null; line = lines.readLine(), number++) {
      out.at(number);
      try {
        rows.row(line, out);
      } catch (FrameRefusedException e) {
        refused(file, number, line, e.reason(), out);
      }
      if (++done % TELL_EVERY == 0) {
        progress.rows(done);
      }
    }
    return done;
  }

  private static void refused(Path file, long line, String text, String reason, Counting out) {
    LOG.warn("{}:{}: row refused: {}", file, line, reason);
    out.refused("file:" + file.getFileName(), line, text.getBytes(StandardCharsets.UTF_8), reason);
  }

  private static long json(
      Path file, InputStream bytes, Options options, Counting out, Progress progress)
      throws IOException {
    long[] done = {0};
    try {
      new AlpacaJson(options.venue(), options.instrument(), options.barSeconds())
          .read(
              bytes,
              new AlpacaJson.Rows() {
                @Override
                public void good(long row, MarketEvent event) {
                  out.at(row);
                  out.market(event);
                  tell(row);
                }

                @Override
                public void bad(long row, long line, String text, String reason) {
                  out.at(row);
                  refused(file, line, text, reason, out);
                  tell(row);
                }

                private void tell(long row) {
                  done[0] = Math.max(done[0], row);
                  if (row % TELL_EVERY == 0) {
                    progress.rows(row);
                  }
                }
              });
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    return done[0];
  }

  /** Counts what goes through. */
  private static final class Counting implements TickSink {
    private final HistoryTape out;
    private long quotes;
    private long trades;
    private long bars;
    private long refused;

    Counting(HistoryTape out) {
      this.out = out;
    }

    void at(long row) {
      out.at(row, "");
    }

    void market(MarketEvent event) {
      if (event instanceof MarketEvent.Trade t) {
        trade(
            t.instrument().value(),
            t.eventNanos(),
            t.receivedNanos(),
            t.venueId(),
            t.price().raw(),
            t.size().raw(),
            t.aggressor());
      } else if (event instanceof MarketEvent.Quote q) {
        quote(
            q.instrument().value(),
            q.eventNanos(),
            q.receivedNanos(),
            q.venueId(),
            q.bidPrice().raw(),
            q.bidSize().raw(),
            q.askPrice().raw(),
            q.askSize().raw());
      } else {
        bars++;
        event(event);
      }
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
      refused++;
      out.refused(source, number, bytes, reason);
    }
  }
}

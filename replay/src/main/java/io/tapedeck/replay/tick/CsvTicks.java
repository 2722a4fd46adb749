package io.tapedeck.replay.tick;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.ingest.core.FrameRefusedException;
import io.tapedeck.ingest.core.TickSink;
import io.tapedeck.ingest.file.NeutralCsv;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * A recorded market in the neutral CSV, as {@code demo --tape} takes it, plain or gzipped by its
 * name. Its rows are one partition, a row's number (from 0, the header not counted) its offset. A
 * row that is no tick is named and left out, and takes its offset with it.
 */
public final class CsvTicks implements TickSource {
  private static final int NAMED = 100;

  private final Path file;
  private final BufferedReader lines;
  private final NeutralCsv format;
  private final List<Lane> lanes = new ArrayList<>();
  private final Map<String, Integer> indexes = new HashMap<>();
  private final List<String> leftOut = new ArrayList<>();
  private final Sink sink = new Sink();
  private TapeTick filling = new TapeTick();
  private long row = -1;

  /**
   * Opens a file.
   *
   * @param venue of instruments that name none
   * @throws IllegalArgumentException if its first line is not the header
   */
  public CsvTicks(Path file, String venue) {
    this.file = file;
    this.format = new NeutralCsv(venue);
    try {
      lines = open(file);
      String header = lines.readLine();
      if (!NeutralCsv.HEADER.equals(header)) {
        lines.close();
        throw new IllegalArgumentException(
            file + ":1: not a tape, the first line must be: " + NeutralCsv.HEADER);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    if (file.toString().endsWith(".gz")) {
      bytes = new GZIPInputStream(bytes, 1 << 16);
    }
    return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8), 1 << 16);
  }

  @Override
  public boolean next(TapeTick into) {
    filling = into;
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        row++;
        try {
          format.row(line, sink);
          return true;
        } catch (FrameRefusedException | IllegalArgumentException | ArithmeticException e) {
          leaveOut(String.valueOf(e.getMessage()));
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(file + ":" + (row + 2) + ": " + e.getMessage(), e);
    }
  }

  private void leaveOut(String reason) {
    if (leftOut.size() < NAMED) {
      leftOut.add(file.getFileName() + ":" + (row + 2) + ": " + reason);
    } else {
      leftOut.set(NAMED - 1, "more than " + NAMED + " rows of " + file.getFileName());
    }
  }

  @Override
  public List<Lane> lanes() {
    return Collections.unmodifiableList(lanes);
  }

  @Override
  public SortedMap<Integer, Range> ranges() {
    return new TreeMap<>(Map.of(0, new Range(0, row + 1)));
  }

  @Override
  public List<String> leftOut() {
    return List.copyOf(leftOut);
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file, e);
    }
  }

  private final class Sink implements TickSink {
    private void at(String instrument) {
      Integer index = indexes.get(instrument);
      if (index == null) {
        lanes.add(new Lane(new InstrumentId(instrument), 0));
        index = lanes.size() - 1;
        indexes.put(instrument, index);
      }
      filling.at(index, row);
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
      at(instrument);
      filling.quote(eventNanos, receivedNanos, venueId, bidPrice, bidSize, askPrice, askSize);
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
      at(instrument);
      filling.trade(eventNanos, receivedNanos, venueId, price, size, aggressor);
    }

    @Override
    public void event(MarketEvent event) {
      at(event.instrument().value());
      filling.other(event);
    }

    @Override
    public void refused(String source, long number, byte[] bytes, String reason) {
      leaveOut(reason);
    }
  }
}

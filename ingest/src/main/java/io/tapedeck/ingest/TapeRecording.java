package io.tapedeck.ingest;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.ingest.core.Backoff;
import io.tapedeck.ingest.core.TickSink;
import io.tapedeck.ingest.kafka.Tape;
import io.tapedeck.ingest.kafka.TapeTicks;
import io.tapedeck.ingest.venue.FeedProtocol;
import io.tapedeck.ingest.venue.FrameLog;
import io.tapedeck.ingest.venue.FramePlayer;
import io.tapedeck.ingest.venue.FrameRecorder;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.clock.EdgeClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Raw frames in files: what the configured venue sends is written down without a tape, and a
 * recording is played onto the tape through the same protocol and writer as the live feed.
 */
public final class TapeRecording {
  private static final int FIRST_FRAMES = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private TapeRecording() {}

  /**
   * What was recorded or played.
   *
   * @param refused frames that are no messages of the venue; of a recording 0
   */
  public record Result(long frames, long bytes, long connections, long refused) {}

  /** Told now and then how far it is. */
  @FunctionalInterface
  public interface Progress {
    void frames(long done);
  }

  /** A recording that goes on until it is stopped or its time is over. */
  public static final class Recording {
    private final FrameRecorder recorder;
    private final FrameLog.Writer out;
    private final Duration length;

    private Recording(FrameRecorder recorder, FrameLog.Writer out, Duration length) {
      this.recorder = recorder;
      this.out = out;
      this.length = length;
    }

    /** Frames so far. */
    public long frames() {
      return recorder.frames();
    }

    /** Ends it soon; for any thread. */
    public void stop() {
      recorder.stop();
    }

    /** Records; returns when it is over and the file is closed. */
    public Result run() throws IOException, InterruptedException {
      try (out) {
        recorder.run(out, length.toNanos());
      }
      return new Result(recorder.frames(), recorder.bytes(), recorder.connections(), 0);
    }
  }

  /**
   * Begins a recording.
   *
   * @param file gzipped if its name ends in {@code .gz}; must not be there
   * @throws IOException if the file is there or cannot be written
   */
  public static Recording record(IngestConfig config, Platform platform, Path file, Duration length)
      throws IOException {
    FeedProtocol protocol = VenueFeeds.protocol(config, platform.meters());
    FrameRecorder recorder =
        new FrameRecorder(
            config.urls().get(0),
            Map.of(),
            protocol,
            new Nowhere(),
            EdgeClock.system(),
            new Backoff(
                config.reconnectDelay(),
                config.reconnectMaxDelay(),
                () -> ThreadLocalRandom.current().nextDouble()),
            config.silenceTimeout().toNanos());
    return new Recording(recorder, new FrameLog.Writer(file, protocol.name()), length);
  }

  /**
   * Plays a recording onto the tape, marks included; trades that are there already are not written
   * again.
   *
   * @throws IOException if the recording is damaged, of another protocol, or was played already
   */
  public static Result play(IngestConfig config, Platform platform, Path file, Progress progress)
      throws IOException {
    FeedProtocol protocol = VenueFeeds.protocol(config, platform.meters());
    refuseSecondTime(platform, file, protocol.instruments());
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Tape tape = new Tape(platform, IngestApp.tape(config, protocol));
    tape.start(cause -> failure.compareAndSet(null, cause));
    FramePlayer player = new FramePlayer(protocol, tape.writer());
    try (FrameLog.Reader recording = new FrameLog.Reader(file)) {
      player.run(recording, progress::frames);
      tape.flush();
    } finally {
      tape.stop(PATIENCE);
    }
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IOException("playing " + file + " failed: " + cause, cause);
    }
    return new Result(player.frames(), 0, 0, player.refused());
  }

  /** A moment of receiving, to the nanosecond, belongs to one recording only. */
  private static void refuseSecondTime(Platform platform, Path file, List<String> instruments)
      throws IOException {
    Set<Long> moments = new HashSet<>();
    try (FrameLog.Reader recording = new FrameLog.Reader(file)) {
      FrameLog.Entry entry = recording.next();
      while (entry != null && moments.size() < FIRST_FRAMES) {
        if (entry.kind() == FrameLog.Kind.FRAME) {
          moments.add(entry.receivedNanos());
        }
        entry = recording.next();
      }
    }
    boolean[] there = {false};
    new TapeTicks(platform)
        .forEach(
            "tapedeck-play",
            (event, partition, read, of) ->
                there[0] |=
                    moments.contains(event.receivedNanos())
                        && instruments.contains(event.instrument().value()));
    if (there[0]) {
      throw new IOException(
          file + " was played onto this tape already; play it onto another (kafka.topic_prefix)");
    }
  }

  /** Ticks of a recording are made when it is played. */
  private static final class Nowhere implements TickSink {
    @Override
    public void quote(
        String instrument,
        long eventNanos,
        long receivedNanos,
        long venueId,
        long bidPrice,
        long bidSize,
        long askPrice,
        long askSize) {}

    @Override
    public void trade(
        String instrument,
        long eventNanos,
        long receivedNanos,
        long venueId,
        long price,
        long size,
        AggressorSide aggressor) {}

    @Override
    public void event(MarketEvent event) {}

    @Override
    public void refused(String source, long number, byte[] bytes, String reason) {}
  }
}

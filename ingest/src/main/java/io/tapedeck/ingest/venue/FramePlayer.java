package io.tapedeck.ingest.venue;

import io.tapedeck.ingest.core.FrameRefusedException;
import io.tapedeck.ingest.core.TickSink;
import java.io.IOException;
import java.util.Arrays;

/**
 * Plays recorded frames through the protocol that would have had them live: the same ticks come of
 * it, with the times at which the frames were received then. What the protocol wants to say to the
 * venue goes nowhere. Used by one thread.
 */
public final class FramePlayer {
  private final FeedProtocol protocol;
  private final TickSink out;
  private long frames;
  private long refused;

  /** Plays to this sink. */
  public FramePlayer(FeedProtocol protocol, TickSink out) {
    this.protocol = protocol;
    this.out = out;
  }

  /** Frames played. */
  public long frames() {
    return frames;
  }

  /** Frames, or messages within them, that the protocol refused. */
  public long refused() {
    return refused;
  }

  /** Told now and then how far it is. */
  @FunctionalInterface
  public interface Progress {
    void frames(long done);
  }

  /**
   * Plays all.
   *
   * @throws IOException if the recording is damaged, or is of another protocol
   */
  public void run(FrameLog.Reader recording, Progress progress) throws IOException {
    if (!recording.protocol().equals(protocol.name())) {
      throw new IOException(
          "the recording is of "
              + recording.protocol()
              + ", but market_data is configured for "
              + protocol.name());
    }
    for (FrameLog.Entry entry = recording.next(); entry != null; entry = recording.next()) {
      play(entry);
      if ((frames & 0xFFF) == 0) {
        progress.frames(frames);
      }
    }
    progress.frames(frames);
  }

  private void play(FrameLog.Entry entry) {
    Silent link = new Silent(entry);
    switch (entry.kind()) {
      case OPENED -> protocol.opened(entry.receivedNanos(), link, out);
      case LOST -> protocol.lost(entry.receivedNanos(), entry.text(), out);
      case FRAME -> {
        byte[] bytes = entry.bytes();
        try {
          protocol.frame(bytes, 0, bytes.length, entry.receivedNanos(), link, out);
        } catch (FrameRefusedException e) {
          link.refused(0, bytes.length, e.reason());
        }
        frames++;
      }
    }
  }

  /** Nobody is at the other end; what is refused is set aside as it would have been live. */
  private final class Silent implements FeedProtocol.Link {
    private final FrameLog.Entry entry;

    Silent(FrameLog.Entry entry) {
      this.entry = entry;
    }

    @Override
    public void send(String text) {}

    @Override
    public void refused(int from, int to, String reason) {
      refused++;
      out.refused(
          "recording:" + protocol.name(),
          frames,
          Arrays.copyOfRange(entry.bytes(), from, to),
          reason);
    }
  }
}

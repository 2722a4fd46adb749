package io.tapedeck.ingest.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.ingest.venue.FrameLog.Entry;
import io.tapedeck.ingest.venue.FrameLog.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameLogTest {
  @TempDir Path directory;

  private static final byte[] BYTES = {'{', (byte) 0xC3, '\n', 0, (byte) 0xFF};

  private Path written(String name) throws IOException {
    Path file = directory.resolve(name);
    try (FrameLog.Writer out = new FrameLog.Writer(file, "kraken-v2")) {
      out.write(new Entry(Kind.OPENED, 1, 17, "ws://x".getBytes("UTF-8")));
      out.write(new Entry(Kind.FRAME, 1, 18, BYTES));
      out.write(new Entry(Kind.LOST, 1, 19, new byte[0]));
    }
    return file;
  }

  @Test
  void anyBytesComeBackAsTheyWere() throws IOException {
    for (String name : new String[] {"a.frames", "a.frames.gz"}) {
      try (FrameLog.Reader in = new FrameLog.Reader(written(name))) {
        assertThat(in.protocol()).isEqualTo("kraken-v2");
        assertThat(in.next()).extracting(Entry::kind).isEqualTo(Kind.OPENED);
        assertThat(in.next())
            .satisfies(
                frame -> {
                  assertThat(frame.bytes()).isEqualTo(BYTES);
                  assertThat(frame.receivedNanos()).isEqualTo(18);
                });
        assertThat(in.next()).extracting(Entry::kind).isEqualTo(Kind.LOST);
        assertThat(in.next()).isNull();
      }
    }
  }

  @Test
  void recordingCutOffAnywhereIsReadUpToThere() throws IOException {
    byte[] whole = Files.readAllBytes(written("b.frames"));
    for (int length = whole.length; length > 30; length--) {
      Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(whole, length));
      try (FrameLog.Reader in = new FrameLog.Reader(cut)) {
        int records = 0;
        while (in.next() != null) {
          records++;
        }
        assertThat(records).isBetween(0, 3);
      }
    }
    byte[] gzipped = Files.readAllBytes(written("c.gz"));
    Path cut = Files.write(directory.resolve("cut.gz"), Arrays.copyOf(gzipped, gzipped.length - 9));
    try (FrameLog.Reader in = new FrameLog.Reader(cut)) {
      while (in.next() != null) {
        // up to where it breaks off
      }
    }
  }

  @Test
  void whatIsNoRecordingOrIsDamagedSaysSo() throws IOException {
    Path other = Files.writeString(directory.resolve("other"), "hello\n");
    assertThatThrownBy(() -> new FrameLog.Reader(other)).hasMessageContaining("line 1");
    Path damaged =
        Files.writeString(directory.resolve("d"), "tapedeck-frames 1 kraken-v2\nF 1 x 3\nabc\n");
    try (FrameLog.Reader in = new FrameLog.Reader(damaged)) {
      assertThatThrownBy(in::next).hasMessageContaining("record 1 is damaged");
    }
    assertThatThrownBy(() -> new FrameLog.Writer(other, "kraken-v2"))
        .isInstanceOf(IOException.class);
  }
}

package io.tapedeck.replay.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Memory is bounded by orders and periods, never by ticks. The default build plays two million in
 * 48 MB; {@code -Dtest.argLine=-Dtapedeck.long=100000000} plays that many in 1 GB.
 */
class LongTapeTest {
  private static final long TICKS = Long.getLong("tapedeck.long", 2_000_000);

  @Test
  void aLongTapeFitsInABoundedHeap() throws IOException, InterruptedException {
    String heap = TICKS > 10_000_000 ? "-Xmx1g" : "-Xmx48m";
    Process played =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                LongTape.class.getName(),
                Long.toString(TICKS))
            .redirectErrorStream(true)
            .start();
    String told = new String(played.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(played.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(told).contains("ticks " + TICKS + " fills ");
    assertThat(played.exitValue()).isZero();
  }
}

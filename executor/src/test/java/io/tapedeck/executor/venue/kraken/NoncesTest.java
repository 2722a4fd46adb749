package io.tapedeck.executor.venue.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoncesTest {
  @TempDir Path folder;

  @Test
  void growsWhileTheClockStandsStillAndOverARestartWithTheClockSetBack() {
    Path file = folder.resolve("nonce");
    Nonces first = new Nonces(file, () -> 5_000_000_000L);
    long one = first.next();
    long two = first.next();

    Nonces second = new Nonces(file, () -> 1_000L);
    long three = second.next();

    assertThat(one).isEqualTo(5_000_000_000L);
    assertThat(two).isGreaterThan(one);
    assertThat(three).isGreaterThan(two);
  }
}

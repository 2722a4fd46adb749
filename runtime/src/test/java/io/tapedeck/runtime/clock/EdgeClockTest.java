package io.tapedeck.runtime.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EdgeClockTest {
  @Test
  void readsWallTimeInNanosecondsSinceTheEpoch() {
    long nanos = EdgeClock.system().epochNanos();

    Instant read = Instant.ofEpochSecond(0, nanos);
    assertThat(Duration.between(read, Instant.now()).abs()).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void monotonicTimeNeverGoesBack() {
    long before = EdgeClock.system().monotonicNanos();

    assertThat(EdgeClock.system().monotonicNanos() - before).isNotNegative();
  }
}

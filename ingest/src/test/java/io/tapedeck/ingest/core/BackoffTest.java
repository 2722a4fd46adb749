package io.tapedeck.ingest.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  @Tag("B3")
  void doublesToACapAndBeginsAnewAfterSuccess() {
    Backoff backoff = new Backoff(Duration.ofNanos(100), Duration.ofNanos(500), () -> 1);

    assertThat(backoff.next()).isEqualTo(100);
    assertThat(backoff.next()).isEqualTo(200);
    assertThat(backoff.next()).isEqualTo(400);
    assertThat(backoff.next()).isEqualTo(500);
    assertThat(backoff.failures()).isEqualTo(4);
    backoff.succeeded();
    assertThat(backoff.next()).isEqualTo(100);
  }

  @Test
  void halfOfEachWaitIsAtRandom() {
    Backoff shortest = new Backoff(Duration.ofNanos(100), Duration.ofNanos(500), () -> 0);

    assertThat(shortest.next()).isEqualTo(50);
  }
}

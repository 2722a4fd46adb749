package io.tapedeck.ingest.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.ingest.core.Freshness.Change;
import io.tapedeck.ingest.core.Freshness.State;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FreshnessTest {
  private static final long S = 1_000_000_000L;
  private final Freshness freshness = new Freshness(30 * S, 60 * S);

  @Test
  @Tag("B31")
  void warnsAtThirtySecondsAndIsStaleAtSixtyEachOnce() {
    freshness.expect("A", 0);
    freshness.expect("B", 0);
    freshness.heard("B", 29 * S);

    assertThat(freshness.check(30 * S - 1)).isEmpty();
    assertThat(freshness.check(30 * S))
        .containsExactly(new Change("A", State.FRESH, State.QUIET, 30 * S));
    assertThat(freshness.check(58 * S)).isEmpty();
    assertThat(freshness.check(61 * S))
        .containsExactly(
            new Change("A", State.QUIET, State.STALE, 61 * S),
            new Change("B", State.FRESH, State.QUIET, 32 * S));
    assertThat(freshness.check(70 * S)).isEmpty();
    assertThat(freshness.stale(70 * S)).containsOnlyKeys("A").containsEntry("A", 70 * S);
  }

  @Test
  void whatIsHeardAgainIsFreshAndMayFallSilentAgain() {
    freshness.expect("A", 0);
    freshness.check(60 * S);
    assertThat(freshness.heard("A", 61 * S)).isTrue();
    assertThat(freshness.heard("A", 62 * S)).isFalse();
    assertThat(freshness.stale(62 * S)).isEmpty();
    assertThat(freshness.check(122 * S))
        .containsExactly(new Change("A", State.FRESH, State.STALE, 60 * S));
  }

  @Test
  void closedHoursAreNoSilence() {
    freshness.expect("A", 0);
    freshness.pardon(59 * S);
    assertThat(freshness.check(80 * S)).isEmpty();
  }
}

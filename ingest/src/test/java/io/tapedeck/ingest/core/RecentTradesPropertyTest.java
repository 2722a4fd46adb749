package io.tapedeck.ingest.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Against a queue that remembers the same number of keys. */
class RecentTradesPropertyTest {
  @Property(tries = 300)
  void knowsWhatItSawLatelyAndNothingElse(@ForAll long seed) {
    Random random = new Random(seed);
    RecentTrades recent = new RecentTrades(false, 16);
    Deque<Long> model = new ArrayDeque<>();
    for (int i = 0; i < 500; i++) {
      long key = random.nextInt(40) * (random.nextBoolean() ? 1L : 1L << 40);
      boolean isNew = !model.contains(key);
      assertThat(recent.isNew(key)).isEqualTo(isNew);
      if (isNew) {
        model.add(key);
        if (model.size() > 16) {
          model.remove();
        }
      }
    }
  }

  @Property(tries = 300)
  void inSequenceNothingIsNewTwiceHoweverLateItComes(@ForAll long seed) {
    Random random = new Random(seed);
    RecentTrades recent = new RecentTrades(true, 16);
    Set<Long> written = new HashSet<>();
    long top = 0;
    for (int i = 0; i < 500; i++) {
      long id = random.nextInt(4) == 0 ? Math.max(0, top - random.nextInt(60)) : ++top;
      if (recent.isNew(id)) {
        assertThat(written.add(id)).isTrue();
      }
    }
  }

  @Test
  void oneThatComesLateIsStillNew() {
    RecentTrades recent = new RecentTrades(true, 16);
    assertThat(recent.isNew(5)).isTrue();
    assertThat(recent.isNew(7)).isTrue();
    assertThat(recent.isNew(6)).isTrue();
    assertThat(recent.isNew(7)).isFalse();
    recent.seenUpTo(4);
    assertThat(recent.isNew(3)).isFalse();
  }

  @Test
  void theSameIdOfTwoExchangesIsTwoTrades() {
    long one = RecentTrades.keyOf(1, 1_000, 5, 10);
    assertThat(RecentTrades.keyOf(1, 1_001, 5, 10)).isNotEqualTo(one);
    assertThat(RecentTrades.keyOf(1, 1_000, 6, 10)).isNotEqualTo(one);
    assertThat(RecentTrades.keyOf(1, 1_000, 5, 10)).isEqualTo(one);
  }
}

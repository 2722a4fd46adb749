package io.tapedeck.executor.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SendWindowTest {
  private static final long SECOND = 1_000_000_000L;

  @Property
  @Tag("A44")
  @Tag("B13")
  void noSecondHoldsMoreThanTheLimitAndNothingWaitsLongerThanItMust(
      @ForAll @IntRange(min = 1, max = 20) int most,
      @ForAll @LongRange(min = -SECOND, max = Long.MAX_VALUE / 2) long begin,
      @ForAll @Size(max = 60) List<@IntRange(max = 200_000_000) Integer> pauses) {
    SendWindow window = new SendWindow(most);
    List<Long> sent = new ArrayList<>();
    long now = begin;
    for (int pause : pauses) {
      now += pause;
      long turn = window.earliest(now);
      assertThat(turn).isGreaterThanOrEqualTo(now);
      int n = sent.size();
      if (n >= most) {
        assertThat(turn - sent.get(n - most)).isGreaterThanOrEqualTo(SECOND);
        assertThat(turn == now || turn == sent.get(n - most) + SECOND).isTrue();
      } else {
        assertThat(turn).as("a burst within the limit does not wait").isEqualTo(now);
      }
      window.leaves(turn);
      sent.add(turn);
      now = turn;
    }
  }

  @Test
  void withoutALimitNothingWaits() {
    SendWindow window = new SendWindow(0);
    for (int i = 0; i < 1_000; i++) {
      assertThat(window.earliest(7)).isEqualTo(7);
      window.leaves(7);
    }
  }
}

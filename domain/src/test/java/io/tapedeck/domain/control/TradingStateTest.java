package io.tapedeck.domain.control;

import static io.tapedeck.domain.control.TradingState.ACTIVE;
import static io.tapedeck.domain.control.TradingState.HALTED;
import static io.tapedeck.domain.control.TradingState.REDUCING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TradingStateTest {
  @Test
  void theStricterOfTwoWins() {
    List<TradingState> laxToStrict = List.of(ACTIVE, REDUCING, HALTED);
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        assertThat(laxToStrict.get(a).stricter(laxToStrict.get(b)))
            .isEqualTo(laxToStrict.get(Math.max(a, b)));
      }
    }
    assertThat(laxToStrict).containsExactly(TradingState.values());
  }
}

package io.tapedeck.replay.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AxesTest {
  private static Axes axes(Map<String, String> values) {
    return new Axes(new TreeMap<>(values));
  }

  @Test
  void aGridIsEveryCombinationOnce() {
    assertThat(axes(Map.of("a", "1,2", "b", "x, y,z")).grid())
        .extracting(SortedMap::toString)
        .containsExactly(
            "{a=1, b=x}", "{a=1, b=y}", "{a=1, b=z}", "{a=2, b=x}", "{a=2, b=y}", "{a=2, b=z}");
    assertThat(axes(Map.of()).grid()).hasSize(1);
  }

  @Test
  void randomChoicesAreTheSameForTheSameSeedAndStayInTheirRanges() {
    Axes axes = axes(Map.of("fast", "0.5..2.5s", "kind", "x,y"));

    assertThat(axes.random(50, 7)).isEqualTo(axes.random(50, 7)).isNotEqualTo(axes.random(50, 8));
    // 21 values of fast times 2 of kind: there are no more, however many are asked for
    assertThat(axes.random(1_000, 7))
        .doesNotHaveDuplicates()
        .hasSizeBetween(40, 42)
        .allSatisfy(
            one -> {
              assertThat(one.get("fast")).matches("(0\\.[5-9]|1|1\\.[1-9]|2|2\\.[1-5])s");
              assertThat(one.get("kind")).isIn("x", "y");
            });
  }

  @Test
  void whatCannotBeDrawnIsRefused() {
    assertThatThrownBy(() -> axes(Map.of("a", "1..2")).grid())
        .hasMessage("a=1..2 is a range: name values, or use --random N");
    assertThatThrownBy(() -> axes(Map.of("a", "2..1")).random(1, 1))
        .hasMessageContaining("the first must be below the second");
  }
}

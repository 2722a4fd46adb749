package io.tapedeck.signals.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tapedeck.domain.signal.Signal;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.signals.Ticks;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ModelAuditTest {
  /** Scores the first feature, or its opposite. */
  private record First(boolean opposite) implements Model {
    @Override
    public String sha256() {
      return "first";
    }

    @Override
    public int width() {
      return 2;
    }

    @Override
    public void score(float[] vectors, int count, float[] scores) {
      for (int i = 0; i < count; i++) {
        scores[i] = opposite ? 1 - vectors[2 * i] : vectors[2 * i];
      }
    }

    @Override
    public void close() {}
  }

  private static Signal signal(int i, double score, double... features) {
    return new Signal(
        Ticks.BTC,
        i,
        i,
        score,
        java.util.Arrays.stream(features).boxed().toList(),
        "old",
        new Coordinates("t", 0, i));
  }

  private static Map<String, Object> audit(boolean opposite) {
    ModelAudit audit = new ModelAudit(new First(opposite), List.of("a", "b"), 100);
    for (int i = 0; i < 250; i++) {
      double a = (i % 10) / 10.0;
      audit.add(0, 1_000 + 2 * i, signal(i, a, a, i < 100 ? i % 2 : 5 + i % 2));
    }
    audit.add(1, 7, signal(1, 0.5, 1));
    return audit.report();
  }

  @Test
  @Tag("U15")
  void sameModelGivesTheSameScores() {
    Map<String, Object> report = audit(false);

    assertThat(report)
        .containsEntry("signals", 251L)
        .containsEntry("of_another_shape", 1L)
        .containsEntry("share_on_the_same_side", 1.0);
    assertThat((Double) report.get("greatest_distance")).isLessThan(1e-6);
    assertThat((Double) report.get("correlation")).isCloseTo(1, within(1e-6));
  }

  @Test
  @Tag("U15")
  void driftAndDisagreementAreToldByRangeOfOffsets() {
    Map<String, Object> report = audit(true);

    assertThat((Double) report.get("correlation")).isCloseTo(-1, within(1e-6));
    assertThat((Double) report.get("greatest_distance")).isCloseTo(1, within(1e-6));
    List<?> ranges = (List<?>) report.get("ranges");
    assertThat(ranges).hasSize(3);
    assertThat((Map<?, ?>) ranges.get(0)).extracting("offsets").isEqualTo("1000-1198");
    assertThat(drift(ranges.get(0), "b")).isZero();
    assertThat(drift(ranges.get(1), "a")).isCloseTo(0, within(1e-6));
    // from a mean of 0.5 to one of 5.5, by a deviation of 0.5
    assertThat(drift(ranges.get(2), "b")).isCloseTo(10, within(1e-6));
  }

  private static double drift(Object range, String feature) {
    Map<?, ?> drift = (Map<?, ?>) ((Map<?, ?>) range).get("feature_drift");
    return ((Number) drift.get(feature)).doubleValue();
  }
}

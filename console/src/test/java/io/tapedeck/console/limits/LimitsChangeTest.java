package io.tapedeck.console.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tapedeck.domain.limits.LimitsProblems.Problem;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.RiskLimits;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LimitsChangeTest {
  private final TreeMap<String, RiskLimits> latest = new TreeMap<>();

  private static LimitsChange change(String scope) {
    return new LimitsChange(scope, "ann", "", "calmer", 7, false);
  }

  private RiskLimits put(RiskLimits version) {
    latest.put(version.scope(), version);
    return version;
  }

  @Test
  @Tag("U4")
  void aChangeIsTheNextVersionAndSaysWhatWasAndIs() {
    RiskLimits first =
        put(change("*").set(latest, Map.of("capital", "1000", "max_order_value", "10")));
    RiskLimits second =
        put(
            new LimitsChange("*", "ann", "bob", "more room", 8, true)
                .set(latest, Map.of("max_order_value", "12.5", "session_days", "MON,TUE")));

    assertThat(first.version()).isEqualTo(1);
    assertThat(second.version()).isEqualTo(2);
    assertThat(second.value("capital")).isEqualTo(1000 * FixedPoint.ONE);
    assertThat(second.changedBy()).isEqualTo("ann");
    assertThat(second.approvedBy()).isEqualTo("bob");
    assertThat(second.why()).isEqualTo("more room");
    assertThat(LimitsChange.differences(first, second))
        .extracting(Object::toString)
        .containsExactly("max_order_value 10 -> 12.5", "session_days - -> MON,TUE");
    assertThat(LimitsChange.differences(null, first)).hasSize(2);
  }

  @Test
  @Tag("U4")
  void everyProblemIsNamedAtOnce() {
    LimitsRefusedException refused =
        catchThrowableOfType(
            LimitsRefusedException.class,
            () ->
                new LimitsChange("instrument:nowhere", "", "", " ", 1, true)
                    .set(
                        latest,
                        Map.of(
                            "max_ordr_value", "1",
                            "capital", "-5",
                            "max_shares", "many",
                            "blackout_periods", "25:00-26:00",
                            "min_price", "3",
                            "max_price", "2")));

    assertThat(refused.problems())
        .extracting(Problem::name)
        .containsExactlyInAnyOrder(
            "by",
            "why",
            "approved_by",
            "scope",
            "max_ordr_value",
            "capital",
            "max_shares",
            "blackout_periods",
            "min_price");
    assertThat(refused).hasMessageContaining("9 problems").hasMessageContaining("nothing was");
  }

  @Test
  void nobodyApprovesAnOwnChange() {
    LimitsChange own = new LimitsChange("*", "Ann", " ann", "why", 1, true);

    assertThatThrownBy(() -> own.set(latest, Map.of("capital", "1")))
        .isInstanceOf(LimitsRefusedException.class)
        .hasMessageContaining("cannot approve an own change");
  }

  @Test
  void whatChangesNothingIsNoVersion() {
    put(change("*").set(latest, Map.of("capital", "1")));

    assertThatThrownBy(() -> change("*").set(latest, Map.of("capital", "1.000")))
        .hasMessageContaining("already says so");
    assertThatThrownBy(() -> change("*").unset(latest, List.of("max_shares")))
        .hasMessageContaining("max_shares: is not set");
  }

  @Test
  @Tag("U8")
  void aTrialBeginsAtTheLiveLimitsAndIsPromotedByOneRecord() {
    RiskLimits live = put(change("*").set(latest, Map.of("capital", "1000", "max_shares", "5")));
    RiskLimits trial = put(change("shadow/*").set(latest, Map.of("max_shares", "4")));
    RiskLimits promoted = change("*").promote(latest);

    assertThat(trial.version()).isEqualTo(1);
    assertThat(trial.value("capital")).isEqualTo(live.value("capital"));
    assertThat(promoted.scope()).isEqualTo("*");
    assertThat(promoted.version()).isEqualTo(2);
    assertThat(promoted.values()).isEqualTo(trial.values());
    assertThatThrownBy(() -> change("main").promote(latest))
        .hasMessageContaining("no limits are on trial for main");
  }
}

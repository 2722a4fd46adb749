package io.tapedeck.replay.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.replay.sweep.Slice;
import io.tapedeck.replay.sweep.Sweep;
import io.tapedeck.replay.sweep.Sweep.Candidate;
import io.tapedeck.replay.sweep.Sweep.Row;
import io.tapedeck.replay.sweep.SweepFile;
import io.tapedeck.replay.sweep.WalkForward;
import io.tapedeck.replay.tick.Ticks;
import io.tapedeck.signals.core.strategy.CrossSettings;
import io.tapedeck.signals.core.strategy.MovingAverageCross;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
  private static final Ticks WALK = Ticks.walk(11, 4_000);

  @TempDir Path folder;

  private static List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>();
    for (int slow = 1; slow <= 6; slow++) {
      MovingAverageCross strategy =
          new MovingAverageCross(
              new StrategyId("cross"),
              Scripted.MAIN,
              Set.of(),
              new CrossSettings(0.2, slow, Money.of("500"), 10_000, true, 2_000_000_000L));
      candidates.add(
          new Candidate(
              "key" + slow,
              new TreeMap<>(Map.of("slow", slow + "s")),
              Plans.plan(Plans.AT_ONCE, Plans.limits(Map.of()), strategy)));
    }
    return candidates;
  }

  private static List<Row> run(int threads) throws InterruptedException {
    return Sweep.run(WALK::source, candidates(), threads, row -> {});
  }

  @Test
  void rowsAreThoseOfSingleRunsWhateverTheThreads() throws InterruptedException {
    List<Row> rows = run(4);

    assertThat(rows).isEqualTo(run(1)).hasSize(6);
    for (int i = 0; i < rows.size(); i++) {
      BacktestResult alone = BacktestRun.of(candidates().get(i).plan(), WALK.source());
      assertThat(rows.get(i).figures()).isEqualTo(ResultJson.row(alone));
    }
    assertThat(rows.stream().map(row -> row.figures().get("decisions_chain")).distinct())
        .hasSizeGreaterThan(3);
    List<Row> best = Sweep.best(rows, "equity");
    assertThat(best.get(0).figure("equity")).isGreaterThanOrEqualTo(best.get(5).figure("equity"));
    assertThat(Sweep.best(rows, "max_drawdown").get(0).figure("max_drawdown"))
        .isLessThanOrEqualTo(Sweep.best(rows, "max_drawdown").get(5).figure("max_drawdown"));
    assertThat(Sweep.winner(rows, "no such figure")).isNull();
  }

  @Test
  void aFileThatWasBrokenOffKeepsItsWholeRows() throws IOException, InterruptedException {
    List<Row> rows = run(2);
    Path path = folder.resolve("rows.jsonl");
    SweepFile file = new SweepFile(path);
    rows.subList(0, 3).forEach(file::add);
    Files.writeString(path, Files.readString(path) + "{\"key\":\"cut o");

    SweepFile again = new SweepFile(path);
    assertThat(again.rows().keySet()).containsExactlyInAnyOrder("key1", "key2", "key3");
    rows.subList(3, 6).forEach(again::add);
    again.put(rows);
    List<String> lines = Files.readAllLines(path);
    assertThat(lines).hasSize(6).allMatch(line -> line.startsWith("{\"key\":\"key"));
    String header = "slow,equity,fills,fees,";
    assertThat(SweepFile.csv(rows).lines()).hasSize(7).first().asString().startsWith(header);

    Files.writeString(path, "not json\n" + lines.get(0) + "\n");
    assertThatThrownBy(() -> new SweepFile(path))
        .hasMessageContaining("rows.jsonl:1: no row of a sweep");
  }

  @Test
  void walkingForwardTriesTheBestOfOnePartOnTheNext() throws InterruptedException {
    BacktestResult whole = BacktestRun.of(candidates().get(0).plan(), WALK.source());
    long first = whole.ending().firstNanos();
    long last = whole.ending().lastNanos();

    List<WalkForward.Step> steps =
        WalkForward.run(WALK::source, first, last, 3, candidates(), "equity", 2, row -> {});

    assertThat(steps).hasSize(2);
    assertThat(steps.get(0).splitNanos()).isEqualTo(steps.get(1).fromNanos());
    assertThat(steps.get(1).toNanos()).isEqualTo(last + 1);
    for (WalkForward.Step step : steps) {
      Row trained = step.trained();
      Row tested = step.tested();
      assertThat(trained).isNotNull();
      assertThat(tested).isNotNull();
      if (trained == null || tested == null) {
        return;
      }
      List<Row> all =
          Sweep.run(
              () -> new Slice(WALK.source(), step.fromNanos(), step.splitNanos()),
              candidates(),
              1,
              row -> {});
      assertThat(all.stream().mapToDouble(row -> row.figure("equity")).max().orElseThrow())
          .isEqualTo(trained.figure("equity"));
      assertThat(tested.parameters()).isEqualTo(trained.parameters());
      assertThat(tested.figures()).isNotEqualTo(trained.figures());
    }
  }

  @Test
  void aRunThatFailsNamesItsParameters() {
    assertThatThrownBy(
            () ->
                Sweep.run(
                    () -> {
                      throw new IllegalArgumentException("the disk is gone");
                    },
                    candidates(),
                    2,
                    row -> {}))
        .hasMessageContaining("the run with {slow=1s} failed")
        .hasMessageContaining("the disk is gone");
  }
}

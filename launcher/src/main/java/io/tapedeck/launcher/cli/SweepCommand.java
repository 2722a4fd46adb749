package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.ExitCodes;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.backtest.Preparation;
import io.tapedeck.launcher.backtest.SweepPlans;
import io.tapedeck.replay.backtest.ResultJson;
import io.tapedeck.replay.sweep.Axes;
import io.tapedeck.replay.sweep.Sweep;
import io.tapedeck.replay.sweep.Sweep.Candidate;
import io.tapedeck.replay.sweep.Sweep.Row;
import io.tapedeck.replay.sweep.SweepFile;
import io.tapedeck.replay.sweep.WalkForward;
import io.tapedeck.replay.tick.TickCache;
import io.tapedeck.runtime.health.BuildInfo;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sweep}. */
@Command(
    name = "sweep",
    description = {
      "Many backtests of one tape, side by side: a grid of parameters or random choices of them,"
          + " over",
      "the whole tape or walking forward through it. The tape is decoded once."
    })
final class SweepCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private PlayOptions play = new PlayOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--over",
      required = true,
      paramLabel = "KEY=A,B,C",
      description = {
        "Values of a parameter: a key of a strategy's config, limit:NAME, or model; with --random"
            + " also",
        "LOW..HIGH. May be given several times."
      })
  private Map<String, String> over = new LinkedHashMap<>();

  @Option(
      names = "--random",
      paramLabel = "N",
      description = "So many random choices instead of all combinations.")
  private int random;

  @Option(names = "--seed", paramLabel = "N", description = "Of the random choices.")
  private long seed = 1;

  @Option(
      names = "--by",
      paramLabel = "FIGURE",
      description = "What is best (default: ${DEFAULT-VALUE}).")
  private String figure = "sharpe";

  @Option(
      names = "--walk-forward",
      paramLabel = "PARTS",
      description = {
        "Cuts the tape into so many parts of equal time; what was best on one part is tried on the"
            + " next."
      })
  private int parts;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Rows as JSON lines; a sweep that was broken off goes on where the file ends.")
  private @Nullable Path out;

  @Option(names = "--csv", paramLabel = "FILE", description = "Rows as CSV, too.")
  private @Nullable Path csv;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Runs at a time (default: all cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--most", paramLabel = "N", description = "Rows of the table.")
  private int most = 20;

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = common.settings();
    Axes axes = new Axes(new TreeMap<>(over));
    List<SortedMap<String, String>> choices = random > 0 ? axes.random(random, seed) : axes.grid();
    Preparation preparation = play.preparation(common);
    SweepPlans plans = new SweepPlans(settings, play.request(), BuildInfo.load().toString());
    try (TickCache tape = play.tape(common, preparation)) {
      if (parts > 0) {
        walk(tape, plans.of(choices, tape, "walk-forward"));
      } else {
        whole(tape, plans.of(choices, tape, ""));
      }
      return ExitCodes.OK;
    }
  }

  private void whole(TickCache tape, List<Candidate> candidates) throws InterruptedException {
    SweepFile file = out == null ? null : new SweepFile(out);
    Map<String, Row> known = file == null ? Map.of() : file.rows();
    List<Candidate> missing = candidates.stream().filter(c -> !known.containsKey(c.key())).toList();
    Map<String, Row> made = new LinkedHashMap<>(known);
    try (ProgressBar bar = TapeCommand.bar("runs", candidates.size())) {
      bar.stepTo(candidates.size() - missing.size());
      Sweep.run(
          tape::ticks,
          missing,
          threads,
          row -> {
            made.put(row.key(), row);
            if (file != null) {
              file.add(row);
            }
            bar.step();
          });
    }
    List<Row> rows = new ArrayList<>();
    for (Candidate candidate : candidates) {
      Row row = made.get(candidate.key());
      if (row != null) {
        rows.add(row);
      }
    }
    if (file != null) {
      file.put(rows);
    }
    if (csv != null) {
      write(csv, SweepFile.csv(rows));
    }
    print(Sweep.best(rows, figure), candidates.size() - missing.size());
  }

  private static void write(Path path, String text) {
    try {
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path + ": " + e.getMessage(), e);
    }
  }

  private void print(List<Row> best, int resumed) {
    PrintWriter to = spec.commandLine().getOut();
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("by", figure);
      json.put("runs", best.size());
      json.put("resumed", resumed);
      json.put("rows", best.stream().map(SweepCommand::json).toList());
      to.println(CommonOptions.toJson(json));
      return;
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Row row : best.subList(0, Math.min(most, best.size()))) {
      Map<String, Object> cells = new LinkedHashMap<>(row.parameters());
      cells.put(figure, row.figures().get(figure));
      for (String other : List.of("total_return", "max_drawdown", "fills", "fees", "equity")) {
        cells.putIfAbsent(other, row.figures().get(other));
      }
      rows.add(cells);
    }
    Printer.of(rows).print(to);
    to.println(
        best.size() + " runs" + (resumed == 0 ? "" : ", " + resumed + " of them from the file"));
    to.flush();
  }

  private static Map<String, Object> json(Row row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("parameters", row.parameters());
    json.putAll(row.figures());
    return json;
  }

  private void walk(TickCache tape, List<Candidate> candidates) throws InterruptedException {
    if (parts < 2) {
      throw new IllegalArgumentException(
          "--walk-forward " + parts + ": at least 2 parts are needed");
    }
    if (out != null || csv != null) {
      throw new IllegalArgumentException("--out and --csv are for sweeps of the whole tape");
    }
    List<WalkForward.Step> steps;
    long runs = (long) (parts - 1) * (candidates.size() + 1);
    try (ProgressBar bar = TapeCommand.bar("runs", runs)) {
      steps =
          WalkForward.run(
              tape::ticks,
              tape.firstReceivedNanos(),
              tape.lastReceivedNanos(),
              parts,
              candidates,
              figure,
              threads,
              row -> bar.step());
    }
    PrintWriter to = spec.commandLine().getOut();
    List<Map<String, Object>> rows = steps.stream().map(this::json).toList();
    if (common.json()) {
      to.println(CommonOptions.toJson(Map.of("by", figure, "steps", rows)));
    } else {
      Printer.of(rows).print(to);
    }
  }

  private Map<String, Object> json(WalkForward.Step step) {
    Row trained = step.trained();
    Row tested = step.tested();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("from", ResultJson.time(step.fromNanos()));
    json.put("split", ResultJson.time(step.splitNanos()));
    json.put("to", ResultJson.time(step.toNanos()));
    json.put("chosen", trained == null ? null : trained.parameters().toString());
    json.put("trained_" + figure, trained == null ? null : trained.figures().get(figure));
    json.put("tested_" + figure, tested == null ? null : tested.figures().get(figure));
    json.put("tested_return", tested == null ? null : tested.figures().get("total_return"));
    return json;
  }
}

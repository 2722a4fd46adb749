package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.ExitCodes;
import io.tapedeck.launcher.backtest.Preparation;
import io.tapedeck.replay.backtest.BacktestPlan;
import io.tapedeck.replay.backtest.BacktestRun;
import io.tapedeck.replay.golden.GoldenLines;
import io.tapedeck.replay.golden.GoldenTape;
import io.tapedeck.replay.tick.TickCache;
import io.tapedeck.replay.tick.TickSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code replay golden}. */
@Command(
    name = "golden",
    description = "Keeps what is decided on a tape, and finds builds that decide otherwise.",
    subcommands = {GoldenCommand.Recording.class, GoldenCommand.Checking.class})
final class GoldenCommand {
  @Command(name = "record", description = "Plays a tape and keeps what was decided in a folder.")
  static final class Recording implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Mixin private PlayOptions play = new PlayOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "Where it is kept.")
    private Path folder = Path.of("");

    @Override
    public Integer call() {
      List<String> all = CommandLineText.words(spec);
      List<String> arguments = all.subList(all.indexOf("record") + 1, all.size());
      List<String> run = run();
      new GoldenTape(folder).record(arguments, run);
      spec.commandLine().getOut().println(run.size() + " lines kept in " + folder);
      return ExitCodes.OK;
    }

    /** Parameters and ticks first: a run of something else is no difference of the build. */
    List<String> run() {
      Preparation preparation = play.preparation(common);
      try (TickCache tape = play.tape(common, preparation);
          TickSource ticks = tape.ticks()) {
        BacktestPlan plan = preparation.plan(tape.firstReceivedNanos(), tape.lastReceivedNanos());
        GoldenLines golden = new GoldenLines();
        List<String> lines = new ArrayList<>();
        lines.add("ticks " + tape.ticksSha256());
        CommonOptions.toJson(preparation.parameters(plan))
            .lines()
            .forEach(line -> lines.add("parameters " + line));
        BacktestRun.of(plan, ticks, golden);
        lines.addAll(golden.lines());
        return lines;
      }
    }
  }

  @Command(
      name = "check",
      description = {
        "Plays the kept tape again with this build and config. Exit code 6 and the difference if",
        "something is decided otherwise and nobody has approved that."
      })
  static final class Checking implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "Where it is kept.")
    private Path folder = Path.of("");

    @Option(
        names = "--approve",
        description = "Approves the difference, in the folder's approved.txt.")
    private boolean approve;

    @Option(names = "--by", paramLabel = "WHO", description = "Who approves.")
    private String by = "";

    @Option(names = "--why", paramLabel = "TEXT", description = "Why it is right.")
    private String why = "";

    @Option(names = "--most", paramLabel = "N", description = "Lines of the difference shown.")
    private int most = 40;

    @Override
    public Integer call() {
      GoldenTape golden = new GoldenTape(folder);
      Recording kept = new Recording();
      new CommandLine(kept)
          .setCaseInsensitiveEnumValuesAllowed(true)
          .parseArgs(golden.arguments().toArray(String[]::new));
      GoldenTape.Difference difference = golden.compare(kept.run());
      boolean approved = !difference.none() && golden.approved(difference);
      if (approve && !difference.none() && !approved) {
        golden.approve(difference, by, why);
        approved = true;
      }
      print(difference, approved);
      return difference.none() || approved ? ExitCodes.OK : ExitCodes.VERIFICATION_FAILED;
    }

    private void print(GoldenTape.Difference difference, boolean approved) {
      PrintWriter out = spec.commandLine().getOut();
      List<String> shown = difference.lines().stream().limit(most).toList();
      if (common.json()) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("same", difference.none());
        json.put("approved", approved);
        json.put("difference_sha256", difference.sha256());
        json.put("difference_lines", difference.lines().size());
        json.put("difference", shown);
        out.println(CommonOptions.toJson(json));
        return;
      }
      shown.forEach(out::println);
      int hidden = difference.lines().size() - shown.size();
      if (hidden > 0) {
        out.println("and " + hidden + " lines more");
      }
      out.println(
          difference.none()
              ? "the same decisions"
              : approved
                  ? "other decisions, approved"
                  : "other decisions; if they are right: --approve --by WHO --why TEXT");
      out.flush();
    }
  }
}

package io.tapedeck.launcher.cli;

import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.launcher.ExitCodes;
import io.tapedeck.launcher.backtest.Preparation;
import io.tapedeck.replay.backtest.BacktestPlan;
import io.tapedeck.replay.backtest.BacktestResult;
import io.tapedeck.replay.backtest.BacktestRun;
import io.tapedeck.replay.backtest.ResultJson;
import io.tapedeck.replay.report.BacktestReport;
import io.tapedeck.replay.tick.TickCache;
import io.tapedeck.replay.tick.TickSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code backtest}. */
@Command(
    name = "backtest",
    description = {
      "Plays a tape through the very code that trades live, against a simulated venue.",
      "The same tape and options give the same result, bit for bit. Rules: docs/backtest.md."
    })
final class BacktestCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private PlayOptions play = new PlayOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--report",
      paramLabel = "OUT.html",
      description = "Also writes a report: one file that loads nothing.")
  private @Nullable Path report;

  @Option(names = "--fills", description = "JSON: every execution, too.")
  private boolean fills;

  @Override
  public Integer call() {
    Preparation preparation = play.preparation(common);
    try (TickCache tape = play.tape(common, preparation);
        TickSource ticks = tape.ticks()) {
      BacktestPlan plan = preparation.plan(tape.firstReceivedNanos(), tape.lastReceivedNanos());
      long begun = System.nanoTime();
      BacktestResult result = BacktestRun.of(plan, ticks);
      double seconds = (System.nanoTime() - begun) / 1e9;
      if (report != null) {
        write(report, preparation, tape, plan, result);
      }
      PrintWriter out = spec.commandLine().getOut();
      if (common.json()) {
        out.println(CommonOptions.toJson(json(preparation, tape, plan, result)));
      } else {
        print(out, result, seconds);
      }
      return ExitCodes.OK;
    }
  }

  private void write(
      Path file,
      Preparation preparation,
      TickCache tape,
      BacktestPlan plan,
      BacktestResult result) {
    BacktestReport.About about =
        new BacktestReport.About(
            preparation.tapeName(),
            tape.ticksSha256(),
            CommonOptions.toJson(preparation.parameters(plan)),
            CommandLineText.of(spec));
    try {
      Files.writeString(file, BacktestReport.html(result, about));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report " + file + ": " + e.getMessage(), e);
    }
  }

  private Map<String, Object> json(
      Preparation preparation, TickCache tape, BacktestPlan plan, BacktestResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tape", preparation.tapeName());
    json.put("ticks_sha256", tape.ticksSha256());
    json.put("parameters", preparation.parameters(plan));
    json.putAll(ResultJson.figures(result));
    if (fills) {
      json.put("fills", ResultJson.fills(result));
    }
    return json;
  }

  private static void print(PrintWriter out, BacktestResult result, double seconds) {
    out.printf(
        "%,d ticks from %s to %s in %.2f s%n",
        result.ending().ticks(),
        ResultJson.time(result.ending().firstNanos()),
        ResultJson.time(result.ending().lastNanos()),
        seconds);
    Printer figures = new Printer();
    figures.row("intents", result.counts().intents());
    figures.row("approved", result.counts().approved());
    figures.row("denials", result.counts().denials());
    figures.row("fills", result.trading().fills().size());
    figures.row("traded", FixedPoint.format(result.trading().traded()));
    figures.row("fees", FixedPoint.format(result.trading().fees()));
    figures.row("round trips", result.trading().trips().size());
    ResultJson.performance(result)
        .forEach((name, value) -> figures.row(name.replace('_', ' '), value == null ? "-" : value));
    figures.row("decisions chain", result.ending().chain());
    figures.print(out);
    Printer accounts = new Printer().row("ACCOUNT", "EQUITY", "REALISED", "UNREALISED", "FEES");
    result
        .accounts()
        .forEach(
            a ->
                accounts.row(
                    a.account(),
                    a.figures() == null ? "-" : a.figures().equity(),
                    a.realisedPnl(),
                    a.unrealisedPnl(),
                    a.fees()));
    accounts.print(out);
    result.leftOut().forEach(row -> out.println("left out: " + row));
    out.flush();
  }
}

package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.ExitCodes;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.demo.DemoOptions;
import io.tapedeck.launcher.demo.DemoRun;
import io.tapedeck.launcher.demo.DemoSummary;
import io.tapedeck.runtime.logging.LogLevels;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}. */
@Command(
    name = "demo",
    description = {
      "Runs the whole pipeline here, without keys: broker, registry, services and a venue that",
      "plays a market. Ends with an account of what happened, checked against the venue's ledger",
      "and a replay of every decision."
    })
final class DemoCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--ticks",
      paramLabel = "N",
      description = "Ticks of the synthetic market (default: ${DEFAULT-VALUE}).")
  private long ticks = 100_000;

  @Option(
      names = "--tape",
      paramLabel = "FILE",
      description = "Play a recorded market (neutral CSV, may be gzipped) instead.")
  private @Nullable Path tape;

  @Option(names = "--speed", paramLabel = "N", description = "Ticks a second.")
  private @Nullable Integer speed;

  @Option(names = "--no-console", description = "Without the control API.")
  private boolean noConsole;

  @Option(names = "--processes", description = "Each part in a process of its own.")
  private boolean processes;

  @Option(names = "--exit", description = "End after the account instead of staying up.")
  private boolean exit;

  @Override
  public Integer call() throws Exception {
    if (tape != null && !Files.isReadable(tape)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--tape: cannot read " + tape + "; give a CSV file of ticks");
    }
    if (ticks <= 0) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--ticks: must be above zero, is " + ticks);
    }
    Settings settings = common.settings();
    if (speed != null) {
      settings = settings.with("simulator.ticks_per_second=" + speed);
    }
    PrintWriter err = spec.commandLine().getErr();
    if (!settings.environment().containsKey("LOG_LEVEL")) {
      // each refusal is logged as a line of its own, too many beside the live summary
      LogLevels.set("ROOT", "WARN");
    }
    try (LiveLine live = new LiveLine(err);
        DemoRun demo =
            new DemoRun(
                settings, new DemoOptions(ticks, tape, processes, !noConsole), live::show)) {
      DemoSummary summary = demo.run();
      live.end();
      print(summary);
      if (!exit) {
        err.println("The pipeline stays up; Ctrl-C ends it.");
        CountDownLatch forever = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "demo-stop"));
        forever.await();
      }
      return summary.good() ? ExitCodes.OK : ExitCodes.FAILURE;
    }
  }

  private void print(DemoSummary summary) {
    PrintWriter out = spec.commandLine().getOut();
    if (common.json()) {
      out.println(CommonOptions.toJson(summary.fields()));
    } else {
      Printer printer = new Printer();
      for (Map.Entry<String, Object> field : summary.fields().entrySet()) {
        printer.row(field.getKey(), field.getValue());
      }
      printer.print(out);
    }
    out.flush();
  }
}

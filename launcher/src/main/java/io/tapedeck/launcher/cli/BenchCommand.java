package io.tapedeck.launcher.cli;

import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.bench.ExecutorBench;
import io.tapedeck.launcher.bench.PipelineBench;
import io.tapedeck.launcher.bench.ReplayBench;
import io.tapedeck.launcher.bench.RiskBench;
import io.tapedeck.launcher.bench.SignalsBench;
import io.tapedeck.launcher.bench.VerifyBench;
import io.tapedeck.launcher.stack.LimitsFile;
import io.tapedeck.runtime.logging.LogLevels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench}. */
@Command(
    name = "bench",
    description = "Throughput and latency of the pipeline beside what Kafka itself costs here.",
    subcommands = {
      BenchCommand.Signals.class,
      BenchCommand.Risk.class,
      BenchCommand.Executor.class,
      BenchCommand.Verify.class,
      BenchCommand.Replay.class
    })
final class BenchCommand implements Callable<Integer> {
  @Command(
      name = "signals",
      description = {
        "The signals service alone: ticks a second with every feature on, beside an exactly-once",
        "pass-through of the same bytes, for each choice of when a signal goes out."
      })
  static final class Signals implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--ticks", paramLabel = "N", description = "Ticks of each run.")
    private long ticks = 2_000_000;

    @Override
    public Integer call() throws Exception {
      quiet(common);
      Map<String, Object> report =
          new SignalsBench(common.settings(), ticks, spec.commandLine().getErr()::println).run();
      print(common, spec, report);
      return 0;
    }
  }

  @Command(
      name = "risk",
      description = {
        "The risk service alone: decisions a second over accounts with many positions, bytes of",
        "state an account, and how long a lost state takes to come back."
      })
  static final class Risk implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--accounts", paramLabel = "N", description = "Accounts.")
    private int accounts = 1_000;

    @Option(names = "--positions", paramLabel = "N", description = "Positions of each.")
    private int positions = 50;

    @Option(names = "--intents", paramLabel = "N", description = "Intents decided.")
    private int intents = 200_000;

    @Override
    public Integer call() throws Exception {
      quiet(common);
      Map<String, Object> report =
          new RiskBench(
                  common.settings(),
                  accounts,
                  positions,
                  intents,
                  spec.commandLine().getErr()::println)
              .run();
      print(common, spec, report);
      return 0;
    }
  }

  @Command(
      name = "executor",
      description = {
        "The executor alone: from an approved order to its receipt at a venue on this machine, at",
        "20, 100 and 200 orders a second, beside one bare transaction's commit."
      })
  static final class Executor implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--seconds", paramLabel = "N", description = "Length of each run.")
    private int seconds = 10;

    @Override
    public Integer call() throws Exception {
      quiet(common);
      Map<String, Object> report =
          new ExecutorBench(common.settings(), seconds, spec.commandLine().getErr()::println).run();
      print(common, spec, report);
      return 0;
    }
  }

  @Command(
      name = "verify",
      description = {
        "How fast 'replay verify' folds a journal in memory on one core: entries and decisions a",
        "second, under the limits of risk-limits.yaml."
      })
  static final class Verify implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--journal",
        paramLabel = "DIR",
        description = "A folder that 'tape export --records' wrote, instead of journals made here.")
    private @Nullable Path journal;

    @Option(names = "--seconds", paramLabel = "N", description = "Length of each measurement.")
    private int seconds = 10;

    @Override
    public Integer call() {
      quiet(common);
      RiskLimits everyone =
          LimitsFile.read(LimitsFile.beside(common.settings())).stream()
              .filter(limits -> limits.scope().equals(RiskLimits.EVERYONE))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("risk-limits.yaml names no scope '*'"));
      VerifyBench bench =
          new VerifyBench(
              everyone, Duration.ofSeconds(seconds), spec.commandLine().getErr()::println);
      print(common, spec, bench.run(journal));
      return 0;
    }
  }

  @Command(
      name = "replay",
      description = {
        "The backtest engine alone, one thread: ticks a second from the cache, straight from Kafka",
        "beside a plain consumer, with the model asked at every tick, and in a sweep."
      })
  static final class Replay implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--ticks", paramLabel = "N", description = "Ticks of each run.")
    private long ticks = 4_000_000;

    @Option(
        names = "--sweep-tape",
        paramLabel = "FILE",
        description = "The tape that a hundred runs sweep over (default: a synthetic one).")
    private @Nullable Path sweepTape;

    @Override
    public Integer call() throws Exception {
      quiet(common);
      Map<String, Object> report =
          new ReplayBench(common.settings(), ticks, sweepTape, spec.commandLine().getErr()::println)
              .run();
      print(common, spec, report);
      return 0;
    }
  }

  private static void quiet(CommonOptions common) {
    if (!common.settings().environment().containsKey("LOG_LEVEL")) {
      LogLevels.set("ROOT", "ERROR");
    }
  }

  private static void print(CommonOptions common, CommandSpec spec, Map<String, Object> report) {
    if (common.json()) {
      spec.commandLine().getOut().println(CommonOptions.toJson(report));
    } else {
      Printer printer = new Printer();
      report.forEach(printer::row);
      printer.print(spec.commandLine().getOut());
    }
  }

  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--ticks", paramLabel = "N", description = "Ticks of each throughput run.")
  private long ticks = 1_000_000;

  @Option(names = "--short", description = "A tenth of it, to see that it works.")
  private boolean shorter;

  @Override
  public Integer call() throws Exception {
    quiet(common);
    Path home = Files.createTempDirectory("tapedeck-bench");
    Settings settings =
        common
            .settings()
            .with(
                "stack.home=" + home,
                "stack.broker_port=0",
                "stack.registry_port=0",
                "stack.metrics_port=0",
                "simulator.rest_port=0",
                "simulator.websocket_port=0");
    long some = shorter ? ticks / 10 : ticks;
    Map<String, Object> report =
        new PipelineBench(
                settings,
                new PipelineBench.BenchSize(some, shorter ? 6_000 : 30_000, 1_000),
                spec.commandLine().getErr()::println)
            .run();
    print(common, spec, report);
    return 0;
  }
}

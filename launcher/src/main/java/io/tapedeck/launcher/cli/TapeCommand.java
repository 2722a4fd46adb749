package io.tapedeck.launcher.cli;

import io.tapedeck.ingest.TapeExporter;
import io.tapedeck.ingest.TapeImporter;
import io.tapedeck.launcher.Settings;
import io.tapedeck.replay.ExportedTape;
import io.tapedeck.replay.KafkaTape;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tape import|ls|export|backfill|record|play}. */
@Command(
    name = "tape",
    description = "Recorded markets and topics.",
    subcommands = {
      TapeCommand.Import.class,
      TapeListCommand.class,
      TapeCommand.Export.class,
      TapeBackfillCommand.class,
      TapeRecordCommand.class,
      TapePlayCommand.class
    })
final class TapeCommand {
  /** A bar on standard error where that is a terminal, else nothing. */
  static ProgressBar bar(String task, long of) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(of)
        .setConsumer(
            CommandLine.Help.Ansi.AUTO.enabled()
                ? new me.tongfei.progressbar.ConsoleProgressBarConsumer(System.err)
                : new me.tongfei.progressbar.DelegatingProgressBarConsumer(line -> {}))
        .build();
  }

  @Command(name = "import", description = "Puts a recorded market on the tape.")
  static final class Import implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "CSV or JSON, may be gzipped.")
    private Path file = Path.of("");

    @Option(
        names = "--format",
        paramLabel = "FORM",
        description = "csv, kraken-csv or alpaca-json.")
    private String format = "csv";

    @Option(
        names = "--venue",
        paramLabel = "NAME",
        description = "Venue of bare symbols (default: ALPACA for alpaca-json, else KRAKEN).")
    private @Nullable String venue;

    @Option(
        names = "--instrument",
        paramLabel = "SYMBOL",
        description = "Symbol of a file that names none (kraken-csv, some alpaca-json).")
    private @Nullable String instrument;

    @Option(
        names = "--timeframe",
        paramLabel = "LENGTH",
        description = "Length of the bars in alpaca-json, such as 1Min, 1Hour, 1Day.")
    private @Nullable String timeframe;

    @Override
    public Integer call() throws Exception {
      TapeImporter.Format kind =
          switch (format.toLowerCase(Locale.ROOT)) {
            case "csv" -> TapeImporter.Format.CSV;
            case "kraken-csv" -> TapeImporter.Format.KRAKEN_CSV;
            case "alpaca-json" -> TapeImporter.Format.ALPACA_JSON;
            default ->
                throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--format: '" + format + "' is not csv, kraken-csv or alpaca-json");
          };
      String whose =
          venue != null ? venue : kind == TapeImporter.Format.ALPACA_JSON ? "ALPACA" : "KRAKEN";
      TapeImporter.Options options =
          new TapeImporter.Options(kind, whose, instrument, TapeImporter.barSeconds(timeframe));
      Platform platform = common.reachable().platform("import");
      TapeImporter.Result result;
      try (ProgressBar bar = bar("import", -1)) {
        result = new TapeImporter(platform).run(file, options, bar::stepTo);
      }
      if (common.json()) {
        spec.commandLine()
            .getOut()
            .println(
                CommonOptions.toJson(
                    Map.of(
                        "rows", result.rows(),
                        "quotes", result.quotes(),
                        "trades", result.trades(),
                        "bars", result.bars(),
                        "refused", result.refused(),
                        "already", result.already())));
      } else {
        spec.commandLine()
            .getOut()
            .println(
                result.rows()
                    + " rows: "
                    + result.quotes()
                    + " quotes, "
                    + result.trades()
                    + " trades, "
                    + result.bars()
                    + " bars, "
                    + result.refused()
                    + " refused; "
                    + result.already()
                    + " were there already");
      }
      return 0;
    }
  }

  @Command(
      name = "export",
      description = {
        "Writes ticks to the neutral CSV, or with --records whole topics, bytes and all, to a",
        "folder that 'replay verify --journal' reads."
      })
  static final class Export implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
        paramLabel = "TOPIC",
        arity = "0..*",
        description = "With --records: which topics (default: the risk journal and decisions).")
    private List<String> topics = new ArrayList<>();

    @Option(names = "--out", required = true, paramLabel = "PATH", description = "File or folder.")
    private Path out = Path.of("");

    @Option(names = "--records", description = "Whole topics instead of ticks.")
    private boolean records;

    @Option(names = "--venue", paramLabel = "NAME", description = "Ticks of this venue.")
    private String venue = "KRAKEN";

    @Option(names = "--instrument", paramLabel = "SYMBOL", description = "Ticks of these only.")
    private Set<String> instruments = Set.of();

    @Override
    public Integer call() throws Exception {
      Settings settings = common.reachable();
      Platform platform = settings.platform("export");
      Map<String, Object> done = records ? records(platform) : ticks(platform);
      if (common.json()) {
        spec.commandLine().getOut().println(CommonOptions.toJson(done));
      } else {
        spec.commandLine().getOut().println(out + ": " + done);
      }
      return 0;
    }

    private Map<String, Object> ticks(Platform platform) throws Exception {
      try (ProgressBar bar = bar("export", 0)) {
        TapeExporter.Result result =
            new TapeExporter(platform)
                .run(
                    out,
                    venue,
                    instruments,
                    (written, of) -> {
                      bar.maxHint(of);
                      bar.stepTo(written);
                    });
        return Map.of("quotes", result.quotes(), "trades", result.trades());
      }
    }

    private Map<String, Object> records(Platform platform) {
      List<Topic<?>> wanted = new ArrayList<>();
      if (topics.isEmpty()) {
        wanted.addAll(List.of(Topics.RISK_JOURNAL, Topics.RISK_DECISIONS));
      }
      for (String name : topics) {
        wanted.add(
            Topics.named(name)
                .orElseThrow(
                    () ->
                        new CommandLine.ParameterException(
                            spec.commandLine(),
                            "no topic named " + name + "; see 'tapedeck topics ls'")));
      }
      Map<String, Object> counts = new LinkedHashMap<>();
      KafkaTape tape = new KafkaTape(platform);
      for (Topic<?> topic : wanted) {
        counts.put(
            topic.name(),
            ExportedTape.write(out, topic, tape, platform.formats().registry()::byId));
      }
      return counts;
    }
  }
}

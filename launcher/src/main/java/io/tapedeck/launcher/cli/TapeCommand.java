package io.tapedeck.launcher.cli;

import io.tapedeck.ingest.TapeExporter;
import io.tapedeck.ingest.TapeImporter;
import io.tapedeck.ingest.TapeListing;
import io.tapedeck.launcher.Settings;
import io.tapedeck.replay.ExportedTape;
import io.tapedeck.replay.KafkaTape;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import java.nio.file.Path;
import java.time.Instant;
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

/** {@code tape import|ls|export}. */
@Command(
    name = "tape",
    description = "Recorded markets and topics.",
    subcommands = {TapeCommand.Import.class, TapeCommand.Ls.class, TapeCommand.Export.class})
final class TapeCommand {
  /** A bar on standard error where that is a terminal, else nothing. */
  private static ProgressBar bar(String task, long of) {
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

    @Parameters(paramLabel = "FILE", description = "CSV, may be gzipped.")
    private Path file = Path.of("");

    @Option(names = "--format", paramLabel = "FORM", description = "csv or kraken-csv.")
    private String format = "csv";

    @Option(names = "--venue", paramLabel = "NAME", description = "Venue of bare symbols.")
    private String venue = "KRAKEN";

    @Option(
        names = "--instrument",
        paramLabel = "SYMBOL",
        description = "Symbol of a file that names none (kraken-csv).")
    private @Nullable String instrument;

    @Override
    public Integer call() throws Exception {
      TapeImporter.Format kind =
          switch (format.toLowerCase(Locale.ROOT)) {
            case "csv" -> TapeImporter.Format.CSV;
            case "kraken-csv" -> TapeImporter.Format.KRAKEN_CSV;
            default ->
                throw new CommandLine.ParameterException(
                    spec.commandLine(), "--format: '" + format + "' is not csv or kraken-csv");
          };
      Platform platform = common.reachable().platform("import");
      TapeImporter.Result result;
      try (ProgressBar bar = bar("import", -1)) {
        result =
            new TapeImporter(platform)
                .run(file, new TapeImporter.Options(kind, venue, instrument), bar::stepTo);
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
                        "refused", result.refused())));
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
                    + result.refused()
                    + " refused");
      }
      return 0;
    }
  }

  @Command(name = "ls", description = "What is on the tape, by instrument.")
  static final class Ls implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      Platform platform = common.reachable().platform("tape-ls");
      List<TapeListing.Instrument> found;
      try (ProgressBar bar = bar("tape", 0)) {
        found =
            new TapeListing(platform)
                .run(
                    (done, of) -> {
                      bar.maxHint(of);
                      bar.stepTo(done);
                    });
      }
      if (common.json()) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (TapeListing.Instrument one : found) {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("instrument", one.instrument());
          row.put("trades", one.trades());
          row.put("quotes", one.quotes());
          row.put("others", one.others());
          row.put("first", time(one.firstEventNanos()));
          row.put("last", time(one.lastEventNanos()));
          rows.add(row);
        }
        spec.commandLine().getOut().println(CommonOptions.toJson(Map.of("instruments", rows)));
      } else {
        Printer printer =
            new Printer().row("INSTRUMENT", "TRADES", "QUOTES", "OTHERS", "FIRST", "LAST");
        found.forEach(
            one ->
                printer.row(
                    one.instrument(),
                    one.trades(),
                    one.quotes(),
                    one.others(),
                    time(one.firstEventNanos()),
                    time(one.lastEventNanos())));
        printer.print(spec.commandLine().getOut());
      }
      return 0;
    }

    private static String time(long nanos) {
      return nanos == 0
          ? ""
          : Instant.ofEpochSecond(
                  Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L))
              .toString();
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

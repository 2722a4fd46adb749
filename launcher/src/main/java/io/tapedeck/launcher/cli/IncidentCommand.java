package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.ops.Archive;
import io.tapedeck.launcher.ops.Incident;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code incident create}. */
@Command(
    name = "incident",
    description = "Reports of incidents.",
    subcommands = IncidentCommand.Create.class)
final class IncidentCommand {
  private IncidentCommand() {}

  @Command(
      name = "create",
      description = {
        "Writes incident-<time>.tar.gz: a report with the timeline of commands, decisions, orders,",
        "fills and errors; diagnostics; and a capsule for 'replay verify --capsule'."
      })
  static final class Create implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = {"--since", "--from"},
        paramLabel = "D",
        description = "First instant: " + Since.FORMS + " (default: ${DEFAULT-VALUE}).")
    private String from = "1h";

    @Option(
        names = "--to",
        paramLabel = "D",
        description = "Last instant, in the same forms (default: now).")
    private String to = "0s";

    @Option(names = "--title", paramLabel = "TEXT", description = "What happened, in a few words.")
    private String title = "untitled";

    @Option(
        names = "--out",
        paramLabel = "DIR",
        description = "Where the archive goes (default: here).")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
      long first = Since.option(spec, from);
      long last = Since.option(spec, to);
      Settings settings = common.reachable();
      Instant now = Instant.now();
      Path file = DiagnosticsCommand.file(out, "incident", now);
      try (Archive archive =
          new Archive(
              file, file.getFileName().toString().replace(".tar.gz", ""), now.toEpochMilli())) {
        new Incident(settings, first, last)
            .write(archive, title, DiagnosticsCommand.status(settings));
      }
      if (common.json()) {
        spec.commandLine()
            .getOut()
            .println(CommonOptions.toJson(Map.of("archive", file.toAbsolutePath().toString())));
      } else {
        spec.commandLine().getOut().println(file);
      }
      return 0;
    }
  }
}

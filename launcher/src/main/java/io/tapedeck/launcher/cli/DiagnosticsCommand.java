package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.ops.Archive;
import io.tapedeck.launcher.ops.Diagnostics;
import io.tapedeck.launcher.stack.ProcessStack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code diagnostics collect}. */
@Command(
    name = "diagnostics",
    description = "What somebody needs who shall help.",
    subcommands = DiagnosticsCommand.Collect.class)
final class DiagnosticsCommand {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private DiagnosticsCommand() {}

  /** {@code NAME-<time>.tar.gz} in a folder. */
  static Path file(Path folder, String name, Instant now) {
    return folder.resolve(name + "-" + STAMP.format(now) + ".tar.gz");
  }

  static Map<String, Map<String, Object>> status(Settings settings) {
    return new ProcessStack(
            settings, new ProcessStack.PlayOptions(null, Long.MAX_VALUE, false, List.of()))
        .status();
  }

  @Command(
      name = "collect",
      description = {
        "Writes diagnostics-<time>.tar.gz: system, version, status, doctor's findings, redacted",
        "config, logs, errors and metrics. No secret, no token, no record of the tape."
      })
  static final class Collect implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--since",
        paramLabel = "D",
        description = "Logs since then: " + Since.FORMS + " (default: ${DEFAULT-VALUE}).")
    private String since = "1h";

    @Option(
        names = "--out",
        paramLabel = "DIR",
        description = "Where the archive goes (default: here).")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
      long from = Since.option(spec, since);
      Settings settings = common.settings();
      Instant now = Instant.now();
      Path file = file(out, "diagnostics", now);
      try (Archive archive =
          new Archive(
              file, file.getFileName().toString().replace(".tar.gz", ""), now.toEpochMilli())) {
        new Diagnostics(settings).collect(archive, status(settings), from);
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

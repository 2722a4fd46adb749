package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.ops.LogFiles;
import io.tapedeck.launcher.stack.Home;
import io.tapedeck.runtime.logging.LevelsFile;
import io.tapedeck.runtime.redaction.ControlCharacters;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code logs} and {@code logs level}. */
@Command(
    name = "logs",
    description = "Shows what the parts of the local stack logged, by level and time.",
    subcommands = LogsCommand.Level.class)
final class LogsCommand implements Callable<Integer> {
  /** Of the same length always, so that the text sorts as the time does. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--since",
      paramLabel = "D",
      description = "Since then: " + Since.FORMS + " (default: all).")
  private @Nullable String since;

  @Option(
      names = "--level",
      paramLabel = "L",
      description = "trace, debug, info, warn or error, and what is graver (default: info).")
  private String level = "info";

  @Option(names = "--service", paramLabel = "PART", description = "Of this part only.")
  private @Nullable String part;

  @Option(names = "--grep", paramLabel = "TEXT", description = "Only with this text, in any case.")
  private @Nullable String contains;

  @Option(
      names = "--max",
      paramLabel = "N",
      description = "The newest N (default: ${DEFAULT-VALUE}).")
  private int most = 1_000;

  @Override
  public Integer call() {
    String least = level.toUpperCase(Locale.ROOT);
    if (!LogFiles.LEVELS.contains(least)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--level: no level " + level + "; use one of " + LogFiles.LEVELS);
    }
    Home home = new Home(common.settings().stack().home());
    if (part != null && !home.logFiles().containsKey(part)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--service: no log of "
              + part
              + " in "
              + home.folder()
              + "; there are: "
              + home.logFiles().keySet());
    }
    List<LogFiles.Event> events =
        LogFiles.read(
            home, new LogFiles.Wanted(Since.option(spec, since), least, part, contains, most));
    print(events);
    return 0;
  }

  private void print(List<LogFiles.Event> events) {
    if (common.json()) {
      List<Map<String, Object>> rows = new ArrayList<>();
      for (LogFiles.Event event : events) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("time", TIME.format(Instant.ofEpochMilli(event.millis())));
        row.put("level", event.level());
        row.put("part", event.part());
        row.put("logger", event.logger());
        row.put("text", event.text());
        rows.add(row);
      }
      spec.commandLine().getOut().println(CommonOptions.toJson(Map.of("events", rows)));
      return;
    }
    for (LogFiles.Event event : events) {
      spec.commandLine()
          .getOut()
          .println(
              TIME.format(Instant.ofEpochMilli(event.millis()))
                  + " "
                  + event.level()
                  + " "
                  + event.part()
                  + ": "
                  + lines(event.text()));
    }
    spec.commandLine().getErr().println(events.size() + " events");
  }

  /** Line breaks are those of stack traces; the rest is made visible. */
  private static String lines(String text) {
    return text.lines().map(ControlCharacters::escape).collect(Collectors.joining("\n"));
  }

  @Command(
      name = "level",
      description = {
        "Sets log levels of the running parts, at once and until it is unset: LOGGER=LEVEL, such as",
        "io.tapedeck.risk=debug or ROOT=warn; LOGGER= unsets. Without arguments shows what is set."
      })
  static final class Level implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "LOGGER=LEVEL", arity = "0..*", description = "What to set.")
    private List<String> assignments = new ArrayList<>();

    @Override
    public Integer call() {
      LevelsFile file = new LevelsFile(new Home(common.settings().stack().home()).logLevels());
      Map<String, String> levels;
      try {
        levels = file.change(assignments);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
      }
      if (common.json()) {
        spec.commandLine().getOut().println(CommonOptions.toJson(Map.of("levels", levels)));
      } else {
        Printer printer = new Printer();
        levels.forEach(printer::row);
        printer.print(spec.commandLine().getOut());
      }
      return 0;
    }
  }
}

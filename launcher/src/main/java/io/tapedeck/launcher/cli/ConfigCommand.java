package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.Sections;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.stack.LimitsFile;
import io.tapedeck.runtime.config.ConfigDocs;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code config check|show|docs}. */
@Command(
    name = "config",
    description = "The configuration.",
    subcommands = {ConfigCommand.Check.class, ConfigCommand.Show.class, ConfigCommand.Docs.class})
final class ConfigCommand {
  @Command(name = "check", description = "Reports every problem of the config files at once.")
  static final class Check implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      Settings settings = common.settings();
      LimitsFile.read(LimitsFile.beside(settings));
      if (common.json()) {
        spec.commandLine().getOut().println(CommonOptions.toJson(Map.of("problems", 0)));
      } else {
        spec.commandLine().getOut().println(settings.file() + ": ok");
      }
      return 0;
    }
  }

  @Command(name = "show", description = "Shows what is in force; secrets are masked.")
  static final class Show implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--origins", description = "Show where each value comes from.")
    private boolean origins;

    @Override
    public Integer call() {
      Settings settings = common.settings();
      if (origins) {
        Printer printer = new Printer();
        settings.loaded().origins().forEach(printer::row);
        printer.print(spec.commandLine().getOut());
      } else {
        spec.commandLine().getOut().println(settings.loaded().maskedYaml());
      }
      return 0;
    }
  }

  @Command(name = "docs", description = "Prints the reference of all keys as Markdown.")
  static final class Docs implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      spec.commandLine().getOut().println(ConfigDocs.markdown(Sections.all()));
      return 0;
    }
  }
}

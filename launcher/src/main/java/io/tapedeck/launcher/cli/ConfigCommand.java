package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.Sections;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.stack.LimitsFile;
import io.tapedeck.runtime.config.ConfigDocs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
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
    subcommands = {
      ConfigCommand.Check.class,
      ConfigCommand.Show.class,
      ConfigCommand.Docs.class,
      ConfigCommand.Backup.class,
      ConfigCommand.Restore.class
    })
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

  private static Path limits(Path config) {
    return config.resolveSibling("risk-limits.yaml");
  }

  private static Path bak(Path file) {
    return file.resolveSibling(file.getFileName() + ".bak");
  }

  @Command(
      name = "backup",
      description = "Copies a sound config and its limits file to NAME.bak beside them.")
  static final class Backup implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
      Settings settings = common.settings();
      LimitsFile.read(LimitsFile.beside(settings));
      for (Path file : List.of(common.file(), limits(common.file()))) {
        Files.copy(file, bak(file), StandardCopyOption.REPLACE_EXISTING);
        spec.commandLine().getOut().println(bak(file));
      }
      return 0;
    }
  }

  @Command(
      name = "restore",
      description = {
        "Brings back what 'config backup' copied, if that is sound; what was there is kept as",
        "NAME.before-restore. Running services take it up at their next restart."
      })
  static final class Restore implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
      Path config = common.file();
      if (!Files.exists(bak(config)) || !Files.exists(bak(limits(config)))) {
        throw new IllegalStateException(
            "no backup at " + bak(config) + ": 'config backup' makes one of a sound config");
      }
      common.settings(bak(config));
      LimitsFile.read(bak(limits(config)));
      for (Path file : List.of(config, limits(config))) {
        if (Files.exists(file)) {
          Path before = file.resolveSibling(file.getFileName() + ".before-restore");
          Files.copy(file, before, StandardCopyOption.REPLACE_EXISTING);
        }
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        Files.copy(bak(file), whole, StandardCopyOption.REPLACE_EXISTING);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        spec.commandLine().getOut().println("restored " + file);
      }
      return 0;
    }
  }
}

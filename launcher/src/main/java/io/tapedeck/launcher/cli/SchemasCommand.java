package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.ExitCodes;
import io.tapedeck.launcher.Settings;
import io.tapedeck.runtime.RegistryConfig;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.registry.RegistryClient;
import io.tapedeck.schemas.registry.SchemaRegistration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code schemas register|check|ls}. */
@Command(
    name = "schemas",
    description = "The schemas in the registry.",
    subcommands = {
      SchemasCommand.Register.class,
      SchemasCommand.Check.class,
      SchemasCommand.Ls.class
    })
final class SchemasCommand {
  private static RegistryClient client(Settings settings) {
    return new RegistryClient(settings.section(RegistryConfig.class).settings());
  }

  @Command(name = "register", description = "Registers the schemas of this build.")
  static final class Register implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      try (RegistryClient registry = client(common.settings())) {
        Map<String, Integer> ids = new SchemaRegistration(registry).register();
        print(spec, common, "subjects", ids);
      }
      return 0;
    }
  }

  @Command(
      name = "check",
      description = "Tells whether the registry would take the schemas of this build.")
  static final class Check implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      try (RegistryClient registry = client(common.settings())) {
        Map<String, List<String>> problems = new SchemaRegistration(registry).check();
        print(spec, common, "incompatible", problems);
        return problems.isEmpty() ? ExitCodes.OK : ExitCodes.SCHEMA_INCOMPATIBLE;
      }
    }
  }

  @Command(name = "ls", description = "Lists subjects and versions.")
  static final class Ls implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      try (RegistryClient registry = client(common.settings())) {
        Map<String, Object> versions = new TreeMap<>();
        List<String> present = registry.subjects();
        for (Topic<?> topic : Topics.ALL) {
          versions.put(
              topic.subject(),
              present.contains(topic.subject()) ? registry.versions(topic.subject()) : List.of());
        }
        print(spec, common, "subjects", versions);
      }
      return 0;
    }
  }

  private static void print(
      CommandSpec spec, CommonOptions common, String name, Map<String, ?> rows) {
    if (common.json()) {
      spec.commandLine().getOut().println(CommonOptions.toJson(Map.of(name, rows)));
    } else {
      Printer printer = new Printer();
      rows.forEach(printer::row);
      printer.print(spec.commandLine().getOut());
    }
  }
}

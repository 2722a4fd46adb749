package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.stack.Provision;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code provision}. */
@Command(
    name = "provision",
    description = "Creates topics, registers schemas and writes the first limits, where missing.")
final class ProvisionCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    Settings settings = common.reachable();
    Provision.all(settings, settings.platform("provision"));
    spec.commandLine().getErr().println("topics, schemas and limits are there");
    return 0;
  }
}

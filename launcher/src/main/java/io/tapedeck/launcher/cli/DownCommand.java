package io.tapedeck.launcher.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code down}. */
@Command(name = "down", description = "Stops the local stack; its data stays.")
final class DownCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    StatusCommand.stack(common).down(spec.commandLine().getErr()::println);
    return 0;
  }
}

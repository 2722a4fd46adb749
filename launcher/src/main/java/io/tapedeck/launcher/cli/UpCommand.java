package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.stack.ProcessStack;
import io.tapedeck.launcher.stack.Services;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code up}. */
@Command(
    name = "up",
    description =
        "Starts the local stack, each part in its own process, and returns when it is ready.")
final class UpCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--tape",
      paramLabel = "FILE",
      description = "The venue plays this recorded market.")
  private @Nullable Path tape;

  @Option(names = "--ticks", paramLabel = "N", description = "Ticks of the synthetic market.")
  private long ticks = Long.MAX_VALUE;

  @Option(names = "--speed", paramLabel = "N", description = "Ticks a second.")
  private @Nullable Integer speed;

  @Option(names = "--wait", description = "Play only after POST /control/play at the venue.")
  private boolean wait;

  @Option(names = "--no-console", description = "Without the control API.")
  private boolean noConsole;

  @Override
  public Integer call() throws Exception {
    Settings settings = common.settings();
    if (speed != null) {
      settings = settings.with("simulator.ticks_per_second=" + speed);
    }
    ProcessStack stack =
        new ProcessStack(
            settings,
            new ProcessStack.PlayOptions(
                tape, ticks, wait, noConsole ? List.of(Services.LAG) : Services.BESIDES));
    stack.up(spec.commandLine().getErr()::println);
    return StatusCommand.print(spec, common, stack);
  }
}

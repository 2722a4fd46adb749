package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.stack.ProcessStack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code restart}. */
@Command(
    name = "restart",
    description = {
      "Restarts the services of the local stack in order, or one part, each as it was started:",
      "stops the executor first, starts market data before risk. Returns when all are ready."
    })
final class RestartCommand implements Callable<Integer> {
  /** In the order of their stop; market data are back before risk. */
  private static final List<String> SERVICES = List.of("executor", "signals", "risk", "ingest");

  private static final List<String> PARTS =
      List.of("ingest", "risk", "signals", "executor", "lag", "console", ProcessStack.SIMULATOR);

  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "SERVICE",
      arity = "0..1",
      description = "This part only: ${COMPLETION-CANDIDATES}.",
      completionCandidates = Candidates.class)
  private @Nullable String only;

  /** For help and shell completion. */
  static final class Candidates extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Candidates() {
      super(PARTS);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    ProcessStack stack = StatusCommand.stack(common);
    if (only != null && !PARTS.contains(only)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "no part named '" + only + "'; known: " + PARTS);
    }
    stack.restart(only == null ? SERVICES : List.of(only), spec.commandLine().getErr()::println);
    return StatusCommand.print(spec, common, stack);
  }
}

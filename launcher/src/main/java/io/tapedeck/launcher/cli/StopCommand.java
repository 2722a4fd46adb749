package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.ExitCodes;
import io.tapedeck.launcher.ops.EmergencyStop;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stop}. */
@Command(
    name = "stop",
    description = {
      "Emergency stop: no new order leaves, all working orders are cancelled at the venue, risk",
      "refuses everything. Works without Kafka. Processes stay up; 'down' ends them."
    })
final class StopCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; stays on the record.")
  private String reason = "";

  @Option(names = "--by", paramLabel = "WHO", description = "Who (default: this session's user).")
  private String by = System.getProperty("user.name", "cli");

  @Option(names = "--release", description = "Lets trading go on; needs --reason.")
  private boolean release;

  @Override
  public Integer call() {
    if (release && reason.isBlank()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "say a --reason: to go on again needs one");
    }
    EmergencyStop stop = new EmergencyStop(common.settings());
    boolean done =
        release
            ? stop.release(by, reason)
            : stop.engage(by, reason.isBlank() ? "emergency stop by hand" : reason);
    Map<String, Object> told = new LinkedHashMap<>(stop.steps());
    told.put("executor", stop.executorSays().orElse("does not answer here"));
    told.put(release ? "released" : "stopped", done);
    if (common.json()) {
      spec.commandLine().getOut().println(CommonOptions.toJson(told));
    } else {
      Printer printer = new Printer();
      told.forEach(printer::row);
      printer.print(spec.commandLine().getOut());
    }
    return done ? ExitCodes.OK : ExitCodes.FAILURE;
  }
}

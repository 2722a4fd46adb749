package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.stack.ProcessStack;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code status}. */
@Command(name = "status", description = "What runs here, with pid, health and address.")
final class StatusCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    print(spec, common, stack(common));
    return 0;
  }

  static ProcessStack stack(CommonOptions common) {
    Settings settings = common.settings();
    return new ProcessStack(
        settings, new ProcessStack.PlayOptions(null, Long.MAX_VALUE, false, List.of()));
  }

  static void print(CommandSpec spec, CommonOptions common, ProcessStack stack) {
    Map<String, Map<String, Object>> parts = stack.status();
    if (common.json()) {
      spec.commandLine().getOut().println(CommonOptions.toJson(Map.of("parts", parts)));
      return;
    }
    Printer printer = new Printer().row("PART", "PID", "READY", "ADDRESS");
    parts.forEach(
        (name, row) -> printer.row(name, row.get("pid"), row.get("ready"), row.get("address")));
    printer.print(spec.commandLine().getOut());
  }
}

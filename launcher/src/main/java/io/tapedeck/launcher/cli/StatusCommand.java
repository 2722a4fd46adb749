package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.ExitCodes;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.ops.Channels;
import io.tapedeck.launcher.stack.ProcessStack;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code status}. */
@Command(
    name = "status",
    description = {
      "What runs here: pid, health, memory and address of each part, and the four channels between",
      "the services. Exit code 1 if a part is not ready."
    })
final class StatusCommand implements Callable<Integer> {
  private static final long MEBIBYTE = 1 << 20;

  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws ExecutionException, InterruptedException {
    return print(spec, common, stack(common));
  }

  static ProcessStack stack(CommonOptions common) {
    Settings settings = common.settings();
    return new ProcessStack(
        settings, new ProcessStack.PlayOptions(null, Long.MAX_VALUE, false, List.of()));
  }

  static int print(CommandSpec spec, CommonOptions common, ProcessStack stack)
      throws ExecutionException, InterruptedException {
    Map<String, Map<String, Object>> parts = stack.status();
    List<Map<String, Object>> channels = channels(stack, parts);
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("parts", parts);
      json.put("channels", channels);
      spec.commandLine().getOut().println(CommonOptions.toJson(json));
    } else {
      Printer printer = new Printer().row("PART", "PID", "READY", "MEMORY", "ADDRESS", "PROBLEM");
      parts.forEach(
          (name, row) ->
              printer.row(
                  name,
                  row.get("pid"),
                  row.get("ready"),
                  ((Long) row.getOrDefault("memory_bytes", 0L)) / MEBIBYTE + " MiB",
                  row.get("address"),
                  row.get("problem")));
      printer.print(spec.commandLine().getOut());
      spec.commandLine().getOut().println();
      Printer.of(channels).print(spec.commandLine().getOut());
    }
    return parts.values().stream().allMatch(row -> Boolean.TRUE.equals(row.get("ready")))
        ? ExitCodes.OK
        : ExitCodes.FAILURE;
  }

  private static List<Map<String, Object>> channels(
      ProcessStack stack, Map<String, Map<String, Object>> parts)
      throws ExecutionException, InterruptedException {
    Map<String, Object> broker = parts.get("broker");
    if (broker == null || !Boolean.TRUE.equals(broker.get("ready"))) {
      return List.of();
    }
    try {
      return Channels.rows(stack.inForce().platform("status"));
    } catch (TimeoutException e) {
      return List.of();
    }
  }
}

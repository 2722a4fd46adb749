package io.tapedeck.launcher.cli;

import io.tapedeck.console.view.Explanation;
import io.tapedeck.launcher.ExitCodes;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain ID}. */
@Command(
    name = "explain",
    description = "Tells all that the tape knows of one intent, order or execution.")
final class ExplainCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "ID",
      description = "Intent id, client order id, venue order id or execution id.")
  private String id = "";

  @Override
  public Integer call() {
    Map<String, Object> found = Explanation.of(common.reachable().platform("explain"), id);
    if (found.isEmpty()) {
      spec.commandLine().getErr().println("tapedeck: nothing on the tape is named " + id);
      return ExitCodes.FAILURE;
    }
    PrintWriter out = spec.commandLine().getOut();
    if (common.json()) {
      out.println(CommonOptions.toJson(found));
    } else {
      found.forEach((name, value) -> print(out, name, value));
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, String name, Object value) {
    if (value instanceof List<?> lines && !lines.isEmpty()) {
      out.println(name + ":");
      lines.forEach(line -> out.println("  " + line(line)));
    } else {
      out.println(name + ": " + line(value));
    }
  }

  private static String line(Object value) {
    return value instanceof Map<?, ?> map
        ? map.entrySet().stream()
            .filter(entry -> entry.getValue() != null && !"".equals(entry.getValue()))
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(" "))
        : value == null ? "-" : value.toString();
  }
}

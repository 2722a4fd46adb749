package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.ops.Diagnostics;
import io.tapedeck.launcher.stack.ProcessStack;
import io.tapedeck.launcher.stack.ProcessThreads;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code resources}. */
@Command(
    name = "resources",
    description = "CPU, memory and disk of this machine, and what each part takes of them.")
final class ResourcesCommand implements Callable<Integer> {
  private static final long SAMPLE_MILLIS = 1_000;

  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "The N busiest threads of each part, too.")
  private int threads;

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = common.settings();
    Map<String, Map<String, Object>> status =
        new ProcessStack(
                settings, new ProcessStack.PlayOptions(null, Long.MAX_VALUE, false, List.of()))
            .status();
    Map<String, ProcessThreads> before = new LinkedHashMap<>();
    status.forEach(
        (part, row) -> {
          long pid = ((Number) row.getOrDefault("pid", 0L)).longValue();
          if (pid > 0) {
            before.put(part, ProcessThreads.of(pid));
          }
        });
    Thread.sleep(SAMPLE_MILLIS);
    List<Map<String, Object>> parts = new ArrayList<>();
    List<Map<String, Object>> busiest = new ArrayList<>();
    before.forEach(
        (part, then) -> {
          ProcessThreads.Use use = then.until(ProcessThreads.of(then.pid()));
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("part", part);
          row.put("pid", then.pid());
          row.put("cpu_percent", use.cpuPercent());
          row.put("memory_mib", use.residentBytes() >> 20);
          row.put("threads", use.threads());
          parts.add(row);
          use.busiest(threads)
              .forEach(
                  (name, percent) -> {
                    Map<String, Object> thread = new LinkedHashMap<>();
                    thread.put("part", part);
                    thread.put("thread", name);
                    thread.put("cpu_percent", percent);
                    busiest.add(thread);
                  });
        });
    Map<String, Object> machine = new Diagnostics(settings).system();
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("machine", machine);
      json.put("parts", parts);
      json.put("threads", busiest);
      spec.commandLine().getOut().println(CommonOptions.toJson(json));
    } else {
      Printer printer = new Printer();
      machine.forEach(printer::row);
      printer.print(spec.commandLine().getOut());
      Printer.of(parts).print(spec.commandLine().getOut());
      Printer.of(busiest).print(spec.commandLine().getOut());
    }
    return 0;
  }
}

package io.tapedeck.launcher.cli;

import io.tapedeck.console.kafka.TopicScan;
import io.tapedeck.console.view.Times;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.risk.Controls;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code controls report}. */
@Command(
    name = "controls",
    description = "The controls of the risk gate.",
    subcommands = ControlsCommand.Report.class)
final class ControlsCommand {
  @Command(
      name = "report",
      description =
          "Every control with its rule, limits and metric, how often it refused and when last.")
  static final class Report implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    private final Map<CheckCode, Fired> fired = new EnumMap<>(CheckCode.class);
    private long decisions;

    /** What a control did. */
    private static final class Fired {
      private long checked;
      private long refused;
      private long lastNanos = Long.MIN_VALUE;
      private @Nullable String last;
    }

    @Override
    public Integer call() {
      Platform platform = common.reachable().platform("controls");
      TopicScan.all(platform, Topics.RISK_DECISIONS, this::count);
      List<Map<String, Object>> rows = new ArrayList<>();
      for (Controls.Control control : Controls.all()) {
        rows.add(row(control, fired.getOrDefault(control.code(), new Fired())));
      }
      if (common.json()) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("decisions", decisions);
        json.put("controls", rows);
        spec.commandLine().getOut().println(CommonOptions.toJson(json));
      } else {
        Printer printer =
            new Printer().row("CODE", "HOLDS", "CHECKED", "REFUSED", "LAST REFUSED", "RULES");
        rows.forEach(
            row ->
                printer.row(
                    row.get("code"),
                    row.get("holds"),
                    row.get("checked"),
                    row.get("refused"),
                    row.get("last_refused") == null ? "never" : row.get("last_refused"),
                    row.get("rules")));
        printer.print(spec.commandLine().getOut());
        spec.commandLine().getErr().println(decisions + " decisions");
      }
      return 0;
    }

    private void count(TopicScan.Seen<Decision> seen) {
      decisions++;
      for (CheckResult check : seen.value().checks()) {
        Fired at = fired.computeIfAbsent(check.code(), code -> new Fired());
        at.checked++;
        if (!check.passed()) {
          at.refused++;
          if (seen.value().eventNanos() >= at.lastNanos) {
            at.lastNanos = seen.value().eventNanos();
            at.last = seen.at().toString();
          }
        }
      }
    }

    private static Map<String, Object> row(Controls.Control control, Fired fired) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("code", control.code().name());
      row.put("passes_if", control.doc());
      row.put("holds", control.holdsReductions() ? "all" : "growth");
      row.put("limits", control.limits());
      row.put("rules", control.rules());
      row.put("metric", "risk_limit_breaches_total{code=\"" + control.code() + "\"}");
      row.put("test", "GateTest");
      row.put("checked", fired.checked);
      row.put("refused", fired.refused);
      row.put("last_refused", fired.last == null ? null : Times.text(fired.lastNanos));
      row.put("last_record", fired.last);
      return row;
    }
  }
}

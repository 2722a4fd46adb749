package io.tapedeck.launcher.cli;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.launcher.ExitCodes;
import io.tapedeck.launcher.stack.LimitsFile;
import io.tapedeck.replay.ExportedTape;
import io.tapedeck.replay.KafkaTape;
import io.tapedeck.replay.Tape;
import io.tapedeck.replay.WhatIf;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code replay whatif}. */
@Command(
    name = "whatif",
    description = {
      "Plays what happened under other limits: which decisions would have been others, and why.",
      "Exact up to the first difference; after it, orders that only the other limits approve are",
      "assumed filled at the mark if they would have crossed it."
    })
final class WhatIfCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--limits",
      required = true,
      paramLabel = "FILE",
      description =
          "Limits by scope, as in config/risk-limits.yaml; other scopes stay as they were.")
  private Path limits = Path.of("");

  @Option(
      names = "--journal",
      paramLabel = "DIR",
      description = "A folder that 'tape export --records' wrote, instead of the cluster.")
  private @Nullable Path journal;

  @Option(names = "--most", paramLabel = "N", description = "Changed decisions listed.")
  private int most = 20;

  @Override
  public Integer call() {
    var other = LimitsFile.read(limits);
    try (Tape tape =
        journal == null
            ? new KafkaTape(common.reachable().platform("whatif"))
            : new ExportedTape(journal)) {
      WhatIf.Result result = new WhatIf(tape, other).run();
      if (common.json()) {
        spec.commandLine().getOut().println(CommonOptions.toJson(json(result)));
      } else {
        print(spec.commandLine().getOut(), result);
      }
      return ExitCodes.OK;
    }
  }

  private Map<String, Object> json(WhatIf.Result result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("decisions", result.decisions());
    json.put("changed", result.changed().size());
    json.put("turns", result.turns());
    json.put("by_check", result.byCode());
    json.put("denied_by_other_checks", result.sameVerdict());
    json.put("assumed_fills", result.assumedFills());
    json.put("exact_until", result.changed().isEmpty() ? "the end" : at(result.changed().get(0)));
    Map<String, Object> profit = new LinkedHashMap<>();
    result
        .profitWas()
        .forEach(
            (account, was) ->
                profit.put(
                    account.value(),
                    Map.of(
                        "was", was.toString(),
                        "would", would(result, account).toString(),
                        "difference", would(result, account).minus(was).toString())));
    json.put("profit", profit);
    List<Map<String, Object>> changes = new ArrayList<>();
    result.changed().stream()
        .limit(most)
        .forEach(
            changed ->
                changes.add(
                    Map.of(
                        "at", at(changed),
                        "intent", changed.was().intent().value(),
                        "turn", changed.turn(),
                        "because", changed.because().toString())));
    json.put("first_changes", changes);
    return json;
  }

  private static Money would(WhatIf.Result result, AccountId account) {
    return result.profitWould().getOrDefault(account, Money.ZERO);
  }

  private static String at(WhatIf.Changed changed) {
    return changed.entry().toString();
  }

  private void print(PrintWriter out, WhatIf.Result result) {
    out.println(
        result.decisions()
            + " decisions, "
            + result.changed().size()
            + " would have been others "
            + result.turns()
            + ", by check "
            + result.byCode());
    Printer table = new Printer().row("AT", "INTENT", "TURN", "BECAUSE");
    result.changed().stream()
        .limit(most)
        .forEach(c -> table.row(at(c), c.was().intent(), c.turn(), c.because()));
    if (!result.changed().isEmpty()) {
      table.print(out);
      out.println("exact until " + at(result.changed().get(0)));
    }
    Printer profit = new Printer().row("ACCOUNT", "PROFIT", "WOULD BE", "DIFFERENCE");
    result
        .profitWas()
        .forEach(
            (account, was) ->
                profit.row(
                    account, was, would(result, account), would(result, account).minus(was)));
    profit.print(out);
    out.println(
        result.assumedFills()
            + " executions assumed at the mark, without fees; what strategies would have wanted"
            + " instead is not known");
    out.flush();
  }
}

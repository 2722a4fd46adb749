package io.tapedeck.launcher.cli;

import io.tapedeck.console.kafka.TopicScan;
import io.tapedeck.console.view.Times;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import java.time.Instant;
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

/** {@code violations}. */
@Command(name = "violations", description = "Lists the orders that risk refused, and each reason.")
final class ViolationsCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--since",
      paramLabel = "D",
      description = "Decided since then: " + Since.FORMS + " (default: all).")
  private @Nullable String since;

  @Option(names = "--account", paramLabel = "A", description = "Of this account only.")
  private @Nullable String account;

  @Option(names = "--code", paramLabel = "CODE", description = "Refused by this control only.")
  private @Nullable String code;

  @Override
  public Integer call() {
    long from = Since.option(spec, since);
    Platform platform = common.reachable().platform("violations");
    List<Map<String, Object>> rows = new ArrayList<>();
    TopicScan.since(
        platform,
        Topics.RISK_DECISIONS,
        from,
        seen -> {
          Decision decision = seen.value();
          if (account == null || decision.account().value().equals(account)) {
            decision.checks().stream()
                .filter(check -> !check.passed())
                .filter(check -> code == null || check.code().name().equalsIgnoreCase(code))
                .forEach(check -> rows.add(row(seen, check)));
          }
        });
    if (common.json()) {
      spec.commandLine().getOut().println(CommonOptions.toJson(Map.of("violations", rows)));
    } else {
      Printer.of(rows).print(spec.commandLine().getOut());
      spec.commandLine().getErr().println(rows.size() + " refusals");
    }
    return 0;
  }

  private static Map<String, Object> row(TopicScan.Seen<Decision> seen, CheckResult check) {
    Decision decision = seen.value();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("decided", Instant.ofEpochMilli(seen.timestamp()).toString());
    row.put("event_time", Times.text(decision.eventNanos()));
    row.put("account", decision.account().value());
    row.put("instrument", decision.instrument().value());
    row.put("intent", decision.intent().value());
    row.put("risk_check_failed", check.toString());
    return row;
  }
}

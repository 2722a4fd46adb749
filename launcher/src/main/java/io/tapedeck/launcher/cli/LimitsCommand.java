package io.tapedeck.launcher.cli;

import io.tapedeck.console.ConsoleConfig;
import io.tapedeck.console.kafka.LimitsLedger;
import io.tapedeck.console.limits.LimitsChange;
import io.tapedeck.console.view.LimitsView;
import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.limits.Setting;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.launcher.Settings;
import io.tapedeck.runtime.Platform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code limits names|show|set|unset|promote|history}. */
@Command(
    name = "limits",
    description = "The limits of the risk gate, which are records: who, why, old and new.",
    subcommands = {
      LimitsCommand.Names.class,
      LimitsCommand.Show.class,
      LimitsCommand.Set.class,
      LimitsCommand.Unset.class,
      LimitsCommand.Promote.class,
      LimitsCommand.History.class
    })
final class LimitsCommand {

  /** What all of them share. */
  abstract static class OfLimits implements Callable<Integer> {
    @Mixin CommonOptions common = new CommonOptions();
    @Spec CommandSpec spec = CommandSpec.create();

    int print(String name, List<Map<String, Object>> rows) {
      if (common.json()) {
        spec.commandLine().getOut().println(CommonOptions.toJson(Map.of(name, rows)));
      } else {
        Printer.of(rows).print(spec.commandLine().getOut());
      }
      return 0;
    }
  }

  @Command(name = "names", description = "Lists every limit and setting there is.")
  static final class Names extends OfLimits {
    @Override
    public Integer call() {
      List<Map<String, Object>> rows = new ArrayList<>();
      for (Limit limit : Limit.values()) {
        rows.add(row(limit.key(), limit.unit(), limit.rule(), limit.required(), limit.doc()));
      }
      for (Setting setting : Setting.values()) {
        rows.add(row(setting.key(), setting.form(), "specific", false, setting.doc()));
      }
      return print("names", rows);
    }

    private static Map<String, Object> row(
        String name, Object unit, Object rule, boolean required, String doc) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", name);
      row.put("unit", unit.toString().toLowerCase(Locale.ROOT));
      row.put("rule", rule.toString().toLowerCase(Locale.ROOT));
      row.put("required", required);
      row.put("meaning", doc);
      return row;
    }
  }

  @Command(name = "show", description = "Shows the newest version of each scope.")
  static final class Show extends OfLimits {
    @Option(names = "--scope", paramLabel = "S", description = "Of this scope and its shadow only.")
    private @Nullable String scope;

    @Override
    public Integer call() {
      Platform platform = common.reachable().platform("limits");
      List<RiskLimits> shown =
          new LimitsLedger(platform)
              .latest().values().stream().filter(v -> LimitsView.in(scope, v)).toList();
      if (common.json()) {
        return print("limits", shown.stream().map(LimitsView::version).toList());
      }
      List<Map<String, Object>> rows = new ArrayList<>();
      shown.forEach(v -> rows.addAll(LimitsView.lines(v)));
      return print("limits", rows);
    }
  }

  /** A change: who, why, who else. */
  abstract static class Change extends OfLimits {
    @Option(
        names = "--scope",
        required = true,
        paramLabel = "S",
        description =
            "* for everyone, an account's name, strategy:NAME, instrument:VENUE:SYMBOL, venue:NAME.")
    String scope = "";

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "The reason.")
    private String why = "";

    @Option(
        names = "--by",
        paramLabel = "WHO",
        description = "Who changes them (default: the user of this session).")
    private String by = System.getProperty("user.name", "");

    @Option(names = "--approved-by", paramLabel = "WHO", description = "The second person.")
    private String approvedBy = "";

    @Override
    public Integer call() {
      Settings settings = common.reachable();
      Platform platform = settings.platform("limits");
      LimitsChange change =
          new LimitsChange(
              scope(),
              by,
              approvedBy,
              why,
              platform.clock().epochNanos(),
              settings.section(ConsoleConfig.class).requireSecondApprover());
      LimitsView.Written written = LimitsView.write(platform, latest -> next(change, latest));
      if (common.json()) {
        spec.commandLine().getOut().println(CommonOptions.toJson(written.view()));
      } else {
        spec.commandLine()
            .getOut()
            .println("scope " + scope() + " is now version " + written.after().version());
        written.differences().forEach(d -> spec.commandLine().getOut().println("  " + d));
      }
      return 0;
    }

    String scope() {
      return scope;
    }

    abstract RiskLimits next(LimitsChange change, SortedMap<String, RiskLimits> latest);
  }

  /** A change of the live limits or of those on trial. */
  abstract static class ShadowableChange extends Change {
    @Option(
        names = "--shadow",
        description =
            "Try it beside the live limits: decisions carry what it would have said, nothing follows.")
    private boolean shadow;

    @Override
    String scope() {
      return shadow ? RiskLimits.SHADOW + scope : scope;
    }
  }

  @Command(name = "set", description = "Writes a new version with some limits changed.")
  static final class Set extends ShadowableChange {
    @Parameters(
        paramLabel = "NAME=VALUE",
        arity = "1..*",
        description = "As in risk-limits.yaml; lists with commas between.")
    private List<String> assignments = new ArrayList<>();

    @Override
    RiskLimits next(LimitsChange change, SortedMap<String, RiskLimits> latest) {
      Map<String, String> wanted = new LinkedHashMap<>();
      for (String assignment : assignments) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
          throw new CommandLine.ParameterException(
              spec.commandLine(), "'" + assignment + "' is no NAME=VALUE");
        }
        wanted.put(
            assignment.substring(0, equals).strip(), assignment.substring(equals + 1).strip());
      }
      return change.set(latest, wanted);
    }
  }

  @Command(name = "unset", description = "Writes a new version without some limits.")
  static final class Unset extends ShadowableChange {
    @Parameters(paramLabel = "NAME", arity = "1..*", description = "Which.")
    private List<String> names = new ArrayList<>();

    @Override
    RiskLimits next(LimitsChange change, SortedMap<String, RiskLimits> latest) {
      return change.unset(latest, names);
    }
  }

  @Command(
      name = "promote",
      description = "Makes the limits on trial for a scope the live ones, by one record.")
  static final class Promote extends Change {
    @Override
    RiskLimits next(LimitsChange change, SortedMap<String, RiskLimits> latest) {
      return change.promote(latest);
    }
  }

  @Command(
      name = "history",
      description = "Every version: who, why, what changed, and from which journal entry on.")
  static final class History extends OfLimits {
    @Option(names = "--scope", paramLabel = "S", description = "Of this scope and its shadow only.")
    private @Nullable String scope;

    @Override
    public Integer call() {
      Platform platform = common.reachable().platform("limits");
      return print("history", LimitsView.history(platform, scope));
    }
  }
}

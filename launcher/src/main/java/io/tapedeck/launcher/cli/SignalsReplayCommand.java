package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.ExitCodes;
import io.tapedeck.launcher.Settings;
import io.tapedeck.replay.ExportedTape;
import io.tapedeck.replay.KafkaTape;
import io.tapedeck.replay.SignalsReplay;
import io.tapedeck.replay.Tape;
import io.tapedeck.signals.SignalsApp;
import io.tapedeck.signals.SignalsConfig;
import io.tapedeck.signals.core.Model;
import io.tapedeck.signals.core.Models;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code replay signals}. */
@Command(
    name = "signals",
    description = {
      "Plays the ticks again with what the strategy journal says was seen, and compares every"
          + " signal",
      "and intent with the topics. Needs the config and model of that time. Exit code 6 and the"
          + " first",
      "difference, if there is one."
    })
final class SignalsReplayCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--journal",
      paramLabel = "DIR",
      description = "A folder that 'tape export --records' wrote, instead of the cluster.")
  private @Nullable Path journal;

  @Override
  public Integer call() {
    Settings settings = journal == null ? common.reachable() : common.settings();
    SignalsConfig config = settings.section(SignalsConfig.class);
    try (Model model = SignalsApp.modelOf(config).open();
        Tape tape =
            journal == null
                ? new KafkaTape(settings.platform("replay"))
                : new ExportedTape(journal)) {
      SignalsReplay.Result found = new SignalsReplay(tape, config.plan(), Models.only(model)).run();
      print(found);
      return found.same() ? ExitCodes.OK : ExitCodes.VERIFICATION_FAILED;
    }
  }

  private void print(SignalsReplay.Result found) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("ticks", found.ticks());
    figures.put("strategy_journal_entries", found.entries());
    figures.put("signals", found.signals());
    figures.put("intents", found.intents());
    figures.put("intents_by_others", found.byOthers());
    figures.put("differences", found.differences());
    figures.put("first_difference", found.first());
    if (common.json()) {
      spec.commandLine().getOut().println(CommonOptions.toJson(figures));
    } else {
      Printer table = new Printer();
      figures.forEach((name, value) -> table.row(name, value == null ? "-" : value));
      table.print(spec.commandLine().getOut());
    }
  }
}

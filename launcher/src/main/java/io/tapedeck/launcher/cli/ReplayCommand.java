package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.ExitCodes;
import io.tapedeck.launcher.Settings;
import io.tapedeck.replay.Anchors;
import io.tapedeck.replay.ExportedTape;
import io.tapedeck.replay.JournalVerifier;
import io.tapedeck.replay.KafkaTape;
import io.tapedeck.replay.Tape;
import io.tapedeck.replay.Verification;
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

/** {@code replay verify}. */
@Command(
    name = "replay",
    description = "Plays what happened again.",
    subcommands = {ReplayCommand.Verify.class, WhatIfCommand.class})
final class ReplayCommand {
  @Command(
      name = "verify",
      description = "Folds the risk journal anew and compares every decision and hash.")
  static final class Verify implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--journal",
        paramLabel = "DIR",
        description = "A folder that 'tape export --records' wrote, instead of the cluster.")
    private @Nullable Path journal;

    @Option(
        names = "--anchors",
        paramLabel = "FILE",
        description = {
          "Also holds the journal against where it stood when this file was last used, which finds a",
          "cut tail; where all is well, notes where it stands now. Keep it away from the cluster."
        })
    private @Nullable Path anchors;

    @Override
    public Integer call() {
      try (Tape tape = tape()) {
        JournalVerifier verifier = new JournalVerifier(tape, entries -> {});
        Anchors known = anchors == null ? null : new Anchors(anchors);
        Verification found = (known == null ? verifier : verifier.against(known)).verify();
        if (known != null && found.clean()) {
          found.anchor(known);
        }
        print(found);
        return found.clean() ? ExitCodes.OK : ExitCodes.VERIFICATION_FAILED;
      }
    }

    private Tape tape() {
      if (journal != null) {
        return new ExportedTape(journal);
      }
      Settings settings = common.reachable();
      return new KafkaTape(settings.platform("replay"));
    }

    private void print(Verification found) {
      Verification.Difference first = found.first();
      if (common.json()) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("partitions", found.partitions());
        json.put("entries", found.entries());
        json.put("decisions", found.decisions());
        json.put("differences", found.differences());
        json.put("first_difference", first == null ? null : first.toString());
        json.put("heads", found.heads());
        spec.commandLine().getOut().println(CommonOptions.toJson(json));
        return;
      }
      spec.commandLine()
          .getOut()
          .println(
              found.entries()
                  + " entries, "
                  + found.decisions()
                  + " decisions, "
                  + found.differences()
                  + " differences");
      if (first != null) {
        spec.commandLine().getOut().println("first difference: " + first);
      }
    }
  }
}

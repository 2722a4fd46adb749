package io.tapedeck.launcher.cli;

import io.tapedeck.ingest.IngestConfig;
import io.tapedeck.ingest.TapeRecording;
import io.tapedeck.launcher.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tape play}. */
@Command(
    name = "play",
    description = "Plays recorded frames onto the tape, through the code that has them live.")
final class TapePlayCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "What 'tape record' wrote.")
  private Path file = Path.of("");

  @Override
  public Integer call() throws Exception {
    Settings settings = common.reachable();
    TapeRecording.Result result;
    try (ProgressBar bar = TapeCommand.bar("play", -1)) {
      result =
          TapeRecording.play(
              settings.section(IngestConfig.class), settings.platform("play"), file, bar::stepTo);
    }
    if (common.json()) {
      spec.commandLine()
          .getOut()
          .println(
              CommonOptions.toJson(Map.of("frames", result.frames(), "refused", result.refused())));
    } else {
      spec.commandLine()
          .getOut()
          .println(result.frames() + " frames played, " + result.refused() + " refused");
    }
    return 0;
  }
}

package io.tapedeck.launcher.cli;

import io.tapedeck.ingest.IngestConfig;
import io.tapedeck.ingest.TapeRecording;
import io.tapedeck.launcher.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tape record}. */
@Command(
    name = "record",
    description = {
      "Writes down what the venue of market_data sends, byte for byte, until it is stopped.",
      "Needs no broker; 'tape play' puts it on a tape later."
    })
final class TapeRecordCommand implements Callable<Integer> {
  private static final Pattern LENGTH = Pattern.compile("(\\d{1,9})(s|m|h|d)");
  private static final Duration LONGEST = Duration.ofDays(3_650);

  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "A new file; gzipped if it ends in .gz.")
  private Path file = Path.of("");

  @Option(names = "--for", paramLabel = "TIME", description = "How long, such as 30s, 10m, 8h.")
  private String length = "";

  @Override
  public Integer call() throws Exception {
    Settings settings = common.settings();
    TapeRecording.Recording recording =
        TapeRecording.record(
            settings.section(IngestConfig.class), settings.platform("record"), file, length());
    Thread ending =
        new Thread(
            () -> {
              recording.stop();
            });
    Runtime.getRuntime().addShutdownHook(ending);
    TapeRecording.Result result = recording.run();
    if (common.json()) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("file", file.toString());
      shown.put("frames", result.frames());
      shown.put("bytes", result.bytes());
      shown.put("connections", result.connections());
      spec.commandLine().getOut().println(CommonOptions.toJson(shown));
    } else {
      spec.commandLine()
          .getOut()
          .println(
              file
                  + ": "
                  + result.frames()
                  + " frames, "
                  + result.bytes()
                  + " bytes, "
                  + result.connections()
                  + " connections");
    }
    return 0;
  }

  private Duration length() {
    if (length.isEmpty()) {
      return LONGEST;
    }
    Matcher match = LENGTH.matcher(length);
    if (!match.matches()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--for: '" + length + "' is not like 30s, 10m, 8h, 2d");
    }
    long count = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(Math.min(count, LONGEST.toDays()));
    };
  }
}

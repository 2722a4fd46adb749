package io.tapedeck.launcher.cli;

import io.tapedeck.ingest.TapeBackfill;
import io.tapedeck.launcher.Settings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tape backfill}. */
@Command(
    name = "backfill",
    description = {
      "Fetches a venue's history and writes what the tape does not have.",
      "Broken off, the same command goes on where it was."
    })
final class TapeBackfillCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--venue",
      required = true,
      paramLabel = "NAME",
      description = "kraken or alpaca.")
  private String venue = "";

  @Option(
      names = "--instrument",
      required = true,
      paramLabel = "SYMBOL",
      description = "Such as BTC/USD or AAPL.")
  private String instrument = "";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "trades, or of alpaca quotes or bars (default: ${DEFAULT-VALUE}).")
  private String kind = "trades";

  @Option(
      names = "--timeframe",
      paramLabel = "LENGTH",
      description = "Of bars (default: ${DEFAULT-VALUE}).")
  private String timeframe = "1Min";

  @Option(
      names = "--from",
      required = true,
      paramLabel = "TIME",
      description = "First moment: 2024-01-02 or 2024-01-02T14:30:00Z.")
  private String from = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "TIME",
      description = "First moment no longer wanted; not in the future.")
  private String to = "";

  @Option(names = "--url", paramLabel = "URL", description = "REST API instead of the venue's own.")
  private @Nullable URI url;

  @Option(
      names = "--requests-per-minute",
      paramLabel = "N",
      description = "Pace (default: 60 for kraken, 180 for alpaca).")
  private int requests;

  @Override
  public Integer call() throws Exception {
    String upper = venue.toUpperCase(Locale.ROOT);
    if (!upper.equals("KRAKEN") && !upper.equals("ALPACA")) {
      throw usage("--venue: '" + venue + "' is not kraken or alpaca");
    }
    Instant begin = time("--from", from);
    Instant end = time("--to", to);
    if (!begin.isBefore(end) || end.isAfter(Instant.now())) {
      throw usage("--from must lie before --to, and --to not in the future");
    }
    Settings settings = common.reachable();
    boolean bars = kind.equals("bars");
    TapeBackfill.Request request =
        new TapeBackfill.Request(upper + ":" + instrument, kind, bars ? timeframe : "", begin, end);
    int pace = requests > 0 ? requests : upper.equals("KRAKEN") ? 60 : 180;
    TapeBackfill.Access access =
        new TapeBackfill.Access(url, credentials(upper, settings.environment()), pace);
    TapeBackfill.Result result;
    long seconds = Math.max(1, Duration.between(begin, end).toSeconds());
    try (ProgressBar bar = TapeCommand.bar("backfill " + instrument, seconds)) {
      result =
          new TapeBackfill(settings.platform("backfill"))
              .run(
                  request,
                  access,
                  (rows, reached) -> {
                    bar.stepTo(Math.max(0, Duration.between(begin, reached).toSeconds()));
                    bar.setExtraMessage(rows + " rows");
                  });
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
    print(result);
    return 0;
  }

  private void print(TapeBackfill.Result result) {
    if (common.json()) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("rows", result.rows());
      shown.put("written", result.written());
      shown.put("already", result.already());
      shown.put("refused", result.refused());
      shown.put("pages", result.pages());
      shown.put("resumed", result.resumed());
      spec.commandLine().getOut().println(CommonOptions.toJson(shown));
    } else {
      spec.commandLine()
          .getOut()
          .println(
              (result.resumed() ? "went on where it was broken off: " : "")
                  + result.rows()
                  + " rows in "
                  + result.pages()
                  + " pages, "
                  + result.written()
                  + " written, "
                  + result.already()
                  + " were there already, "
                  + result.refused()
                  + " refused");
    }
  }

  private static Map<String, String> credentials(String venue, Map<String, String> environment) {
    Map<String, String> headers = new HashMap<>();
    if (venue.equals("ALPACA")) {
      headers.put("APCA-API-KEY-ID", environment.getOrDefault("APCA_API_KEY_ID", ""));
      headers.put("APCA-API-SECRET-KEY", environment.getOrDefault("APCA_API_SECRET_KEY", ""));
      headers.values().removeIf(String::isBlank);
    }
    return headers;
  }

  private CommandLine.ParameterException usage(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }

  private Instant time(String option, String text) {
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
          : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw usage(option + ": '" + text + "' is not like 2024-01-02 or 2024-01-02T14:30:00Z");
    }
  }
}

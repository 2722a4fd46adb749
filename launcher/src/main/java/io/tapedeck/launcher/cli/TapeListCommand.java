package io.tapedeck.launcher.cli;

import io.tapedeck.ingest.TapeListing;
import io.tapedeck.runtime.Platform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tape ls}. */
@Command(
    name = "ls",
    description = {
      "What is on the tape, by instrument: coverage, counts, gaps of the feed.",
      "JSON has the hours and gaps too."
    })
final class TapeListCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--hours", description = "A row for each hour.")
  private boolean hours;

  @Option(names = "--gaps", description = "A row for each gap.")
  private boolean gaps;

  @Override
  public Integer call() {
    Platform platform = common.reachable().platform("tape-ls");
    List<TapeListing.Instrument> found;
    try (ProgressBar bar = TapeCommand.bar("tape", 0)) {
      found =
          new TapeListing(platform)
              .run(
                  (done, of) -> {
                    bar.maxHint(of);
                    bar.stepTo(done);
                  });
    }
    if (common.json()) {
      List<Map<String, Object>> rows = found.stream().map(TapeListCommand::json).toList();
      spec.commandLine().getOut().println(CommonOptions.toJson(Map.of("instruments", rows)));
    } else {
      table(found).print(spec.commandLine().getOut());
    }
    return 0;
  }

  private Printer table(List<TapeListing.Instrument> found) {
    Printer printer = new Printer();
    if (gaps) {
      printer.row("INSTRUMENT", "FROM", "TO", "STATUS", "DETAIL");
      for (TapeListing.Instrument one : found) {
        for (TapeListing.Gap gap : one.gaps()) {
          printer.row(
              one.instrument(),
              time(gap.fromNanos()),
              gap.toNanos() == null ? "(open)" : time(gap.toNanos()),
              gap.status(),
              gap.detail());
        }
      }
    } else if (hours) {
      printer.row("INSTRUMENT", "HOUR", "TRADES", "QUOTES", "BARS");
      for (TapeListing.Instrument one : found) {
        for (TapeListing.Hour hour : one.hours()) {
          printer.row(
              one.instrument(), time(hour.beginNanos()), hour.trades(), hour.quotes(), hour.bars());
        }
      }
    } else {
      printer.row("INSTRUMENT", "TRADES", "QUOTES", "BARS", "OTHERS", "GAPS", "FIRST", "LAST");
      for (TapeListing.Instrument one : found) {
        printer.row(
            one.instrument(),
            one.trades(),
            one.quotes(),
            one.bars(),
            one.others(),
            one.gaps().size(),
            time(one.firstEventNanos()),
            time(one.lastEventNanos()));
      }
    }
    return printer;
  }

  private static Map<String, Object> json(TapeListing.Instrument one) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("instrument", one.instrument());
    row.put("trades", one.trades());
    row.put("quotes", one.quotes());
    row.put("bars", one.bars());
    row.put("others", one.others());
    row.put("first", time(one.firstEventNanos()));
    row.put("last", time(one.lastEventNanos()));
    List<Map<String, Object>> ofHours = new ArrayList<>();
    for (TapeListing.Hour hour : one.hours()) {
      ofHours.add(
          Map.of(
              "hour", time(hour.beginNanos()),
              "trades", hour.trades(),
              "quotes", hour.quotes(),
              "bars", hour.bars()));
    }
    row.put("hours", ofHours);
    List<Map<String, Object>> ofGaps = new ArrayList<>();
    for (TapeListing.Gap gap : one.gaps()) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("from", time(gap.fromNanos()));
      @Nullable Long to = gap.toNanos();
      shown.put("to", to == null ? "" : time(to));
      shown.put("status", gap.status().name());
      shown.put("detail", gap.detail());
      ofGaps.add(shown);
    }
    row.put("gaps", ofGaps);
    return row;
  }

  private static String time(long nanos) {
    return nanos == 0
        ? ""
        : Instant.ofEpochSecond(
                Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L))
            .toString();
  }
}

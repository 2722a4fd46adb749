package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.backtest.Preparation;
import io.tapedeck.replay.tick.TickCache;
import io.tapedeck.replay.tick.TickSource;
import io.tapedeck.replay.venue.FeeSchedule;
import io.tapedeck.replay.venue.FillRules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a tape is played with: options of {@code backtest} and {@code sweep}. */
final class PlayOptions {
  private static final Pattern OFFSETS =
      Pattern.compile("([0-9]{1,6}):([0-9]{1,18})-([0-9]{1,18})");

  @Option(
      names = "--tape",
      required = true,
      paramLabel = "FILE|TOPIC",
      description = "A recorded market (the neutral CSV, may be gzipped), or a topic of ticks.")
  private String tape = "";

  @Option(
      names = "--offsets",
      paramLabel = "P:FROM-TO",
      description = {
        "Of a topic: offsets of a partition, the last one not included; others are left out. May"
            + " be",
        "given several times (default: all that there is)."
      })
  private List<String> offsets = new ArrayList<>();

  @Option(
      names = "--venue",
      paramLabel = "NAME",
      description = "Of instruments that name none (default: ${DEFAULT-VALUE}).")
  private String venue = "KRAKEN";

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      description = {
        "A strategy of the config by its name, or a type with its defaults; may be given several",
        "times (default: all that are configured)."
      })
  private List<String> strategies = new ArrayList<>();

  @Option(
      names = "--param",
      paramLabel = "KEY=VALUE",
      description = "Lays a parameter over every chosen strategy, such as cross.fast=5s.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "Another model than the config's, with its card beside it.")
  private @Nullable Path model;

  @Option(
      names = "--limits",
      paramLabel = "FILE",
      description = "Limits by scope (default: risk-limits.yaml beside the config).")
  private @Nullable Path limits;

  @Option(
      names = "--order-latency",
      paramLabel = "MS",
      description = "From a tick to the market that its order meets (default: ${DEFAULT-VALUE}).")
  private double orderMillis = 50;

  @Option(
      names = "--report-latency",
      paramLabel = "MS",
      description = "From the venue back to us (default: ${DEFAULT-VALUE}).")
  private double reportMillis = 10;

  @Option(
      names = "--queue",
      paramLabel = "PLACE",
      description = "Of passive orders at their price: back or front (default: ${DEFAULT-VALUE}).")
  private FillRules.Queue queue = FillRules.Queue.BACK;

  @Option(
      names = "--fees",
      paramLabel = "SCHEDULE",
      description = {
        "kraken, alpaca-crypto, none, or MAKER:TAKER in basis points, such as 2.5:5",
        "(default: ${DEFAULT-VALUE})."
      })
  private String fees = "kraken";

  @Option(
      names = "--beyond",
      paramLabel = "BPS",
      description = {
        "How much worse each slice of an order is beyond what is displayed",
        "(default: ${DEFAULT-VALUE})."
      })
  private int beyondBps = 1;

  @Option(
      names = "--period",
      paramLabel = "TIME",
      description = "Between two samples of the equity, such as 1s or 1h (default: by length).")
  private @Nullable String period;

  Preparation preparation(CommonOptions common) {
    return new Preparation(common.settings(), request());
  }

  Preparation.Request request() {
    return new Preparation.Request(
        tape,
        ranges(),
        venue,
        strategies,
        parameters,
        model,
        limits,
        rules(),
        period == null ? null : duration(period));
  }

  /** The tape that was asked for, decoded into the cache if it is not there. */
  TickCache tape(CommonOptions common, Preparation preparation) {
    try (ProgressBar bar = TapeCommand.bar("tape", 0)) {
      return preparation.tape(() -> common.reachable().platform("replay"), bar::stepTo);
    }
  }

  private Map<Integer, TickSource.Range> ranges() {
    Map<Integer, TickSource.Range> ranges = new LinkedHashMap<>();
    for (String text : offsets) {
      Matcher parts = OFFSETS.matcher(text);
      if (!parts.matches()) {
        throw new IllegalArgumentException(
            "--offsets " + text + ": give PARTITION:FROM-TO, such as 0:100-2000");
      }
      ranges.put(
          Integer.valueOf(parts.group(1)),
          new TickSource.Range(Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3))));
    }
    return ranges;
  }

  private FillRules rules() {
    return new FillRules(
        Math.round(orderMillis * 1e6),
        Math.round(reportMillis * 1e6),
        queue,
        schedule(fees),
        beyondBps,
        FillRules.DEFAULT.openAfterNanos());
  }

  private static FeeSchedule schedule(String text) {
    for (FeeSchedule known :
        List.of(FeeSchedule.NONE, FeeSchedule.KRAKEN, FeeSchedule.ALPACA_CRYPTO)) {
      if (known.name().equals(text)) {
        return known;
      }
    }
    int colon = text.indexOf(':');
    try {
      if (colon > 0) {
        return FeeSchedule.flat(
            text,
            Double.parseDouble(text.substring(0, colon)),
            Double.parseDouble(text.substring(colon + 1)));
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        "--fees " + text + ": give kraken, alpaca-crypto, none, or MAKER:TAKER in basis points");
  }

  private static Duration duration(String text) {
    try {
      String iso = text.toUpperCase(Locale.ROOT);
      return Duration.parse(iso.endsWith("D") ? "P" + iso : "PT" + iso);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("--period " + text + ": give a time such as 1s, 5m or 1h");
    }
  }
}

package io.tapedeck.signals.core.feature;

import io.tapedeck.domain.money.FixedPoint;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What makes a bar full: a span of event time, a number of trades, or a traded volume. Written
 * behind a feature's name, as in {@code rsi@1m}, {@code rsi@100t}, {@code rsi@2.5v}.
 *
 * @param kind what is counted
 * @param size nanoseconds, trades, or volume in raw scale 9
 * @param text as config and cards write it
 */
public record BarSpec(Kind kind, long size, String text) {
  /** Bars of a feature that names none: one second, py_rt's own sampling of its signals. */
  public static final BarSpec DEFAULT = new BarSpec(Kind.TIME, 1_000_000_000L, "1s");

  private static final Pattern TEXT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h|t|v)");

  /** What is counted. */
  public enum Kind {
    /** Event time of trades. */
    TIME,
    /** Trades. */
    TICKS,
    /** Volume in the base currency. */
    VOLUME
  }

  /**
   * Reads what stands behind the {@code @}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static BarSpec parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw refused(text);
    }
    long raw;
    try {
      raw = FixedPoint.parse(matcher.group(1));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw refused(text);
    }
    String unit = matcher.group(2);
    boolean whole = raw % FixedPoint.ONE == 0;
    if (raw <= 0 || !whole && !unit.equals("v")) {
      throw refused(text);
    }
    long count = raw / FixedPoint.ONE;
    return switch (unit) {
      case "v" -> new BarSpec(Kind.VOLUME, raw, text);
      case "t" -> new BarSpec(Kind.TICKS, count, text);
      case "ms" -> new BarSpec(Kind.TIME, TimeUnit.MILLISECONDS.toNanos(count), text);
      case "s" -> new BarSpec(Kind.TIME, TimeUnit.SECONDS.toNanos(count), text);
      case "m" -> new BarSpec(Kind.TIME, TimeUnit.MINUTES.toNanos(count), text);
      default -> new BarSpec(Kind.TIME, TimeUnit.HOURS.toNanos(count), text);
    };
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "\""
            + text
            + "\" is no bar: write a time (500ms, 1s, 5m, 1h), trades (100t) or a volume (2.5v)");
  }
}

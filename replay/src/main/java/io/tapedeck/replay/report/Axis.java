package io.tapedeck.replay.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round numbers and times for the ticks of an axis, and texts for them. */
final class Axis {
  private static final double[] SECONDS = {
    1,
    2,
    5,
    10,
    15,
    30,
    60,
    120,
    300,
    600,
    900,
    1_800,
    3_600,
    7_200,
    14_400,
    21_600,
    43_200,
    86_400,
    172_800,
    604_800,
    1_209_600,
    2_592_000,
    7_776_000,
    15_552_000,
    31_536_000
  };

  private Axis() {}

  /** Round values within a range, about so many. */
  static List<Double> ticks(double from, double to, int wanted) {
    List<Double> ticks = new ArrayList<>();
    double step = step((to - from) / wanted);
    for (double at = Math.ceil(from / step) * step; at <= to + step * 1e-9; at += step) {
      ticks.add(Math.abs(at) < step * 1e-9 ? 0 : at);
    }
    return ticks;
  }

  private static double step(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5, 10}) {
      if (factor * power >= least * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** Round times within a span, seconds after its begin. */
  static List<Double> times(double beganSeconds, double length, int wanted) {
    double step = SECONDS[SECONDS.length - 1];
    for (double one : SECONDS) {
      if (length / one <= wanted) {
        step = one;
        break;
      }
    }
    List<Double> ticks = new ArrayList<>();
    double first = Math.ceil(beganSeconds / step) * step - beganSeconds;
    for (double at = first; at <= length; at += step) {
      ticks.add(at);
    }
    return ticks;
  }

  /** A time as short as the span allows, UTC. */
  static String time(double epochSeconds, double length) {
    String pattern =
        length < 600
            ? "HH:mm:ss"
            : length < 172_800 ? "HH:mm" : length < 4e7 ? "MMM d" : "MMM yyyy";
    long nanos = Math.round(epochSeconds % 1 * 1e9);
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
        .withZone(ZoneOffset.UTC)
        .format(Instant.ofEpochSecond((long) Math.floor(epochSeconds), nanos));
  }

  /** A number with no more digits than it needs. */
  static String number(double value) {
    double size = Math.abs(value);
    if (size >= 1e6) {
      return trimmed(String.format(Locale.ROOT, "%.2f", value / 1e6)) + "M";
    }
    int places = size >= 1_000 ? 0 : size >= 10 ? 2 : size >= 0.1 ? 3 : 6;
    return trimmed(String.format(Locale.ROOT, "%,." + places + "f", value));
  }

  private static String trimmed(String text) {
    return text.indexOf('.') < 0 ? text : text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }

  /** A share as percentage. */
  static String percent(double share) {
    return Double.isFinite(share)
        ? trimmed(String.format(Locale.ROOT, "%.4f", share * 100)) + " %"
        : "–";
  }
}

package io.tapedeck.launcher.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Series in Prometheus text form, as {@code /metrics} tells them. */
public final class MetricsText {
  private static final Pattern SERIES =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final List<Series> all = new ArrayList<>();

  /** One series. */
  public record Series(String name, Map<String, String> labels, double value) {}

  /** Adds the series of a text; what is no series is passed over. */
  public void add(String text) {
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              Matcher series = SERIES.matcher(line);
              if (series.matches()) {
                all.add(
                    new Series(
                        series.group(1),
                        labels(series.group(2) == null ? "" : series.group(2)),
                        value(series.group(3))));
              }
            });
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(text);
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    return labels;
  }

  private static double value(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** The series of a name. */
  public List<Series> named(String name) {
    return all.stream().filter(series -> series.name().equals(name)).toList();
  }

  /** All series of a name in one number; NaN if there is none. */
  public double reduce(String name, DoubleBinaryOperator how) {
    return named(name).stream().mapToDouble(Series::value).reduce(how).orElse(Double.NaN);
  }
}

package io.tapedeck.ingest.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The length of bars in Alpaca's words: 1Min, 15Min, 1Hour, 1Day. */
public final class Timeframe {
  private static final Pattern SHAPE = Pattern.compile("([1-9]\\d?)(Min|Hour|Day|Week)");

  private Timeframe() {}

  /**
   * Its seconds.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static long seconds(String text) {
    Matcher match = SHAPE.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "timeframe '" + text + "' is not like 1Min, 15Min, 1Hour, 1Day, 1Week");
    }
    long unit =
        switch (match.group(2)) {
          case "Min" -> 60;
          case "Hour" -> 3_600;
          case "Day" -> 86_400;
          default -> 604_800;
        };
    return Long.parseLong(match.group(1)) * unit;
  }
}

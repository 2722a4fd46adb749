package io.tapedeck.ingest.venue.alpaca;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What is asked of Alpaca, and in which words.
 *
 * @param symbols such as {@code AAPL} or {@code BTC/USD}; {@code *} is all that the plan has
 * @param channels as Alpaca names them: trades, quotes, bars, updatedBars, dailyBars, statuses,
 *     lulds, orderbooks, imbalances; trades bring corrections and cancelErrors with them
 */
public record AlpacaSubscriptions(List<String> symbols, List<String> channels) {
  /** Stands for every symbol. */
  public static final String ALL = "*";

  public AlpacaSubscriptions {
    symbols = List.copyOf(symbols);
    channels = List.copyOf(channels);
  }

  boolean everything() {
    return symbols.contains(ALL);
  }

  static String auth(String key, String secret) {
    return "{\"action\":\"auth\",\"key\":" + quoted(key) + ",\"secret\":" + quoted(secret) + "}";
  }

  String subscribe() {
    String all = symbols.stream().map(AlpacaSubscriptions::quoted).collect(Collectors.joining(","));
    return channels.stream()
        .map(channel -> quoted(channel) + ":[" + all + "]")
        .collect(Collectors.joining(",", "{\"action\":\"subscribe\",", "}"));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}

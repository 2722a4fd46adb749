package io.tapedeck.ingest.venue.kraken;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is asked of Kraken, and in which words.
 *
 * @param symbols such as {@code BTC/USD}; letters, digits, dots and one slash, as the config checks
 * @param channels of ticker, trade, book
 * @param bookDepth levels of the book, one that Kraken offers
 * @param tradeSnapshot ask for the latest trades on subscribing: those missed while away come back
 */
public record KrakenSubscriptions(
    List<String> symbols, List<String> channels, int bookDepth, boolean tradeSnapshot) {
  public KrakenSubscriptions {
    symbols = List.copyOf(symbols);
    channels = List.copyOf(channels);
  }

  /** The texts to send on a new connection. */
  List<String> opening() {
    List<String> texts = new ArrayList<>();
    String all =
        symbols.stream().map(symbol -> "\"" + symbol + "\"").collect(Collectors.joining(","));
    for (String channel : channels) {
      texts.add(request("subscribe", channel, all, options(channel)));
    }
    return texts;
  }

  /** The texts that bring a new snapshot of a book. */
  List<String> bookAgain(String symbol) {
    String one = "\"" + symbol + "\"";
    String depth = ",\"depth\":" + bookDepth;
    return List.of(
        request("unsubscribe", "book", one, depth),
        request("subscribe", "book", one, options("book")));
  }

  private String options(String channel) {
    return switch (channel) {
      // a message for every quote, and none that repeats the last one on connecting
      case "ticker" -> ",\"event_trigger\":\"bbo\",\"snapshot\":false";
      case "trade" -> ",\"snapshot\":" + tradeSnapshot;
      case "book" -> ",\"depth\":" + bookDepth + ",\"snapshot\":true";
      default -> throw new IllegalArgumentException("no such channel: " + channel);
    };
  }

  private static String request(String method, String channel, String symbols, String options) {
    return "{\"method\":\""
        + method
        + "\",\"params\":{\"channel\":\""
        + channel
        + "\",\"symbol\":["
        + symbols
        + "]"
        + options
        + "}}";
  }
}

package io.tapedeck.ingest.venue.kraken;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is asked of Kraken, and in which words.
 *
 * @param symbols such as {@code BTC/USD}; letters, digits, dots and one slash, as the config checks
 * @param channels of ticker, trade, book, ohlc, instrument (v2 only) and spread (v1 only)
 * @param bookDepth levels of the book, one that Kraken offers
 * @param tradeSnapshot ask for the latest trades on subscribing: those missed while away come back
 */
public record KrakenSubscriptions(
    List<String> symbols, List<String> channels, int bookDepth, boolean tradeSnapshot) {
  public KrakenSubscriptions {
    symbols = List.copyOf(symbols);
    channels = List.copyOf(channels);
  }

  /** How many of the channels a version has for each symbol: so many answers are awaited. */
  int perSymbol(boolean v1) {
    String other = v1 ? "instrument" : "spread";
    return (int) channels.stream().filter(c -> !c.equals(other) && !c.equals("instrument")).count();
  }

  /** The texts to send on a new connection. */
  List<String> opening(boolean v1) {
    List<String> texts = new ArrayList<>();
    for (String channel : channels) {
      if (v1 && !channel.equals("instrument")) {
        texts.add(v1Request("subscribe", channel, symbols));
      } else if (!v1 && channel.equals("instrument")) {
        texts.add(
            "{\"method\":\"subscribe\",\"params\":{\"channel\":\"instrument\",\"snapshot\":true}}");
      } else if (!v1 && !channel.equals("spread")) {
        texts.add(request("subscribe", channel, list(symbols), options(channel)));
      }
    }
    return texts;
  }

  /** The texts that bring a new snapshot of a book. */
  List<String> bookAgain(boolean v1, String symbol) {
    if (v1) {
      return List.of(
          v1Request("unsubscribe", "book", List.of(symbol)),
          v1Request("subscribe", "book", List.of(symbol)));
    }
    String one = list(List.of(symbol));
    String depth = ",\"depth\":" + bookDepth;
    return List.of(
        request("unsubscribe", "book", one, depth),
        request("subscribe", "book", one, options("book")));
  }

  /** The texts that bring the latest trades again; of v2, which numbers them. */
  List<String> tradesAgain(String symbol) {
    String one = list(List.of(symbol));
    return List.of(
        request("unsubscribe", "trade", one, ""),
        request("subscribe", "trade", one, ",\"snapshot\":true"));
  }

  private String options(String channel) {
    return switch (channel) {
      // a message for every quote, and none that repeats the last one on connecting
      case "ticker" -> ",\"event_trigger\":\"bbo\",\"snapshot\":false";
      case "trade" -> ",\"snapshot\":" + tradeSnapshot;
      case "book" -> ",\"depth\":" + bookDepth + ",\"snapshot\":true";
      case "ohlc" -> ",\"interval\":1,\"snapshot\":false";
      default -> throw new IllegalArgumentException("no such channel: " + channel);
    };
  }

  private static String list(List<String> names) {
    return names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(","));
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

  private String v1Request(String event, String channel, List<String> of) {
    String option =
        switch (channel) {
          case "book" -> ",\"depth\":" + bookDepth;
          case "ohlc" -> ",\"interval\":1";
          default -> "";
        };
    return "{\"event\":\""
        + event
        + "\",\"pair\":["
        + list(of.stream().map(KrakenPairs::v1Name).toList())
        + "],\"subscription\":{\"name\":\""
        + channel
        + "\""
        + option
        + "}}";
  }
}

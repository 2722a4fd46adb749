package io.tapedeck.ingest.venue.kraken;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.ingest.FrameFuzz;
import io.tapedeck.ingest.RecordedTicks;
import io.tapedeck.ingest.TickWords;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Mutated frames of both versions: refused, or read as another parser reads them. */
class KrakenFuzzTest {
  private static final long NOW = 1_717_000_000_000_000_000L;
  private static final List<String> V2 =
      List.of(
          "{\"channel\":\"ticker\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"bid\":65843.7,"
              + "\"bid_qty\":12.31628629,\"ask\":65843.8,\"ask_qty\":0.31232000,\"last\":65843.7,"
              + "\"change\":-4213.8,\"change_pct\":6.84,\"timestamp\":\"2024-05-27T12:43:11.798009Z\"}]}",
          "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"side\":\"buy\","
              + "\"price\":68500.0,\"qty\":0.01044926,\"ord_type\":\"limit\",\"trade_id\":70635299,"
              + "\"timestamp\":\"2024-05-27T12:43:11.798009Z\"},{\"symbol\":\"ETH/USD\",\"side\":\"sell\","
              + "\"price\":\"68500.1\",\"qty\":1.0e-2,\"ord_type\":\"limit\",\"trade_id\":70635300,"
              + "\"timestamp\":\"2024-05-27T12:43:11.798009123+01:00\"}]}",
          "{\"channel\":\"book\",\"type\":\"snapshot\",\"data\":[{\"symbol\":\"BTC/USD\",\"bids\":"
              + "[{\"price\":66786.5,\"qty\":0.10000000}],\"asks\":[{\"price\":66786.6,\"qty\":1.5}],"
              + "\"checksum\":902440905,\"timestamp\":\"2024-05-19T16:45:24.204654Z\"}]}",
          "{\"channel\":\"ohlc\",\"type\":\"update\",\"data\":[{\"symbol\":\"ETH/USD\",\"open\":3027.80,"
              + "\"high\":3027.80,\"low\":3026.13,\"close\":3026.13,\"trades\":9,\"volume\":13.31603062,"
              + "\"vwap\":3027.01,\"interval_begin\":\"2024-05-17T11:12:00.000000000Z\",\"interval\":1}]}",
          "{\"channel\":\"level3\",\"type\":\"update\",\"data\":[{\"checksum\":2143854316,\"symbol\":"
              + "\"BTC/USD\",\"bids\":[{\"event\":\"delete\",\"order_id\":\"O7SO4Y\",\"limit_price\":66567.3,"
              + "\"order_qty\":0.2254,\"timestamp\":\"2024-05-19T18:59:46.541105556Z\"}],\"asks\":[]}]}",
          "{\"channel\":\"instrument\",\"type\":\"update\",\"data\":{\"assets\":[{\"id\":\"USD\"}],\"pairs\":"
              + "[{\"symbol\":\"ETH/USD\",\"status\":\"online\",\"qty_precision\":8,\"price_precision\":5}]}}",
          "{\"method\":\"subscribe\",\"result\":{\"channel\":\"ticker\",\"symbol\":\"BTC/USD\"},"
              + "\"success\":true,\"error\":\"caf\u00e9 \\u00e9\\n\"}",
          "{\"channel\":\"status\",\"data\":[{\"api_version\":\"v2\",\"connection_id\":"
              + "12393906104898154338,\"system\":\"online\"}],\"type\":\"update\"}");
  private static final List<String> V1 =
      List.of(
          "[0,[[\"5541.20000\",\"0.15850568\",\"1534614057.321597\",\"s\",\"l\",\"\"],[\"6060.00000\","
              + "\"0.02455000\",\"1534614057.324998\",\"b\",\"l\",\"\"]],\"trade\",\"XBT/USD\"]",
          "[15,{\"a\":[\"9971.00000\",2,\"2.83251755\"],\"b\":[\"9970.90000\",10,\"10.57957134\"],"
              + "\"c\":[\"9971.0\",\"1.0\"]},\"ticker\",\"ETH/USD\"]",
          "[1,[\"5698.40000\",\"5700.00000\",\"1542057299.545897\",\"1.01234567\",\"0.98765432\"],"
              + "\"spread\",\"XBT/USD\"]",
          "[1234,{\"a\":[[\"5541.30000\",\"2.50700000\",\"1534614248.456738\"]]},{\"b\":[[\"5541.3\","
              + "\"0.0\",\"1534614335.345903\",\"r\"]],\"c\":\"3647725291\"},\"book-10\",\"XBT/USD\"]",
          "[7,[\"1542057314.748456\",\"1542057360.435743\",\"3586.7\",\"3586.8\",\"3586.5\",\"3586.6\","
              + "\"3586.68894\",\"0.0337\",2],{\"name\":\"ohlc\",\"interval\":5},\"XBT/USD\"]",
          "{\"channelID\":13,\"channelName\":\"book-25\",\"event\":\"subscriptionStatus\",\"pair\":"
              + "\"XBT/EUR\",\"status\":\"subscribed\",\"subscription\":{\"depth\":25,\"name\":\"book\"}}");

  private final KrakenParser parser =
      new KrakenParser(new KrakenPairs(List.of("ETH/USD", "BTC/USD")));
  private final KrakenFrame frame = new KrakenFrame();

  private List<String> parse(byte[] bytes, int from, int to) {
    parser.parse(bytes, from, to, NOW, frame);
    RecordedTicks out = new RecordedTicks();
    frame.ticks.replay(out);
    return TickWords.of(out);
  }

  @Test
  @Tag("F14")
  void mutatedFramesOfV2AreRefusedOrReadRight() {
    FrameFuzz.run(V2, this::parse, KrakenFuzzTest::v2);
  }

  @Test
  @Tag("F14")
  void mutatedFramesOfV1AreRefusedOrReadRight() {
    FrameFuzz.run(V1, this::parse, KrakenFuzzTest::v1);
  }

  private static String instrument(JsonNode symbol) {
    String name = symbol.asText();
    return "KRAKEN:" + (name.equals("XBT/USD") ? "BTC/USD" : name);
  }

  private static List<String> v2(JsonNode tree) {
    String channel = tree.path("channel").asText();
    if (!channel.equals("ticker") && !channel.equals("trade")) {
      return null;
    }
    List<String> words = new ArrayList<>();
    for (JsonNode row : tree.get("data")) {
      long time = row.has("timestamp") ? TickWords.nanos(row.get("timestamp")) : NOW;
      words.add(
          channel.equals("ticker")
              ? TickWords.quote(
                  instrument(row.get("symbol")),
                  TickWords.decimal(row.get("bid")),
                  TickWords.decimal(row.get("bid_qty")),
                  TickWords.decimal(row.get("ask")),
                  TickWords.decimal(row.get("ask_qty")),
                  time)
              : TickWords.trade(
                  instrument(row.get("symbol")),
                  Long.parseLong(row.get("trade_id").asText()),
                  TickWords.decimal(row.get("price")),
                  TickWords.decimal(row.get("qty")),
                  row.get("side").asText().equals("buy") ? "BUY" : "SELL",
                  time));
    }
    return words;
  }

  private static List<String> v1(JsonNode tree) {
    if (!tree.isArray()
        || tree.size() != 4
        || !tree.get(2).isTextual()
        || !tree.get(3).isTextual()) {
      return null;
    }
    JsonNode data = tree.get(1);
    String whose = instrument(tree.get(3));
    List<String> words = new ArrayList<>();
    switch (tree.get(2).asText().split("-", -1)[0]) {
      case "trade" -> {
        for (JsonNode row : data) {
          words.add(
              TickWords.trade(
                  whose,
                  row.size() > 6 ? Long.parseLong(row.get(6).asText()) : MarketEvent.NO_VENUE_ID,
                  TickWords.decimal(row.get(0)),
                  TickWords.decimal(row.get(1)),
                  row.get(3).asText().equals("b") ? "BUY" : "SELL",
                  seconds(row.get(2))));
        }
      }
      case "spread" ->
          words.add(
              TickWords.quote(
                  whose,
                  TickWords.decimal(data.get(0)),
                  TickWords.decimal(data.get(3)),
                  TickWords.decimal(data.get(1)),
                  TickWords.decimal(data.get(4)),
                  seconds(data.get(2))));
      case "ticker" ->
          words.add(
              TickWords.quote(
                  whose,
                  TickWords.decimal(data.get("b").get(0)),
                  TickWords.decimal(data.get("b").get(2)),
                  TickWords.decimal(data.get("a").get(0)),
                  TickWords.decimal(data.get("a").get(2)),
                  NOW));
      default -> {
        return null;
      }
    }
    return words;
  }

  private static long seconds(JsonNode node) {
    return TickWords.decimal(node).multiply(new BigDecimal("1000000000")).longValueExact();
  }
}

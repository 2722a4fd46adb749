package io.tapedeck.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.simulator.SimulatorConfig.MarketConfig;
import io.tapedeck.simulator.SimulatorConfig.StartConfig;
import io.tapedeck.simulator.market.Pace;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarketDataTest {
  private static final String HEADER =
      "received_ns,event_ns,instrument,kind,bid_price,bid_size,ask_price,ask_size,price,size,"
          + "aggressor,venue_id\n";

  @TempDir Path folder;

  private VenueSimulator venue(MarketConfig market, StartConfig start) throws Exception {
    return VenueSimulator.start(
        SimulatorConfig.builder(folder)
            .market(market)
            .start(start)
            .speed(Pace.unlimited())
            .build());
  }

  private VenueSimulator tape(String rows) throws Exception {
    Path file = folder.resolve("tape.csv");
    Files.writeString(file, HEADER + rows);
    return venue(MarketConfig.tape(file), StartConfig.onCommandOnly());
  }

  private static void awaitFinished(VenueSimulator venue) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> venue.state().finished());
  }

  @Test
  void statusComesFirstAndPingIsAnswered() throws Exception {
    try (VenueSimulator venue = venue(MarketConfig.synthetic(1, 10), StartConfig.onCommandOnly())) {
      SocketClient client = SocketClient.open(venue);
      JsonNode status = client.await(json -> json.path("channel").asText().equals("status"));
      assertThat(status.at("/data/0/api_version").asText()).isEqualTo("v2");
      assertThat(status.at("/data/0/system").asText()).isEqualTo("online");

      client.send("{\"method\":\"ping\",\"req_id\":101}");
      JsonNode pong = client.answer(101);
      assertThat(pong.path("method").asText()).isEqualTo("pong");
      assertThat(pong.path("time_in").asText()).matches("\\d{4}-.*T.*\\.\\d{6}Z");
      client.close();
    }
  }

  @Test
  void subscriptionsAreAcknowledgedOnceForEachSymbolAndErrorsAreNamed() throws Exception {
    try (VenueSimulator venue = venue(MarketConfig.synthetic(1, 10), StartConfig.onCommandOnly())) {
      SocketClient client = SocketClient.open(venue);
      client.send(
          "{\"method\":\"subscribe\",\"req_id\":1,\"params\":{\"channel\":\"ticker\","
              + "\"symbol\":[\"BTC/USD\",\"WWW/USD\"],\"event_trigger\":\"bbo\"}}");
      JsonNode good = client.await(json -> json.path("req_id").asInt() == 1 && json.has("result"));
      assertThat(good.path("success").asBoolean()).isTrue();
      assertThat(good.at("/result/symbol").asText()).isEqualTo("BTC/USD");
      assertThat(good.at("/result/event_trigger").asText()).isEqualTo("bbo");
      assertThat(good.at("/result/snapshot").asBoolean()).isTrue();
      JsonNode bad = client.await(json -> json.path("req_id").asInt() == 1 && json.has("error"));
      assertThat(bad.path("error").asText()).isEqualTo("Currency pair not supported WWW/USD");
      assertThat(bad.path("symbol").asText()).isEqualTo("WWW/USD");
      assertThat(bad.path("success").asBoolean()).isFalse();

      client.send(
          "{\"method\":\"subscribe\",\"req_id\":2,\"params\":{\"channel\":\"ticker\","
              + "\"symbol\":[\"BTC/USD\"]}}");
      assertThat(client.answer(2).path("error").asText()).isEqualTo("Already subscribed");
      client.send("{\"method\":\"subscribe\",\"req_id\":3,\"params\":{\"channel\":\"nothing\"}}");
      assertThat(client.answer(3).path("success").asBoolean()).isFalse();
      client.send(
          "{\"method\":\"subscribe\",\"req_id\":4,\"params\":{\"channel\":\"book\","
              + "\"depth\":11,\"symbol\":[\"BTC/USD\"]}}");
      assertThat(client.answer(4).path("success").asBoolean()).isFalse();
      client.send("{\"method\":\"fly\",\"req_id\":5}");
      assertThat(client.answer(5).path("error").asText()).isEqualTo("Unsupported event");
      client.send("{{{");
      client.await(json -> json.path("error").asText().equals("Malformed request"));
      client.send(
          "{\"method\":\"unsubscribe\",\"req_id\":6,\"params\":{\"channel\":\"ticker\","
              + "\"symbol\":[\"BTC/USD\"]}}");
      assertThat(client.answer(6).path("success").asBoolean()).isTrue();
      client.send(
          "{\"method\":\"unsubscribe\",\"req_id\":7,\"params\":{\"channel\":\"ticker\","
              + "\"symbol\":[\"BTC/USD\"]}}");
      assertThat(client.answer(7).path("error").asText()).isEqualTo("Subscription Not Found");
      client.close();
    }
  }

  @Test
  void instrumentSnapshotListsAssetsAndPairs() throws Exception {
    try (VenueSimulator venue = venue(MarketConfig.synthetic(1, 10), StartConfig.onCommandOnly())) {
      SocketClient client = SocketClient.open(venue);
      client.send("{\"method\":\"subscribe\",\"params\":{\"channel\":\"instrument\"}}");
      JsonNode snapshot =
          client.await(
              json ->
                  json.path("channel").asText().equals("instrument")
                      && json.path("type").asText().equals("snapshot"));
      assertThat(snapshot.at("/data/pairs")).hasSize(4);
      assertThat(snapshot.at("/data/pairs/0/symbol").asText()).isEqualTo("BTC/USD");
      assertThat(snapshot.at("/data/pairs/0/price_precision").asInt()).isEqualTo(1);
      assertThat(snapshot.at("/data/assets").findValuesAsText("id"))
          .contains("BTC", "ETH", "SOL", "ADA", "USD");
      client.close();
    }
  }

  @Test
  void silenceOnASubscribedConnectionBringsHeartbeats() throws Exception {
    try (VenueSimulator venue = venue(MarketConfig.synthetic(1, 10), StartConfig.onCommandOnly())) {
      SocketClient client = SocketClient.open(venue);
      client.send(
          "{\"method\":\"subscribe\",\"params\":{\"channel\":\"trade\",\"symbol\":[\"BTC/USD\"]}}");
      client.await(json -> json.path("channel").asText().equals("heartbeat"));
      client.close();
    }
  }

  @Test
  void everyQuoteAndTradeIsSentWithTheTapesDigitsAndTime() throws Exception {
    String rows =
        "1723161254024619568,,ETH/USDT,quote,2683.80000000,3.02920000,2683.81000000,31.43950000,"
            + ",,,35346513501\n"
            + "1723161254087896568,1723161255342000000,BTC/USDT,trade,,,,,61837.63000000,"
            + "0.02000000,sell,3735683259\n"
            + "1723161254091857168,,ETH/USDT,quote,2683.80000000,3.02920000,2683.81000000,"
            + "31.43950000,,,,35346513508\n";
    try (VenueSimulator venue = tape(rows)) {
      SocketClient client = SocketClient.open(venue);
      subscribeAll(client, List.of("ETH/USDT", "BTC/USDT"));
      venue.play();
      awaitFinished(venue);
      Awaitility.await().until(() -> client.channel("trade", "update").size() == 1);
      Awaitility.await().until(() -> client.channel("ticker", "update").size() == 2);

      JsonNode quote = client.channel("ticker", "update").get(0).at("/data/0");
      assertThat(quote.path("symbol").asText()).isEqualTo("ETH/USDT");
      assertThat(quote.path("bid").decimalValue()).isEqualByComparingTo("2683.8");
      assertThat(quote.path("bid_qty").decimalValue()).isEqualByComparingTo("3.0292");
      assertThat(quote.path("ask").decimalValue()).isEqualByComparingTo("2683.81");
      assertThat(quote.path("ask_qty").decimalValue()).isEqualByComparingTo("31.4395");
      assertThat(quote.path("timestamp").asText()).isEqualTo("2024-08-08T23:54:14.024619568Z");
      JsonNode trade = client.channel("trade", "update").get(0).at("/data/0");
      assertThat(trade.path("price").decimalValue()).isEqualByComparingTo("61837.63");
      assertThat(trade.path("qty").decimalValue()).isEqualByComparingTo("0.02");
      assertThat(trade.path("side").asText()).isEqualTo("sell");
      assertThat(trade.path("trade_id").asLong()).isEqualTo(3735683259L);
      assertThat(trade.path("timestamp").asText()).isEqualTo("2024-08-08T23:54:15.342000000Z");
      assertThat(venue.state().quotesSent()).containsExactly(2, 0);
      assertThat(venue.state().tradesSent()).containsExactly(0, 1);
      client.close();
    }
  }

  @Test
  void badRowsAreNamedAndSkipped() throws Exception {
    String rows =
        "1,,BTC/USD,quote,10,1,11,1,,,,1\n"
            + "2,,BTC/USD,quote,ten,1,11,1,,,,2\n"
            + "3,,BTC/USD,trade,,,,,10,1,up,3\n"
            + "4,,BTC/USD\n"
            + "5,,BTC/USD,trade,,,,,10,1,buy,5\n";
    try (VenueSimulator venue = tape(rows)) {
      venue.play();
      awaitFinished(venue);
      assertThat(venue.state().played()).isEqualTo(2);
      assertThat(venue.state().badRows()).extracting(row -> row.line()).containsExactly(3L, 4L, 5L);
      assertThat(venue.state().badRows().get(0).reason()).contains("ten");
    }
  }

  static void subscribeAll(SocketClient client, List<String> symbols) {
    String list = "[\"" + String.join("\",\"", symbols) + "\"]";
    client.send(
        "{\"method\":\"subscribe\",\"req_id\":901,\"params\":{\"channel\":\"ticker\","
            + "\"event_trigger\":\"bbo\",\"symbol\":"
            + list
            + "}}");
    client.send(
        "{\"method\":\"subscribe\",\"req_id\":902,\"params\":{\"channel\":\"trade\",\"symbol\":"
            + list
            + "}}");
    client.send(
        "{\"method\":\"subscribe\",\"req_id\":903,\"params\":{\"channel\":\"book\",\"symbol\":"
            + list
            + "}}");
    client.answer(903);
    Awaitility.await()
        .until(
            () ->
                client.texts().stream().filter(text -> text.contains("\"req_id\":903")).count()
                    == symbols.size());
  }

  @Test
  void bookUpdatesKeepAnIndependentBookInStepWithTheirChecksums() throws Exception {
    try (VenueSimulator venue =
        venue(MarketConfig.synthetic(42, 20_000), StartConfig.onCommandOnly())) {
      SocketClient client = SocketClient.open(venue);
      subscribeAll(client, List.of("BTC/USD", "ETH/USD", "SOL/USD", "ADA/USD"));
      venue.play();
      awaitFinished(venue);
      // late subscribers get a snapshot that they can go on from
      client.send("{\"method\":\"ping\",\"req_id\":999}");
      client.answer(999);

      Map<String, IndependentBook> books = new HashMap<>();
      int updates = 0;
      for (String text : client.texts()) {
        JsonNode json = SocketClient.json(text);
        if (json.path("channel").asText().equals("book")) {
          JsonNode data = json.at("/data/0");
          IndependentBook book =
              books.computeIfAbsent(data.path("symbol").asText(), name -> new IndependentBook());
          book.apply(data);
          assertThat(data.path("checksum").asLong()).as(text).isEqualTo(book.checksum());
          updates++;
        }
      }
      assertThat(updates).isGreaterThan(10_000);

      SocketClient late = SocketClient.open(venue);
      late.send(
          "{\"method\":\"subscribe\",\"params\":{\"channel\":\"book\",\"symbol\":[\"BTC/USD\"]}}");
      JsonNode snapshot =
          late.await(
              json ->
                  json.path("channel").asText().equals("book")
                      && json.path("type").asText().equals("snapshot"));
      IndependentBook fresh = new IndependentBook();
      fresh.apply(snapshot.at("/data/0"));
      assertThat(snapshot.at("/data/0/checksum").asLong()).isEqualTo(fresh.checksum());
      assertThat(snapshot.at("/data/0/bids")).hasSize(10);
      late.close();
      client.close();
    }
  }

  @Test
  void checksumExamplesOfTheDocumentationVerify() throws Exception {
    Path file = TestData.file("wire/kraken/checksum-doc-examples.json");
    int verified = 0;
    for (JsonNode example : SocketClient.json(Files.readString(file))) {
      long expected = example.path("expected").asLong();
      assertThat(IndependentBook.crc32(example.path("string").asText())).isEqualTo(expected);
      verified++;
    }
    assertThat(verified).isEqualTo(3);
  }

  @Test
  void theMarketStandsStillWithoutASubscriberAndGoesOnWhereItWas() throws Exception {
    try (VenueSimulator venue =
        venue(
            MarketConfig.synthetic(3, 100_000),
            new StartConfig(false, 1, List.of("ticker", "trade"), 50))) {
      Thread.sleep(200);
      assertThat(venue.state().played()).isZero();
      SocketClient first = SocketClient.open(venue);
      subscribeAll(first, List.of("BTC/USD", "ETH/USD", "SOL/USD", "ADA/USD"));
      Awaitility.await().until(() -> venue.state().played() > 100);
      first.closeBlocking();
      if (!venue.state().finished()) {
        long[] seen = {-1};
        Awaitility.await()
            .pollInterval(Duration.ofMillis(200))
            .until(
                () -> {
                  long before = seen[0];
                  seen[0] = venue.state().played();
                  return before == seen[0];
                });
      }
      SocketClient second = SocketClient.open(venue, text -> {});
      second.send(
          "{\"method\":\"subscribe\",\"params\":{\"channel\":\"ticker\",\"event_trigger\":\"bbo\","
              + "\"symbol\":[\"BTC/USD\"]}}");
      second.send(
          "{\"method\":\"subscribe\",\"params\":{\"channel\":\"trade\",\"symbol\":[\"BTC/USD\"]}}");
      awaitFinished(venue);
      assertThat(venue.state().played()).isEqualTo(100_000);
      second.close();
    }
  }

  @Test
  void decimalsKeepTheirScaleOnTheWire() throws Exception {
    try (VenueSimulator venue =
        venue(MarketConfig.synthetic(5, 200), StartConfig.onCommandOnly())) {
      SocketClient client = SocketClient.open(venue);
      subscribeAll(client, List.of("BTC/USD"));
      venue.play();
      awaitFinished(venue);
      JsonNode quote =
          client
              .await(
                  json ->
                      json.path("channel").asText().equals("ticker")
                          && json.path("type").asText().equals("update"))
              .at("/data/0");
      BigDecimal bid = quote.path("bid").decimalValue();
      assertThat(bid.scale()).isEqualTo(1);
      assertThat(quote.path("bid_qty").decimalValue().scale()).isEqualTo(8);
      client.close();
    }
  }
}

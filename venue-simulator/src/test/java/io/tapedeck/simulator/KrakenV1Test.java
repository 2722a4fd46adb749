package io.tapedeck.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.simulator.SimulatorConfig.MarketConfig;
import io.tapedeck.simulator.SimulatorConfig.StartConfig;
import io.tapedeck.simulator.market.Pace;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WebSocket v1, read as its documentation says, by code that shares nothing with the simulator. */
class KrakenV1Test {
  private static final int TICKS = 2_000;

  @TempDir Path folder;

  @Test
  void everyBookUpdateVerifiesAndEveryTradeOfV2IsAlsoOnV1() throws Exception {
    try (VenueSimulator venue = venue()) {
      SocketClient v2 = SocketClient.open(venue);
      v2.send(
          "{\"method\":\"subscribe\",\"params\":{\"channel\":\"trade\",\"symbol\":[\"BTC/USD\"]}}");
      SocketClient v1 = SocketClient.open(venue, "/", Map.of());
      v1.await(json -> json.path("event").asText().equals("systemStatus"));
      subscribe(v1, 1, "{\"name\":\"book\",\"depth\":10}");
      subscribe(v1, 2, "{\"name\":\"trade\"}");
      subscribe(v1, 3, "{\"name\":\"spread\"}");
      subscribe(v1, 4, "{\"name\":\"ticker\"}");
      subscribe(v1, 5, "{\"name\":\"ohlc\",\"interval\":1}");
      Awaitility.await().until(() -> v2.messages() >= 2);

      venue.play();

      Awaitility.await().until(() -> venue.state().finished());
      long trades = venue.state().tradesSent()[0];
      Awaitility.await().until(() -> rows(v1, "trade").size() == trades);
      Awaitility.await().until(() -> v2.channel("trade", "update").size() == trades);
      List<String> ofV2 = new ArrayList<>();
      for (JsonNode message : v2.channel("trade", "update")) {
        JsonNode row = message.path("data").get(0);
        ofV2.add(
            plain(row.path("price").decimalValue()) + " " + plain(row.path("qty").decimalValue()));
      }
      assertThat(rows(v1, "trade"))
          .extracting(row -> plain(row.get(0)) + " " + plain(row.get(1)))
          .containsExactlyElementsOf(ofV2);
      assertThat(rows(v1, "trade")).allSatisfy(row -> assertThat(row).hasSize(6));
      assertThat(verifiedUpdates(v1)).isGreaterThan(TICKS / 2);
      assertThat(arrays(v1, "spread")).isNotEmpty();
      assertThat(arrays(v1, "ticker")).isNotEmpty();
      assertThat(arrays(v1, "ohlc-1")).hasSize((int) trades);
      v1.close();
      v2.close();
    }
  }

  @Test
  void refusalsAndPingsAnswerAsDocumented() throws Exception {
    try (VenueSimulator venue = venue()) {
      SocketClient v1 = SocketClient.open(venue, "/", Map.of());
      v1.send(
          "{\"event\":\"subscribe\",\"reqid\":8,\"pair\":[\"XBT/FOO\"],"
              + "\"subscription\":{\"name\":\"ticker\"}}");
      JsonNode refused = v1.await(json -> json.path("reqid").asInt() == 8);
      assertThat(refused.path("errorMessage").asText())
          .isEqualTo("Currency pair not supported XBT/FOO");
      assertThat(refused.path("status").asText()).isEqualTo("error");
      v1.send("{\"event\":\"ping\",\"reqid\":42}");
      assertThat(v1.await(json -> json.path("reqid").asInt() == 42).path("event").asText())
          .isEqualTo("pong");
      subscribe(v1, 9, "{\"name\":\"trade\"}");
      v1.await(json -> json.path("event").asText().equals("heartbeat"));
      v1.send(
          "{\"event\":\"unsubscribe\",\"reqid\":10,\"pair\":[\"XBT/USD\"],"
              + "\"subscription\":{\"name\":\"trade\"}}");
      assertThat(v1.await(json -> json.path("reqid").asInt() == 10).path("status").asText())
          .isEqualTo("unsubscribed");
      v1.close();
    }
  }

  private VenueSimulator venue() throws Exception {
    return VenueSimulator.start(
        SimulatorConfig.builder(folder)
            .market(new MarketConfig("", List.of("BTC/USD"), 3, TICKS))
            .speed(Pace.unlimited())
            .start(StartConfig.onCommandOnly())
            .build());
  }

  private static void subscribe(SocketClient client, int id, String subscription) {
    client.send(
        "{\"event\":\"subscribe\",\"reqid\":"
            + id
            + ",\"pair\":[\"XBT/USD\"],\"subscription\":"
            + subscription
            + "}");
    JsonNode answer = client.await(json -> json.path("reqid").asInt() == id);
    assertThat(answer.path("status").asText()).isEqualTo("subscribed");
    assertThat(answer.path("channelID").isInt()).isTrue();
  }

  private static List<JsonNode> arrays(SocketClient client, String channel) {
    return client.texts().stream()
        .filter(text -> text.startsWith("["))
        .map(SocketClient::json)
        .filter(json -> json.get(json.size() - 2).asText().equals(channel))
        .toList();
  }

  private static List<JsonNode> rows(SocketClient client, String channel) {
    List<JsonNode> rows = new ArrayList<>();
    arrays(client, channel).forEach(message -> message.get(1).forEach(rows::add));
    return rows;
  }

  private static String plain(JsonNode text) {
    return plain(new BigDecimal(text.asText()));
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  private static int verifiedUpdates(SocketClient client) {
    Map<String, TreeMap<BigDecimal, String[]>> book =
        Map.of("a", new TreeMap<>(), "b", new TreeMap<>(Comparator.reverseOrder()));
    int verified = 0;
    for (JsonNode message : arrays(client, "book-10")) {
      for (int i = 1; i < message.size() - 2; i++) {
        JsonNode part = message.get(i);
        part.properties()
            .forEach(
                field -> {
                  if (!field.getKey().equals("c")) {
                    var side = book.get(field.getKey().substring(0, 1));
                    field.getValue().forEach(level -> set(side, level));
                  }
                });
        if (part.has("c")) {
          assertThat(part.get("c").asText()).isEqualTo(checksum(book));
          verified++;
        }
      }
    }
    return verified;
  }

  private static void set(TreeMap<BigDecimal, String[]> side, JsonNode level) {
    BigDecimal price = new BigDecimal(level.get(0).asText());
    if (new BigDecimal(level.get(1).asText()).signum() == 0) {
      side.remove(price);
    } else {
      side.put(price, new String[] {level.get(0).asText(), level.get(1).asText()});
    }
  }

  private static String checksum(Map<String, TreeMap<BigDecimal, String[]>> book) {
    StringBuilder digits = new StringBuilder();
    for (String side : List.of("a", "b")) {
      book.get(side).values().stream()
          .limit(10)
          .forEach(
              level -> {
                for (String number : level) {
                  digits.append(number.replace(".", "").replaceFirst("^0+", ""));
                }
              });
    }
    CRC32 crc = new CRC32();
    crc.update(digits.toString().getBytes(StandardCharsets.US_ASCII));
    return Long.toString(crc.getValue());
  }
}

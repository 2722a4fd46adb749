package io.tapedeck.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.simulator.SimulatorConfig.ApiAccount;
import io.tapedeck.simulator.SimulatorConfig.MarketConfig;
import io.tapedeck.simulator.SimulatorConfig.StartConfig;
import io.tapedeck.simulator.market.Pace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alpaca's streams and REST calls, in the words of the vendor's documentation. */
class AlpacaTest {
  private static final String KEY = "PKTEST";
  private static final String SECRET = "c2VjcmV0";
  private static final Map<String, String> CREDENTIALS =
      Map.of("APCA-API-KEY-ID", KEY, "APCA-API-SECRET-KEY", SECRET);
  private static final int TICKS = 12_000;

  @TempDir Path folder;
  private VenueSimulator venue;

  @BeforeEach
  void open() throws IOException {
    venue =
        VenueSimulator.start(
            SimulatorConfig.builder(folder)
                .accounts(new ApiAccount("main", KEY, SECRET, Map.of("USD", "1000")))
                .market(new MarketConfig("", List.of("AAPL", "MSFT", "BTC/USD"), 4, TICKS))
                .speed(Pace.unlimited())
                .start(StartConfig.onCommandOnly())
                .build());
  }

  @AfterEach
  void close() throws IOException {
    venue.close();
  }

  @Test
  void authenticationConnectionsAndRequestsAreRefusedByNumber() throws Exception {
    SocketClient first = SocketClient.open(venue, "/v2/iex", Map.of());
    await(first, "success", "connected");
    first.send("{\"action\":\"subscribe\",\"trades\":[\"AAPL\"]}");
    awaitError(first, 401, "not authenticated");
    first.send("{\"action\":\"auth\",\"key\":\"PKTEST\",\"secret\":\"wrong\"}");
    awaitError(first, 402, "auth failed");
    first.send("{\"action\":\"auth\",\"key\":\"PKTEST\",\"secret\":\"" + SECRET + "\"}");
    await(first, "success", "authenticated");
    first.send("{\"action\":\"auth\",\"key\":\"PKTEST\",\"secret\":\"" + SECRET + "\"}");
    awaitError(first, 403, "already authenticated");
    first.send("{\"action\":\"subscribe\",\"orderbooks\":[\"AAPL\"]}");
    awaitError(first, 410, "invalid subscribe action for this feed");
    first.send("{oops");
    awaitError(first, 400, "invalid syntax");

    SocketClient second = SocketClient.open(venue, "/v2/iex", CREDENTIALS);
    awaitError(second, 406, "connection limit exceeded");
    Awaitility.await().until(second::isClosed);
    SocketClient crypto = SocketClient.open(venue, "/v1beta3/crypto/us", CREDENTIALS);
    await(crypto, "success", "authenticated");

    first.closeBlocking();
    Awaitility.await()
        .untilAsserted(
            () -> {
              SocketClient again = SocketClient.open(venue, "/v2/iex", CREDENTIALS);
              await(again, "success", "authenticated");
              again.closeBlocking();
            });
    crypto.closeBlocking();
  }

  @Test
  void streamTellsEveryKindOnceInOrderAndSubscribingTradesSubscribesTheirCorrections()
      throws Exception {
    SocketClient stream = SocketClient.open(venue, "/v2/sip", CREDENTIALS);
    stream.send(
        "{\"action\":\"subscribe\",\"trades\":[\"AAPL\"],\"quotes\":[\"*\"],\"bars\":[\"*\"],"
            + "\"updatedBars\":[\"*\"],\"dailyBars\":[\"*\"],\"statuses\":[\"*\"],"
            + "\"lulds\":[\"*\"]}");
    JsonNode acknowledged = await(stream, "subscription");
    assertThat(acknowledged.path("corrections").get(0).asText()).isEqualTo("AAPL");
    assertThat(acknowledged.path("cancelErrors").get(0).asText()).isEqualTo("AAPL");
    assertThat(acknowledged.path("quotes").get(0).asText()).isEqualTo("*");

    venue.play();
    Awaitility.await().until(() -> venue.state().finished());
    long sent = venue.state().quotesSent()[0] + venue.state().quotesSent()[1];
    Awaitility.await().until(() -> messages(stream, "q").size() == sent);

    List<JsonNode> trades = messages(stream, "t");
    assertThat(trades).hasSize((int) venue.state().tradesSent()[0]);
    assertThat(trades).extracting(trade -> trade.path("i").asLong()).isSorted();
    assertThat(trades).extracting(trade -> trade.path("S").asText()).containsOnly("AAPL");
    for (String kind : List.of("b", "d", "s", "l")) {
      assertThat(messages(stream, kind)).as(kind).isNotEmpty();
    }
    assertThat(messages(stream, "c").size() + messages(stream, "x").size()).isPositive();
    // arrays of many under load
    assertThat(stream.texts()).anyMatch(text -> SocketClient.json(text).size() > 1);
    stream.closeBlocking();
  }

  @Test
  void messagePackIsSpokenToClientsThatAskForIt() throws Exception {
    SocketClient stream =
        SocketClient.open(venue, "/v2/iex", Map.of("Content-Type", "application/msgpack"));
    Awaitility.await().until(() -> !stream.binary().isEmpty());
    ByteBuffer greeting = stream.binary().get(0);
    // array of one, map of two, text of one: T
    assertThat(greeting.get(0)).isEqualTo((byte) 0x91);
    assertThat(greeting.get(1)).isEqualTo((byte) 0x82);
    assertThat(new String(greeting.array(), StandardCharsets.UTF_8)).contains("connected");
    assertThat(stream.texts()).isEmpty();
    stream.closeBlocking();
  }

  @Test
  void historyIsPagedWithoutLossOrRepetition() throws Exception {
    venue.play();
    Awaitility.await().until(() -> venue.state().finished());
    List<Long> paged = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      JsonNode page = get("/v2/stocks/AAPL/trades?limit=100" + token, 200);
      page.path("trades").forEach(trade -> paged.add(trade.path("i").asLong()));
      token = "&page_token=" + page.path("next_page_token").asText();
      pages++;
    } while (!token.endsWith("=null"));
    JsonNode whole = get("/v2/stocks/trades?limit=10000&symbols=AAPL", 200);
    List<Long> all = new ArrayList<>();
    whole.path("trades").path("AAPL").forEach(trade -> all.add(trade.path("i").asLong()));
    assertThat(pages).isGreaterThan(2);
    assertThat(paged).isEqualTo(all).doesNotHaveDuplicates();

    JsonNode bars = get("/v2/stocks/bars?symbols=AAPL,MSFT&timeframe=1Min&limit=10000", 200);
    long inBars = 0;
    for (JsonNode bar : bars.path("bars").path("AAPL")) {
      inBars += bar.path("n").asLong();
    }
    assertThat(inBars).isEqualTo(all.size());
    assertThat(get("/v1beta3/crypto/us/quotes?symbols=BTC/USD&limit=5", 200).path("quotes"))
        .isNotEmpty();
    assertThat(get("/v2/stocks/bars?symbols=AAPL&timeframe=7Lightyears", 400).path("message"))
        .hasToString("\"invalid timeframe: 7Lightyears\"");
  }

  @Test
  void referenceCallsAnswerAndAHaltShowsInTheAsset() throws Exception {
    assertThat(get("/v2/account", 200).path("buying_power").asText()).isEqualTo("1000");
    assertThat(get("/v2/clock", 200).path("is_open").isBoolean()).isTrue();
    JsonNode days = get("/v2/calendar?start=2024-11-27&end=2024-11-30", 200);
    assertThat(days).hasSize(2);
    assertThat(days.get(1).path("close").asText()).isEqualTo("13:00");
    assertThat(get("/v2/assets/AAPL", 200).path("tradable").asBoolean()).isTrue();
    SocketClient stream = SocketClient.open(venue, "/v2/iex", CREDENTIALS);
    stream.send("{\"action\":\"subscribe\",\"statuses\":[\"AAPL\"]}");
    await(stream, "subscription");
    post("/control/halt", "{\"symbol\":\"AAPL\"}");
    assertThat(await(stream, "s").path("sc").asText()).isEqualTo("H");
    assertThat(get("/v2/assets/AAPL", 200).path("tradable").asBoolean()).isFalse();
    post("/control/faults", "{\"target\":\"clock\",\"kind\":\"RATE_LIMIT\",\"retry_after\":2}");
    assertThat(get("/v2/clock", 429).path("message").asText()).isEqualTo("too many requests.");
    assertThat(get("/v2/assets/NOPE", 404).path("message").asText()).contains("not found");
    stream.closeBlocking();
  }

  private JsonNode get(String path, int status) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(venue.restUrl() + path))
            .header("APCA-API-KEY-ID", KEY)
            .header("APCA-API-SECRET-KEY", SECRET)
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return SocketClient.json(answer.body());
  }

  private void post(String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(venue.restUrl() + path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static List<JsonNode> messages(SocketClient client, String type) {
    List<JsonNode> found = new ArrayList<>();
    for (String text : client.texts()) {
      SocketClient.json(text)
          .forEach(
              one -> {
                if (one.path("T").asText().equals(type)) {
                  found.add(one);
                }
              });
    }
    return found;
  }

  private static JsonNode await(SocketClient client, String type) {
    Awaitility.await().until(() -> !messages(client, type).isEmpty());
    return messages(client, type).get(0);
  }

  private static void await(SocketClient client, String type, String message) {
    Awaitility.await()
        .until(
            () ->
                messages(client, type).stream()
                    .anyMatch(one -> one.path("msg").asText().equals(message)));
  }

  private static void awaitError(SocketClient client, int code, String message) {
    await(client, "error", message);
    assertThat(messages(client, "error"))
        .anySatisfy(one -> assertThat(one.path("code").asInt()).isEqualTo(code));
  }
}

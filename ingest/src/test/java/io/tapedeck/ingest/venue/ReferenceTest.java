package io.tapedeck.ingest.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.ingest.TestData;
import io.tapedeck.ingest.core.TradingCalendar;
import io.tapedeck.ingest.venue.ReferenceSource.Reference;
import io.tapedeck.ingest.venue.alpaca.AlpacaReference;
import io.tapedeck.ingest.venue.kraken.KrakenReference;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Halts, asset status and sessions over a real HTTP server. */
class ReferenceTest {
  private final Map<String, String> answers = new HashMap<>();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String answer = answers.get(exchange.getRequestURI().getRawPath());
          boolean known =
              answer != null
                  && (exchange.getRequestURI().getPath().startsWith("/0/")
                      || "key".equals(exchange.getRequestHeaders().getFirst("APCA-API-KEY-ID")));
          byte[] body = (known ? answer : "{}").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(known ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private ReferenceHttp http() {
    return new ReferenceHttp(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
  }

  private static long nanos(String instant) {
    return Instant.parse(instant).getEpochSecond() * 1_000_000_000L;
  }

  private static String asset(String status, boolean tradable) {
    return "{\"id\":\"904837e3\",\"class\":\"us_equity\",\"symbol\":\"X\",\"status\":\""
        + status
        + "\",\"tradable\":"
        + tradable
        + ",\"attributes\":[\"a\"]}";
  }

  @Test
  @Tag("A21")
  void asksAlpacaForAssetsClockAndCalendar() throws IOException {
    answers.put("/v2/assets/AAPL", asset("active", true));
    answers.put("/v2/assets/HALT", asset("active", false));
    answers.put("/v2/assets/GONE", asset("inactive", false));
    answers.put("/v2/clock", "{\"timestamp\":\"2018-04-01T12:00:00.000Z\",\"is_open\":true}");
    answers.put(
        "/v2/calendar", "[{\"date\":\"2018-01-03\",\"open\":\"09:30\",\"close\":\"16:00\"}]");
    AlpacaReference alpaca =
        new AlpacaReference(
            http().with("APCA-API-KEY-ID", () -> "key"),
            List.of("AAPL", "HALT", "GONE", "*"),
            true);

    Reference open = alpaca.fetch(nanos("2018-01-03T15:00:00Z"));
    assertThat(open.statuses().get("ALPACA:AAPL").status()).isEqualTo(TradingStatus.TRADING);
    assertThat(open.statuses().get("ALPACA:HALT").status()).isEqualTo(TradingStatus.HALTED);
    assertThat(open.statuses().get("ALPACA:GONE").status()).isEqualTo(TradingStatus.CLOSED);
    TradingCalendar calendar = open.calendar();
    assertThat(calendar.at(nanos("2018-01-03T15:00:00Z"))).isEqualTo(TradingCalendar.State.OPEN);
    answers.put("/v2/clock", "{\"is_open\":false}");
    assertThat(alpaca.fetch(nanos("2018-01-03T22:00:00Z")).statuses().get("ALPACA:AAPL").status())
        .isEqualTo(TradingStatus.CLOSED);
  }

  @Test
  void anAnswerThatIsNoneSaysSo() {
    answers.put("/v2/clock", "{\"is_open\":tru");
    AlpacaReference alpaca =
        new AlpacaReference(http().with("APCA-API-KEY-ID", () -> "key"), List.of("AAPL"), true);
    assertThatThrownBy(() -> alpaca.fetch(0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/v2/clock cannot be read");
    answers.put("/v2/clock", "{\"is_open\":true}");
    assertThatThrownBy(() -> alpaca.fetch(0)).hasMessageContaining("answered 404");
    answers.put("/0/public/SystemStatus", "{\"error\":[\"EService:Unavailable\"]}");
    assertThatThrownBy(() -> new KrakenReference(http(), List.of("BTC/USD")).fetch(0))
        .hasMessageContaining("EService:Unavailable");
  }

  @Test
  @Tag("A21")
  void asksKrakenForItsPairsAndItsSystem() throws IOException {
    answers.put("/0/public/SystemStatus", "{\"error\":[],\"result\":{\"status\":\"online\"}}");
    answers.put(
        "/0/public/AssetPairs",
        "{\"error\":[],\"result\":{\"XXBTZUSD\":{\"wsname\":\"XBT/USD\",\"status\":\"online\"},"
            + "\"XETHZUSD\":{\"status\":\"cancel_only\",\"fees\":[[0,0.26]],\"wsname\":\"ETH/USD\"}}}");
    KrakenReference kraken = new KrakenReference(http(), List.of("BTC/USD", "ETH/USD", "NOT/HERE"));

    Map<String, ReferenceSource.Status> statuses = kraken.fetch(0).statuses();
    assertThat(statuses.get("KRAKEN:BTC/USD").status()).isEqualTo(TradingStatus.TRADING);
    assertThat(statuses.get("KRAKEN:ETH/USD").status()).isEqualTo(TradingStatus.CANCEL_ONLY);
    assertThat(statuses.get("KRAKEN:NOT/HERE").status()).isEqualTo(TradingStatus.CLOSED);
    answers.put("/0/public/SystemStatus", "{\"error\":[],\"result\":{\"status\":\"maintenance\"}}");
    assertThat(kraken.fetch(0).statuses().get("KRAKEN:BTC/USD").status())
        .isEqualTo(TradingStatus.HALTED);
  }

  @Test
  void readsKrakensRecordedListOfPairs() throws IOException {
    answers.put("/0/public/SystemStatus", "{\"error\":[],\"result\":{\"status\":\"online\"}}");
    answers.put(
        "/0/public/AssetPairs",
        Files.readString(TestData.path("wire/kraken/xchange-rest/example-assetpairs-data.json")));

    assertThat(new KrakenReference(http(), List.of("BTC/USD", "ETH/EUR")).fetch(0).statuses())
        .hasSize(2)
        .allSatisfy((id, status) -> assertThat(status.status()).isEqualTo(TradingStatus.TRADING));
  }
}

package io.tapedeck.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.MarketEvent.BookChange;
import io.tapedeck.domain.market.MarketEvent.FeedStatusChange;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.ingest.IngestHarness.Running;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.health.HealthCheck;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.CRC32;
import org.java_websocket.WebSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** A venue that misbehaves in ways the simulator's market does not. */
@ExtendWith(SharedBroker.class)
class FeedFaultsIT {
  private final IngestHarness harness = SharedBroker.harness();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listenToTheLog() {
    log.start();
    ((Logger) LoggerFactory.getLogger("io.tapedeck.ingest")).addAppender(log);
  }

  @AfterEach
  void leaveTheLog() {
    ((Logger) LoggerFactory.getLogger("io.tapedeck.ingest")).detachAppender(log);
  }

  private List<String> logged() {
    return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  @Tag("B7")
  void badFrameIsSetAsideAndTheConnectionGoesOn() throws Exception {
    Platform platform = harness.platform("bad-");
    harness.createTopics(platform);
    try (TestVenue venue = new TestVenue();
        Running running = IngestHarness.start(config(venue.getPort(), 5_000), platform)) {
      venue.awaitConnections(1);
      venue.say(trade(1));
      venue.say("{\"channel\":\"trade\",\"type\":\"update\",\"data\":[" + "oops");
      venue.say(trade(2));
      venue.say(trade(2));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> platform.meters().counter("market_data_duplicates_total").count() == 1);
      assertThat(venue.connections).hasSize(1);
    }
    assertThat(IngestHarness.ticks(platform))
        .filteredOn(stored -> stored.value() instanceof Trade)
        .extracting(stored -> stored.value().venueId())
        .containsExactly(1L, 2L);
    assertThat(IngestHarness.deadLetters(platform))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.value().source().toString()).isEqualTo("socket:kraken-v2-0@1");
              assertThat(letter.value().reason()).contains("expected '{' at byte 43");
            });
    assertThat(logged())
        .anyMatch(line -> line.startsWith("market_data: Failed to decode WebSocket message: exp"));
  }

  @Test
  void silentConnectionIsGivenUpAndReplaced() throws Exception {
    Platform platform = harness.platform("silent-");
    harness.createTopics(platform);
    try (TestVenue venue = new TestVenue();
        Running running = IngestHarness.start(config(venue.getPort(), 1_000), platform)) {
      venue.awaitConnections(2);
      assertThat(venue.heard).anyMatch(text -> text.contains("\"ping\""));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> platform.meters().get("market_data_websocket_connected").gauge().value() == 1);
    }
    assertThat(IngestHarness.ticks(platform))
        .extracting(stored -> stored.value())
        .filteredOn(event -> event instanceof FeedStatusChange)
        .anySatisfy(
            event -> {
              FeedStatusChange change = (FeedStatusChange) event;
              assertThat(change.status()).isEqualTo(FeedStatus.LOST);
              assertThat(change.detail()).contains("nothing heard for");
            });
  }

  @Test
  @Tag("A8")
  void unreachableVenueIsTriedAgainAndHealthSaysSo() throws Exception {
    Platform platform = harness.platform("away-");
    harness.createTopics(platform);
    int port;
    try (TestVenue venue = new TestVenue()) {
      port = venue.getPort();
    }
    try (Running running = IngestHarness.start(config(port, 5_000), platform)) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  platform.meters().counter("market_data_websocket_reconnects_total").count() >= 3);
      List<HealthCheck> checks = running.runner().healthChecks();
      assertThat(checks)
          .filteredOn(check -> check.name().equals("feed-connected"))
          .singleElement()
          .satisfies(check -> assertThat(check.check().up()).isFalse());
    }
    assertThat(logged()).contains("market_data: WebSocket connection failed: Connection refused");
  }

  private static String book(String type, String asks, long checksum) {
    return "{\"channel\":\"book\",\"type\":\""
        + type
        + "\",\"data\":[{\"symbol\":\"BTC/USD\",\"bids\":[],\"asks\":["
        + asks
        + "],\"checksum\":"
        + checksum
        + "}]}";
  }

  private static String ask(String price, String size) {
    return "{\"price\":" + price + ",\"qty\":" + size + "}";
  }

  private static long crc(String digits) {
    CRC32 crc = new CRC32();
    crc.update(digits.getBytes(StandardCharsets.US_ASCII));
    return crc.getValue();
  }

  /** A change that was lost shows at the next checksum; what follows is of no use until resync. */
  @Test
  @Tag("F15")
  @Tag("B20")
  void aLostChangeOfABookIsAGapAndNothingOfItIsUsedUntilTheNewSnapshot() throws Exception {
    Platform platform = harness.platform("book-");
    harness.createTopics(platform);
    try (TestVenue venue = new TestVenue();
        Running running =
            IngestHarness.start(
                IngestHarness.config(
                    "symbols: [BTC/USD], channels: [book], websocket_url: '"
                        + venue.url("/v2")
                        + "'"),
                platform)) {
      venue.awaitConnections(1);
      venue.say(
          "{\"method\":\"subscribe\",\"success\":true,\"result\":{\"channel\":\"book\",\"symbol\":"
              + "\"BTC/USD\"}}");
      venue.say(book("snapshot", ask("5.0", "1.00") + "," + ask("5.1", "2.00"), crc("5010051200")));
      // the change that adds 5.2 is lost; the next one's checksum knows of it
      venue.say(book("update", ask("5.3", "4.00"), crc("501005120052300534005")));
      venue.say(book("update", ask("5.4", "4.00"), 4));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> venue.heard.stream().filter(t -> t.contains("\"book\"")).count() == 3);
      venue.say(book("snapshot", ask("5.2", "3.00"), crc("52300")));
      venue.say(book("update", ask("5.2", "3.50"), crc("52350")));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  IngestHarness.ticks(platform).stream()
                          .filter(s -> s.value() instanceof BookChange)
                          .count()
                      == 3);
    }
    assertThat(IngestHarness.ticks(platform))
        .extracting(
            s ->
                s.value() instanceof FeedStatusChange change
                    ? change.status().name()
                    : s.value() instanceof BookChange b ? "book " + b.snapshot() : "other")
        .containsExactly(
            "CONNECTED", "book true", "GAP", "book true", "CONNECTED", "book false", "LOST");
    assertThat(IngestHarness.marks(platform)).isEmpty();
  }

  /** Each exchange counts its own trades, so an id may come twice and be two trades. */
  @Test
  void alpacaTradesAreOnTheTapeOnceAlsoAfterARestart() throws Exception {
    Platform platform = harness.platform("alpaca-");
    harness.createTopics(platform);
    String first = alpacaTrade(1, "15:51:44.1") + "," + alpacaTrade(1, "15:51:44.2");
    try (TestVenue venue = new TestVenue(0, FeedFaultsIT::alpaca)) {
      IngestConfig config =
          IngestHarness.config(
              "exchange: alpaca, symbols: [AAPL], api_key: k, api_secret: s, websocket_url: '"
                  + venue.url("/v2/iex")
                  + "', reconnect_delay_ms: 50");
      try (Running running = IngestHarness.start(config, platform)) {
        await().atMost(Duration.ofSeconds(30)).until(() -> venue.heard.size() == 2);
        venue.say("[" + first + "," + alpacaTrade(2, "15:51:44.3") + "]");
        venue.connections.get(0).close();
        venue.awaitConnections(2);
        await().atMost(Duration.ofSeconds(30)).until(() -> venue.heard.size() == 4);
        venue.say("[" + first + "," + alpacaTrade(3, "15:51:44.4") + "]");
        await().atMost(Duration.ofSeconds(30)).until(() -> trades(platform).size() == 4);
      }
      try (Running running = IngestHarness.start(config, harness.platform("alpaca-"))) {
        await().atMost(Duration.ofSeconds(30)).until(() -> venue.heard.size() == 6);
        venue.say("[" + first + "," + alpacaTrade(4, "15:51:44.5") + "]");
        await().atMost(Duration.ofSeconds(30)).until(() -> trades(platform).size() == 5);
      }
    }
    assertThat(trades(platform)).containsExactly(1L, 1L, 2L, 3L, 4L);
  }

  private static List<Long> trades(Platform platform) {
    return IngestHarness.ticks(platform).stream()
        .filter(s -> s.value() instanceof Trade)
        .map(s -> s.value().venueId())
        .toList();
  }

  private static void alpaca(WebSocket socket, String text) {
    if (text.isEmpty()) {
      socket.send("[{\"T\":\"success\",\"msg\":\"connected\"}]");
    } else if (text.contains("\"auth\"")) {
      socket.send("[{\"T\":\"success\",\"msg\":\"authenticated\"}]");
    } else {
      // binary frames are as good as texts
      socket.send(
          "[{\"T\":\"subscription\",\"trades\":[\"AAPL\"]}]".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String alpacaTrade(long id, String time) {
    return "{\"T\":\"t\",\"S\":\"AAPL\",\"i\":"
        + id
        + ",\"x\":\"V\",\"p\":126.55,\"s\":1,\"t\":\"2021-02-22T"
        + time
        + "Z\"}";
  }

  private static IngestConfig config(int port, int silence) {
    return IngestHarness.config(
        "symbols: [BTC/USD], channels: [trade], reconnect_delay_ms: 50, silence_timeout_ms: "
            + silence
            + ", websocket_url: 'ws://127.0.0.1:"
            + port
            + "/v2'");
  }

  private static String trade(long id) {
    return "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\","
        + "\"side\":\"buy\",\"price\":68500.0,\"qty\":0.01,\"ord_type\":\"limit\",\"trade_id\":"
        + id
        + ",\"timestamp\":\"2024-05-27T12:43:11.798009Z\"}]}";
  }
}

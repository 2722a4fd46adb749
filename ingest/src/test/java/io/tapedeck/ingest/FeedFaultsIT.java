package io.tapedeck.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.MarketEvent.FeedStatusChange;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.ingest.IngestHarness.Running;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.health.HealthCheck;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A venue that misbehaves in ways the simulator's market does not. */
class FeedFaultsIT {
  private static IngestHarness harness;
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

  @BeforeAll
  static void startBroker() {
    harness = new IngestHarness();
  }

  @AfterAll
  static void stopBroker() {
    harness.close();
  }

  @Test
  @Tag("B7")
  void badFrameIsSetAsideAndTheConnectionGoesOn() throws Exception {
    Platform platform = harness.platform("bad-");
    harness.createTopics(platform);
    try (Venue venue = new Venue();
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
    try (Venue venue = new Venue();
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
    try (Venue venue = new Venue()) {
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

  /** Accepts, and says only what it is told to. */
  private static final class Venue extends WebSocketServer implements AutoCloseable {
    private final List<WebSocket> connections = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch started = new CountDownLatch(1);

    Venue() throws InterruptedException {
      super(new InetSocketAddress("127.0.0.1", 0), 1);
      setReuseAddr(true);
      start();
      assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
    }

    void awaitConnections(int count) {
      await().atMost(Duration.ofSeconds(60)).until(() -> connections.size() >= count);
    }

    void say(String text) {
      connections.get(connections.size() - 1).send(text);
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {
      connections.add(socket);
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {}

    @Override
    public void onMessage(WebSocket socket, String message) {
      heard.add(message);
    }

    @Override
    public void onError(WebSocket socket, Exception error) {}

    @Override
    public void onStart() {
      started.countDown();
    }

    @Override
    public void close() throws InterruptedException {
      stop(1_000);
    }
  }
}

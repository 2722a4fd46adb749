package io.tapedeck.ingest.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.MarketEvent.FeedStatusChange;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.domain.market.MarketEvent.TradingStatusChange;
import io.tapedeck.ingest.RecordedTicks;
import io.tapedeck.ingest.TestVenue;
import io.tapedeck.ingest.core.Backoff;
import io.tapedeck.ingest.venue.alpaca.AlpacaSession;
import io.tapedeck.ingest.venue.alpaca.AlpacaSubscriptions;
import io.tapedeck.ingest.venue.kraken.KrakenSession;
import io.tapedeck.ingest.venue.kraken.KrakenSubscriptions;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.runtime.lifecycle.RoleThread;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.java_websocket.WebSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The life of a connection over real sockets, up to what would be on the tape; no broker. */
class ConnectionLifeTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RecordedTicks tape = new RecordedTicks();
  private final List<RoleThread> threads = new ArrayList<>();
  private FeedConnector connector;
  private FeedWorker worker;

  @BeforeEach
  void listenToTheLog() {
    log.start();
    ((Logger) LoggerFactory.getLogger("io.tapedeck.ingest")).addAppender(log);
  }

  @AfterEach
  void stop() {
    for (int i = threads.size() - 1; i >= 0; i--) {
      threads.get(i).stop(Duration.ofSeconds(5));
    }
    ((Logger) LoggerFactory.getLogger("io.tapedeck.ingest")).detachAppender(log);
  }

  private List<String> logged() {
    return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static FeedProtocol kraken() {
    return new KrakenSession(
        new KrakenSubscriptions(List.of("BTC/USD"), List.of("trade"), 10, true),
        true,
        new SimpleMeterRegistry());
  }

  private static FeedProtocol alpaca() {
    return new AlpacaSession(
        "alpaca-iex",
        new AlpacaSubscriptions(List.of("AAPL"), List.of("trades")),
        () -> "key",
        () -> "secret");
  }

  private static FeedConnector.Settings settings(long silence, URI... urls) {
    return new FeedConnector.Settings(
        List.of(urls),
        2,
        Duration.ofMillis(300),
        Duration.ofSeconds(5),
        Duration.ofMillis(silence),
        Duration.ofMillis(400));
  }

  private void start(FeedProtocol protocol, FeedConnector.Settings settings) {
    FeedQueue queue = new FeedQueue(1_024, FeedQueue.Policy.BLOCK);
    EdgeClock clock = EdgeClock.system();
    worker =
        new FeedWorker(
            queue,
            protocol,
            new FeedMonitor.Settings(
                Duration.ofMillis(300), Duration.ofMillis(900), Duration.ofMillis(500)),
            tape,
            Map::of,
            Duration.ofMillis(250),
            clock,
            meters);
    connector =
        new FeedConnector(
            settings,
            queue,
            protocol,
            clock,
            new Backoff(Duration.ofMillis(20), Duration.ofMillis(200), () -> 0.5),
            meters);
    for (RoleThread thread :
        List.of(new RoleThread(worker, Duration.ZERO), new RoleThread(connector, Duration.ZERO))) {
      threads.add(thread);
      thread.start();
    }
  }

  private List<FeedStatus> statuses() {
    return List.copyOf(tape.events).stream()
        .filter(FeedStatusChange.class::isInstance)
        .map(event -> ((FeedStatusChange) event).status())
        .toList();
  }

  private String detail(FeedStatus status) {
    return List.copyOf(tape.events).stream()
        .filter(e -> e instanceof FeedStatusChange change && change.status() == status)
        .map(e -> ((FeedStatusChange) e).detail())
        .findFirst()
        .orElse("");
  }

  /** Kraken's answers to a subscription. */
  private static void krakenAnswers(WebSocket socket, String text) {
    if (text.contains("\"subscribe\"")) {
      socket.send(
          "{\"method\":\"subscribe\",\"success\":true,\"result\":{\"channel\":\"trade\",\"symbol\":"
              + "\"BTC/USD\"}}");
    } else if (text.contains("\"ping\"")) {
      socket.send("{\"method\":\"pong\"}");
    }
  }

  private static BiConsumer<WebSocket, String> alpacaAnswers(String authentication) {
    return (socket, text) -> {
      if (text.isEmpty()) {
        socket.send("[{\"T\":\"success\",\"msg\":\"connected\"}]");
      } else if (text.contains("\"auth\"")) {
        socket.send(authentication);
      } else if (text.contains("\"subscribe\"")) {
        socket.send("[{\"T\":\"subscription\",\"trades\":[\"AAPL\"]}]");
      }
    };
  }

  private static final String AUTHENTICATED = "[{\"T\":\"success\",\"msg\":\"authenticated\"}]";

  private static String krakenTrade(long id) {
    return "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"side\":\"buy\","
        + "\"price\":68500.0,\"qty\":0.01,\"ord_type\":\"limit\",\"trade_id\":"
        + id
        + ",\"timestamp\":\"2024-05-27T12:43:11.798009Z\"}]}";
  }

  /** A server that accepts the handshake and then keeps the line without a byte. */
  @Test
  @Tag("F13")
  @Tag("B1")
  void aHalfOpenConnectionIsFoundWithinTheSilenceAllowed() throws Exception {
    try (HalfOpen venue = new HalfOpen()) {
      long begin = System.nanoTime();
      start(kraken(), settings(4_000, venue.url()));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> logged().stream().anyMatch(l -> l.contains("nothing heard for")));
      long millis = (System.nanoTime() - begin) / 1_000_000;

      assertThat(millis).isBetween(3_500L, 5_000L);
      await().atMost(SOON).until(() -> venue.accepted > 1);
      assertThat(statuses()).contains(FeedStatus.LOST);
      assertThat(logged())
          .anyMatch(l -> l.contains("WebSocket connection lost. Exiting run loop."))
          .anyMatch(l -> l.matches("market_data: Connection failed, retrying in [0-9.]+s: .*"));
    }
  }

  /** Answers the handshake by hand, and nothing after it: no pong, no close. */
  private static final class HalfOpen implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0);
    private final List<Socket> sockets = new ArrayList<>();
    private volatile int accepted;

    HalfOpen() throws java.io.IOException {
      Thread thread = new Thread(this::serve, "half-open-venue");
      thread.setDaemon(true);
      thread.start();
    }

    URI url() {
      return URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/v2");
    }

    private void serve() {
      try {
        while (true) {
          Socket socket = server.accept();
          sockets.add(socket);
          StringBuilder request = new StringBuilder();
          while (request.indexOf("\r\n\r\n") < 0) {
            request.append((char) socket.getInputStream().read());
          }
          String key = request.toString().replaceAll("(?si).*sec-websocket-key: *(\\S+).*", "$1");
          byte[] sha =
              java.security.MessageDigest.getInstance("SHA-1")
                  .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes("US-ASCII"));
          socket
              .getOutputStream()
              .write(
                  ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          + "Sec-WebSocket-Accept: "
                          + java.util.Base64.getEncoder().encodeToString(sha)
                          + "\r\n\r\n")
                      .getBytes("US-ASCII"));
          accepted++;
        }
      } catch (java.io.IOException | java.security.NoSuchAlgorithmException e) {
        // closed: the test is over
      }
    }

    @Override
    public void close() throws java.io.IOException {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  @Tag("A87")
  void aDeadPrimaryIsLeftForTheBackupAndComeBackTo() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    URI primary = URI.create("ws://127.0.0.1:" + port + "/v2");
    try (TestVenue backup = new TestVenue(0, ConnectionLifeTest::krakenAnswers)) {
      start(kraken(), settings(4_000, primary, backup.url("/v2")));
      backup.awaitConnections(1);
      backup.say(krakenTrade(1));
      assertThat(logged())
          .contains("market_data: WebSocket connection failed: Connection refused")
          .contains("market_data: Switching feed from=" + primary + " to=" + backup.url("/v2"));
      await()
          .atMost(SOON)
          .until(() -> meters.get("market_data_websocket_on_backup").gauge().value() == 1);

      try (TestVenue back = new TestVenue(port, ConnectionLifeTest::krakenAnswers)) {
        // one look, then the real connection
        await()
            .atMost(SOON)
            .until(() -> back.heard.stream().anyMatch(text -> text.contains("\"subscribe\"")));
        await().atMost(SOON).until(() -> statuses().contains(FeedStatus.SWITCHED));
        await()
            .atMost(SOON)
            .until(() -> statuses().stream().filter(FeedStatus.CONNECTED::equals).count() == 2);
        assertThat(detail(FeedStatus.SWITCHED))
            .isEqualTo("from=" + backup.url("/v2") + " to=" + primary);
        assertThat(detail(FeedStatus.LOST)).contains("planned");
        assertThat(detail(FeedStatus.GAP)).matches("from=20.*Z to=20.*Z");
        assertThat(statuses())
            .containsSequence(
                FeedStatus.LOST, FeedStatus.SWITCHED, FeedStatus.GAP, FeedStatus.CONNECTED);
        assertThat(meters.get("market_data_websocket_on_backup").gauge().value()).isZero();
      }
    }
  }

  @Test
  @Tag("A9")
  void aRefusedKeyIsSaidAndNotTriedAgainAtOnce() throws Exception {
    String refusal = "[{\"T\":\"error\",\"code\":402,\"msg\":\"auth failed\"}]";
    try (TestVenue venue = new TestVenue(0, alpacaAnswers(refusal))) {
      start(alpaca(), settings(4_000, venue.url("/v2/iex")));
      venue.awaitConnections(1);
      await().atMost(SOON).until(() -> logged().stream().anyMatch(l -> l.contains("retrying in")));

      assertThat(logged())
          .contains("market_data: Failed to authenticate with Alpaca")
          .anyMatch(l -> l.startsWith("market_data: Authentication failed: Invalid API key"))
          .anyMatch(l -> l.startsWith("market_data: Connection failed, retrying in 0.4s"));
      assertThat(venue.heard).noneMatch(text -> text.contains("subscribe"));
      assertThat(connector.connectedCheck().up()).isFalse();
      assertThat(connector.connectedCheck().detail()).contains("AUTHENTICATION");
      assertThat(statuses()).doesNotContain(FeedStatus.CONNECTED);
    }
  }

  @Test
  @Tag("A11")
  @Tag("B2")
  void alpacaHasOneConnectionAtATimeAndQuietHoursAreNoLoss() throws Exception {
    try (TestVenue venue = new TestVenue(0, alpacaAnswers(AUTHENTICATED))) {
      start(alpaca(), settings(600, venue.url("/v2/iex")));
      venue.awaitConnections(1);
      await().atMost(SOON).until(() -> statuses().contains(FeedStatus.CONNECTED));
      Thread.sleep(1_500); // nothing is said, but pings are answered
      assertThat(venue.connections).hasSize(1);

      venue.say(
          "[{\"T\":\"t\",\"i\":1,\"S\":\"AAPL\",\"p\":1.5,\"s\":1,\"t\":\"2021-02-22T15:51:44.2Z\"}]");
      venue.connections.get(0).close();
      venue.awaitConnections(2);
      await()
          .atMost(SOON)
          .until(() -> statuses().stream().filter(FeedStatus.CONNECTED::equals).count() >= 2);

      assertThat(venue.mostOpen).hasValue(1);
      assertThat(List.copyOf(tape.events)).anyMatch(Trade.class::isInstance);
    }
  }

  @Test
  @Tag("B31")
  @Tag("B32")
  void aSilentSymbolIsStaleOnTheTapeAndFreshAgainWhenHeard() throws Exception {
    try (TestVenue venue = new TestVenue(0, ConnectionLifeTest::krakenAnswers)) {
      start(kraken(), settings(4_000, venue.url("/v2")));
      venue.awaitConnections(1);
      venue.say(krakenTrade(1));
      await().atMost(SOON).until(() -> statuses().contains(FeedStatus.STALE));

      assertThat(worker.monitor().stale()).containsOnlyKeys("KRAKEN:BTC/USD");
      assertThat(meters.get("market_data_stale_symbols").gauge().value()).isEqualTo(1);
      assertThat(new FeedHealth(connector, worker.monitor()).healthChecks())
          .filteredOn(check -> check.name().equals("symbols-fresh"))
          .singleElement()
          .satisfies(
              check -> {
                assertThat(check.check().up()).isFalse();
                assertThat(check.check().detail()).contains("KRAKEN:BTC/USD");
              });
      assertThat(logged())
          .anyMatch(l -> l.matches("market_data: Data stale for BTC/USD: [0-9]+s old"))
          .anyMatch(l -> l.matches("market_data: No market data received for 0 seconds.*"));
      venue.say(krakenTrade(2));
      await().atMost(SOON).until(() -> worker.monitor().stale().isEmpty());
      assertThat(statuses())
          .containsSubsequence(FeedStatus.CONNECTED, FeedStatus.STALE, FeedStatus.CONNECTED);
    }
  }

  @Test
  void maintenanceIsAPlannedReconnectAndOnTheTape() throws Exception {
    try (TestVenue venue = new TestVenue(0, ConnectionLifeTest::krakenAnswers)) {
      start(kraken(), settings(4_000, venue.url("/v2")));
      venue.awaitConnections(1);
      venue.say(krakenTrade(1));
      venue.say(
          "{\"channel\":\"status\",\"data\":[{\"api_version\":\"v2\",\"system\":\"maintenance\","
              + "\"version\":\"2.0.6\"}],\"type\":\"update\"}");
      venue.awaitConnections(2);
      await()
          .atMost(SOON)
          .until(() -> statuses().stream().filter(FeedStatus.CONNECTED::equals).count() >= 2);

      assertThat(logged()).anyMatch(l -> l.startsWith("market_data: Planned reconnect"));
      assertThat(List.copyOf(tape.events))
          .filteredOn(TradingStatusChange.class::isInstance)
          .singleElement()
          .satisfies(e -> assertThat(((TradingStatusChange) e).reason()).contains("maintenance"));
      assertThat(detail(FeedStatus.LOST)).contains("planned");
    }
  }
}

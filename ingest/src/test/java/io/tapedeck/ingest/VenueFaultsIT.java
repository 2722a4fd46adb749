package io.tapedeck.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.FeedStatusChange;
import io.tapedeck.domain.market.MarketEvent.Quote;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.domain.market.MarketEvent.TradingStatusChange;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.ingest.IngestHarness.Running;
import io.tapedeck.ingest.IngestHarness.Stored;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.RecordFormat;
import io.tapedeck.simulator.SimulatorConfig;
import io.tapedeck.simulator.SimulatorConfig.ApiAccount;
import io.tapedeck.simulator.SimulatorConfig.MarketConfig;
import io.tapedeck.simulator.SimulatorConfig.StartConfig;
import io.tapedeck.simulator.VenueSimulator;
import io.tapedeck.simulator.market.Pace;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every way in which a venue can misbehave, in each of its protocols: three real feeds of one
 * market, onto tapes of their own. The venue's REST history says which trades there were; the tape
 * has them once, in order, or says that it has not.
 */
@ExtendWith(SharedBroker.class)
class VenueFaultsIT {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String SECRET = "c2VjcmV0";

  @TempDir static Path directory;
  private static IngestHarness harness;
  private static VenueSimulator venue;
  private static List<Feed> feeds = List.of();

  /** One protocol's feed onto its tape, which is read on as it grows. */
  private static final class Feed implements AutoCloseable {
    final String protocol;
    final String trades;
    final String books;
    final Platform platform;
    final Running running;
    private final Consumer<byte[], byte[]> consumer;
    private final RecordFormat<MarketEvent> format;
    private final List<Stored<MarketEvent>> read = new ArrayList<>();

    Feed(String protocol, String trades, String books, Platform platform, Running running) {
      this.protocol = protocol;
      this.trades = trades;
      this.books = books;
      this.platform = platform;
      this.running = running;
      this.format = platform.formats().of(Topics.MARKET_TICKS);
      this.consumer = platform.kafka().consumer(null, "test-" + protocol, Map.of());
      List<TopicPartition> partitions =
          consumer.partitionsFor(platform.topic(Topics.MARKET_TICKS)).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    }

    double ticks() {
      return platform.meters().counter("market_data_ticks_received_total").count();
    }

    int letters() {
      return (int) platform.meters().counter("market_data_dead_letters_total").count();
    }

    /** All of it, in order: there is one instrument and so one partition that holds anything. */
    List<Stored<MarketEvent>> stored() {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      while (consumer.assignment().stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(
                r ->
                    read.add(
                        new Stored<>(r.partition(), r.offset(), "", format.decode(r.value()))));
      }
      return read;
    }

    List<MarketEvent> tape() {
      return stored().stream().map(Stored::value).toList();
    }

    @Override
    public void close() throws InterruptedException {
      running.close();
      consumer.close();
    }
  }

  /** What one feed's tape got while something went wrong. */
  private record Phase(
      Feed feed,
      List<MarketEvent> tape,
      List<String> venueTrades,
      List<String> before,
      int letters) {
    List<String> trades() {
      return tape.stream()
          .filter(event -> event instanceof Trade)
          .map(event -> words((Trade) event))
          .toList();
    }

    List<FeedStatus> statuses() {
      return tape.stream()
          .filter(event -> event instanceof FeedStatusChange)
          .map(event -> ((FeedStatusChange) event).status())
          .toList();
    }

    /** Nothing lost, nothing twice, nothing out of order. */
    void hasEveryTradeOnce() {
      assertThat(trades()).as(feed.protocol).isEqualTo(venueTrades);
    }

    /** The same after something was sent again: v1's trades have no ids to know them by. */
    void hasEveryTradeOfThoseSentAgain() {
      if (feed.protocol.equals("kraken-v1")) {
        assertThat(trades()).containsAll(venueTrades).allMatch(this::isOfTheVenue);
      } else {
        hasEveryTradeOnce();
      }
    }

    private boolean isOfTheVenue(String trade) {
      return venueTrades.contains(trade) || before.contains(trade);
    }

    void hasNoWrongTrade() {
      if (!feed.protocol.equals("kraken-v1")) {
        assertThat(trades()).as(feed.protocol).doesNotHaveDuplicates();
      }
      assertThat(trades()).as(feed.protocol).allMatch(this::isOfTheVenue);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    harness = SharedBroker.harness();
    venue =
        VenueSimulator.start(
            SimulatorConfig.builder(directory)
                .accounts(new ApiAccount("main", "PKTEST", SECRET, Map.of()))
                .market(new MarketConfig("", List.of("BTC/USD"), 21, 10_000_000))
                .speed(Pace.rate(1_200))
                .start(new StartConfig(false, 3, List.of("ticker", "trade"), 100))
                .build());
    // all of them before any is asked for: the broker's metadata takes a moment
    for (String protocol : List.of("kraken-v2", "kraken-v1", "alpaca")) {
      harness.createTopics(harness.platform("faults-" + protocol + "-"));
    }
    String common = ", reconnect_delay_ms: 50, silence_timeout_ms: 1500, refused_wait_ms: 200";
    feeds =
        List.of(
            feed("kraken-v2", "\"channel\":\"trade\"", "\"channel\":\"book\"", "/v2", common),
            feed("kraken-v1", "\"trade\",\"XBT/USD\"", "\"book-10\"", "/", common),
            feed(
                "alpaca",
                "\"T\":\"t\"",
                "\"T\":\"o\"",
                "/v1beta3/crypto/us",
                ", exchange: alpaca, channels: [trades, quotes, orderbooks], api_key: PKTEST,"
                    + " api_secret: "
                    + SECRET
                    + common));
    awaitTicks(100);
  }

  private static Feed feed(
      String protocol, String trades, String books, String path, String settings) {
    Platform platform = harness.platform("faults-" + protocol + "-");
    IngestConfig config =
        IngestHarness.config(
            "symbols: [BTC/USD], websocket_url: '" + venue.webSocketUrl(path) + "'" + settings);
    return new Feed(protocol, trades, books, platform, IngestHarness.start(config, platform));
  }

  @AfterAll
  static void stop() throws Exception {
    for (Feed feed : feeds) {
      feed.close();
    }
    venue.close();
  }

  @Test
  void droppedConnectionIsReplacedAndTheTapeSaysWhenItWasAway() throws Exception {
    for (Phase phase : during(feed -> fault(feed, "DROP", feed.trades, ""))) {
      assertThat(phase.statuses())
          .as(phase.feed.protocol)
          .containsSequence(FeedStatus.LOST, FeedStatus.GAP, FeedStatus.CONNECTED);
      phase.hasNoWrongTrade();
      if (phase.feed.protocol.startsWith("kraken")) {
        // the snapshot of trades brings back the one that was cut off
        phase.hasEveryTradeOfThoseSentAgain();
      }
      hasNoStaleMark(phase.feed);
    }
  }

  @Test
  @Tag("F13")
  void halfOpenConnectionIsFoundByItsSilenceAndNoMarkComesOfIt() throws Exception {
    for (Phase phase : during(feed -> fault(feed, "HALF_OPEN", "", ""))) {
      assertThat(phase.tape)
          .as(phase.feed.protocol)
          .anySatisfy(
              event ->
                  assertThat(event)
                      .isInstanceOfSatisfying(
                          FeedStatusChange.class,
                          change -> {
                            assertThat(change.status()).isEqualTo(FeedStatus.LOST);
                            assertThat(change.detail()).contains("nothing heard for");
                          }));
      assertThat(phase.statuses())
          .containsSequence(FeedStatus.LOST, FeedStatus.GAP, FeedStatus.CONNECTED);
      phase.hasNoWrongTrade();
      hasNoStaleMark(phase.feed);
    }
  }

  @Test
  void framesSentTwiceAreOnTheTapeOnce() throws Exception {
    for (Phase phase : during(feed -> fault(feed, "DUPLICATE", feed.trades, ",\"count\":10"))) {
      phase.hasEveryTradeOfThoseSentAgain();
      assertThat(phase.statuses()).as(phase.feed.protocol).isEmpty();
    }
  }

  @Test
  void framesInTheWrongOrderLoseNoTrade() throws Exception {
    for (Phase phase : during(feed -> fault(feed, "REORDER", feed.trades, ",\"count\":3"))) {
      assertThat(phase.trades())
          .as(phase.feed.protocol)
          .containsExactlyInAnyOrderElementsOf(phase.venueTrades);
    }
  }

  @Test
  @Tag("F15")
  void missingBookFrameIsAGapUntilTheSnapshot() throws Exception {
    // a change that the next frame makes again leaves no gap: then another frame is lost
    Set<String> gaps = new TreeSet<>();
    for (int i = 0; i < 8 && gaps.size() < 2; i++) {
      for (Phase phase : during(feed -> fault(feed, "GAP", feed.books, ""))) {
        if (!phase.feed.protocol.startsWith("kraken")) {
          // Alpaca's frames hold books and trades together: who loses one may lose both
          phase.hasNoWrongTrade();
          continue;
        }
        phase.hasEveryTradeOnce();
        if (phase.statuses().contains(FeedStatus.GAP)) {
          assertThat(phase.statuses())
              .as(phase.feed.protocol)
              .containsSequence(FeedStatus.GAP, FeedStatus.CONNECTED);
          gaps.add(phase.feed.protocol);
        }
      }
    }
    assertThat(gaps).containsExactly("kraken-v1", "kraken-v2");
  }

  @Test
  @Tag("F15")
  void wrongChecksumIsAGapUntilTheSnapshotAndTradesGoOn() throws Exception {
    for (Phase phase :
        during(
            feed ->
                feed.protocol.startsWith("kraken")
                    ? fault(feed, "CHECKSUM", feed.books, "")
                    : "[]")) {
      phase.hasEveryTradeOnce();
      if (phase.feed.protocol.startsWith("kraken")) {
        assertThat(phase.statuses())
            .as(phase.feed.protocol)
            .containsExactly(FeedStatus.GAP, FeedStatus.CONNECTED);
        assertThat(phase.tape)
            .filteredOn(event -> event instanceof FeedStatusChange)
            .first()
            .satisfies(
                event -> assertThat(((FeedStatusChange) event).detail()).contains("checksum"));
      }
    }
  }

  @Test
  @Tag("F14")
  void malformedFramesAreSetAsideAndTheirNeighboursStay() throws Exception {
    List<String> kinds =
        List.of("TRUNCATED", "DEEP_NESTING", "NAN", "HUGE_NUMBER", "NEGATIVE", "MISSING_FIELD");
    for (Phase phase :
        during(
            feed -> {
              List<String> all = new ArrayList<>();
              for (String kind : kinds) {
                // v1's rows have no names that could be missing
                if (!kind.equals("MISSING_FIELD") || !feed.protocol.equals("kraken-v1")) {
                  all.add(fault(feed, kind, feed.trades, ""));
                }
              }
              return all.toString();
            })) {
      // a spoilt array is used but for its spoilt message, and the true one then fills that in
      assertThat(phase.trades())
          .as(phase.feed.protocol)
          .containsExactlyInAnyOrderElementsOf(phase.venueTrades);
      assertThat(phase.statuses()).as(phase.feed.protocol).isEmpty();
      int refused = kinds.size() - (phase.feed.protocol.equals("kraken-v1") ? 1 : 0);
      assertThat(phase.letters).as(phase.feed.protocol).isGreaterThanOrEqualTo(refused);
    }
  }

  @Test
  @Tag("F14")
  void bytesThatAreNoTextEndTheConnectionAsTheProtocolHasItAndNothingElse() throws Exception {
    for (Phase phase : during(feed -> fault(feed, "BAD_UTF8", feed.trades, ""))) {
      assertThat(phase.statuses())
          .as(phase.feed.protocol)
          .containsExactly(FeedStatus.LOST, FeedStatus.GAP, FeedStatus.CONNECTED);
      phase.hasNoWrongTrade();
    }
  }

  @Test
  @Tag("F14")
  void frameOfTenMegabytesPassesWithoutATick() throws Exception {
    for (Phase phase : during(feed -> fault(feed, "HUGE_FRAME", feed.trades, ""))) {
      phase.hasEveryTradeOnce();
      assertThat(phase.statuses()).as(phase.feed.protocol).isEmpty();
    }
  }

  @Test
  void slowAndLateFramesLoseNothing() throws Exception {
    for (Phase phase :
        during(
            feed ->
                "["
                    + fault(feed, "DELAY", feed.trades, ",\"delay_ms\":300")
                    + ","
                    + fault(feed, "SLOW", "", ",\"count\":40,\"bytes\":256,\"delay_ms\":5")
                    + "]")) {
      phase.hasEveryTradeOnce();
    }
  }

  @Test
  void refusedHandshakesLoginsAndSubscriptionsAreTriedAgain() throws Exception {
    for (Phase phase :
        during(
            feed -> {
              String refusal =
                  feed.protocol.equals("alpaca")
                      ? request(feed, "REFUSE_AUTH", "402 auth failed")
                      : request(feed, "REFUSE_SUBSCRIBE", "Exceeded msg rate");
              return "["
                  + fault(feed, "DROP", feed.trades, "")
                  + ","
                  + request(feed, "REFUSE_CONNECT", "429 Too Many Requests")
                  + ","
                  + refusal
                  + "]";
            })) {
      assertThat(phase.statuses())
          .as(phase.feed.protocol)
          .startsWith(FeedStatus.LOST)
          .endsWith(FeedStatus.CONNECTED);
      phase.hasNoWrongTrade();
      hasNoStaleMark(phase.feed);
    }
  }

  @Test
  void maintenanceIsAPlannedReconnectAndStopsTradingOnTheTape() throws Exception {
    for (Phase phase :
        during(
            feed -> {
              if (feed.protocol.equals("kraken-v2")) {
                post("/control/status", "{\"system\":\"maintenance\"}");
                pause(400);
                post("/control/status", "{\"system\":\"cancel_only\"}");
                pause(100);
                post("/control/status", "{\"system\":\"online\"}");
              }
              return "[]";
            })) {
      if (phase.feed.protocol.startsWith("kraken")) {
        assertThat(phase.tape)
            .as(phase.feed.protocol)
            .filteredOn(event -> event instanceof TradingStatusChange)
            .extracting(event -> ((TradingStatusChange) event).reason())
            .contains("system is maintenance", "system is online");
        assertThat(phase.statuses()).endsWith(FeedStatus.CONNECTED);
      }
      phase.hasNoWrongTrade();
    }
  }

  private static String fault(Feed feed, String kind, String match, String more) {
    return "{\"kind\":\""
        + kind
        + "\",\"protocol\":\""
        + feed.protocol
        + "\",\"match\":\""
        + match.replace("\"", "\\\"")
        + "\""
        + more
        + "}";
  }

  private static String request(Feed feed, String kind, String text) {
    return "{\"kind\":\""
        + kind
        + "\",\"protocol\":\""
        + feed.protocol
        + "\",\"text\":\""
        + text
        + "\"}";
  }

  /** Plans something for every feed, waits until it is over, and reads the tapes. */
  private static List<Phase> during(Function<Feed, String> planned) throws Exception {
    awaitTicks(30);
    long from = lastTrade();
    List<Integer> sizes = new ArrayList<>();
    List<Integer> letters = new ArrayList<>();
    for (Feed feed : feeds) {
      awaitTrade(feed, from);
      sizes.add(feed.tape().size());
      letters.add(feed.letters());
    }
    for (Feed feed : feeds) {
      post("/control/sockets/faults", planned.apply(feed));
    }
    waiting("faults done").until(() -> get("/control/sockets/faults").path("planned").isEmpty());
    awaitTicks(150);
    long to = lastTrade();
    List<String> venueTrades = venueTrades(from, to);
    List<Phase> phases = new ArrayList<>();
    for (int i = 0; i < feeds.size(); i++) {
      Feed feed = feeds.get(i);
      awaitTrade(feed, to);
      List<MarketEvent> tape = feed.tape();
      List<MarketEvent> within = new ArrayList<>();
      for (MarketEvent event : tape.subList(sizes.get(i), tape.size())) {
        boolean trade = event instanceof Trade;
        long micros = event.eventNanos() / 1_000;
        if (!trade || (micros > from && micros <= to)) {
          within.add(event);
        }
      }
      int refused = feed.letters() - letters.get(i);
      // trades between the reading of the time and of the tape's size
      List<String> before =
          tape.subList(0, sizes.get(i)).stream()
              .filter(event -> event instanceof Trade && event.eventNanos() / 1_000 > from)
              .map(event -> words((Trade) event))
              .toList();
      List<String> expected = new ArrayList<>(venueTrades);
      expected.removeAll(before);
      phases.add(new Phase(feed, within, expected, before, refused));
    }
    return phases;
  }

  private static ConditionFactory waiting(String what) {
    return await(what)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20));
  }

  private static void awaitTicks(int more) {
    List<Double> before = feeds.stream().map(Feed::ticks).toList();
    for (int i = 0; i < feeds.size(); i++) {
      Feed feed = feeds.get(i);
      double enough = before.get(i) + more;
      waiting(feed.protocol + " goes on").until(() -> feed.ticks() >= enough);
    }
  }

  private static void awaitTrade(Feed feed, long micros) {
    waiting(feed.protocol + " has the trade of " + micros)
        .until(
            () ->
                feed.tape().stream()
                    .anyMatch(
                        event -> event instanceof Trade && event.eventNanos() / 1_000 >= micros));
  }

  /** Epoch microseconds: the finest that every protocol tells. */
  private static long lastTrade() throws Exception {
    JsonNode rows = get("/0/public/Trades?pair=XBTUSD").path("result").path("XXBTZUSD");
    return micros(rows.get(rows.size() - 1));
  }

  private static long micros(JsonNode row) {
    return new BigDecimal(row.get(2).asText()).movePointRight(6).longValue();
  }

  private static List<String> venueTrades(long from, long to) throws Exception {
    JsonNode rows = get("/0/public/Trades?pair=XBTUSD").path("result").path("XXBTZUSD");
    List<String> trades = new ArrayList<>();
    for (JsonNode row : rows) {
      long micros = micros(row);
      if (micros > from && micros <= to) {
        trades.add(words(micros, row.get(0).asText(), row.get(1).asText()));
      }
    }
    return trades;
  }

  private static String words(Trade trade) {
    return words(trade.eventNanos() / 1_000, trade.price().toString(), trade.size().toString());
  }

  private static String words(long micros, String price, String size) {
    return micros + " " + plain(price) + " x " + plain(size);
  }

  private static String plain(String number) {
    return new BigDecimal(number).stripTrailingZeros().toPlainString();
  }

  /** After a loss a mark knows no quote but one that came after it. */
  private static void hasNoStaleMark(Feed feed) {
    List<Stored<Mark>> marks = IngestHarness.marks(feed.platform);
    List<Stored<MarketEvent>> tape = feed.stored();
    for (Stored<Mark> mark : marks) {
      Coordinates source = mark.value().source();
      Stored<MarketEvent> lost = null;
      boolean quoted = false;
      for (Stored<MarketEvent> stored : tape) {
        if (stored.partition() != source.partition() || stored.offset() > source.offset()) {
          continue;
        }
        if (stored.value() instanceof FeedStatusChange change
            && change.status() == FeedStatus.LOST) {
          lost = stored;
          quoted = false;
        }
        quoted |=
            stored.value() instanceof Quote quote && quote.bidPrice().equals(mark.value().bid());
      }
      if (lost != null && mark.value().bid() != null) {
        assertThat(quoted).as("%s: %s after %s", feed.protocol, mark, lost).isTrue();
      }
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static JsonNode get(String path) {
    return call(HttpRequest.newBuilder(URI.create(venue.restUrl() + path)).build());
  }

  private static void post(String path, String body) {
    call(
        HttpRequest.newBuilder(URI.create(venue.restUrl() + path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private static JsonNode call(HttpRequest request) {
    try {
      HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

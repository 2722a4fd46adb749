package io.tapedeck.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.FeedStatusChange;
import io.tapedeck.domain.market.MarketEvent.Quote;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.ingest.IngestHarness.Running;
import io.tapedeck.ingest.IngestHarness.Stored;
import io.tapedeck.runtime.Platform;
import io.tapedeck.simulator.SimulatorConfig;
import io.tapedeck.simulator.VenueSimulator;
import io.tapedeck.simulator.market.Pace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The simulated venue misbehaves in every way it can; what counts is what the tape says. */
@ExtendWith(SharedBroker.class)
class SimulatedFaultsIT {
  private final IngestHarness harness = SharedBroker.harness();
  @TempDir Path directory;

  private VenueSimulator venue(String symbol, int ticks, int perSecond) throws IOException {
    return VenueSimulator.start(
        SimulatorConfig.builder(directory.resolve("ledger"))
            .market(new SimulatorConfig.MarketConfig("", List.of(symbol), 7, ticks))
            .accounts(new SimulatorConfig.ApiAccount("main", "key", "c2VjcmV0", Map.of()))
            .speed(Pace.rate(perSecond))
            .start(SimulatorConfig.StartConfig.onCommandOnly())
            .build());
  }

  private static void control(VenueSimulator venue, String path, String body) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(venue.restUrl() + "/control/" + path))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static String fault(String kind, String match, int skip) {
    return "{\"kind\":\""
        + kind
        + "\",\"match\":\""
        + match.replace("\"", "\\\"")
        + "\",\"skip\":"
        + skip
        + "}";
  }

  private static List<MarketEvent> tape(Platform platform) {
    return IngestHarness.ticks(platform).stream().map(Stored::value).toList();
  }

  private static List<Long> tradeIds(List<MarketEvent> tape) {
    return tape.stream().filter(Trade.class::isInstance).map(MarketEvent::venueId).toList();
  }

  private static List<FeedStatus> statuses(List<MarketEvent> tape) {
    return tape.stream()
        .filter(FeedStatusChange.class::isInstance)
        .map(event -> ((FeedStatusChange) event).status())
        .toList();
  }

  private static List<String> gaps(List<MarketEvent> tape) {
    return tape.stream()
        .filter(e -> e instanceof FeedStatusChange change && change.status() == FeedStatus.GAP)
        .map(e -> ((FeedStatusChange) e).detail())
        .toList();
  }

  private static void awaitEnd(VenueSimulator venue, Platform platform) {
    await().atMost(Duration.ofMinutes(1)).until(() -> venue.state().finished());
    double[] before = {-1};
    await()
        .pollInterval(Duration.ofMillis(300))
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              double now = platform.meters().counter("market_data_ticks_received_total").count();
              boolean still = now == before[0];
              before[0] = now;
              return still;
            });
  }

  @Test
  @Tag("F13")
  @Tag("F14")
  @Tag("F15")
  void krakenV2() throws Exception {
    Platform platform = harness.platform("sim-v2-");
    harness.createTopics(platform);
    String[] malformed = {
      "BAD_UTF8", "TRUNCATED", "DEEP_NESTING", "NAN", "HUGE_NUMBER", "NEGATIVE", "MISSING_FIELD"
    };
    try (VenueSimulator venue = venue("BTC/USD", 1_600, 400)) {
      StringBuilder plan = new StringBuilder("[" + fault("DUPLICATE", "\"trade\"", 5));
      plan.append(',').append(fault("REORDER", "\"trade\"", 10));
      for (int i = 0; i < malformed.length; i++) {
        plan.append(',').append(fault(malformed[i], "\"ticker\"", 40 + 20 * i));
      }
      plan.append(',').append(fault("HUGE_FRAME", "\"ticker\"", 190));
      plan.append(',').append(fault("CHECKSUM", "\"book\"", 60));
      plan.append(',').append(fault("GAP", "\"book\"", 160));
      plan.append(',').append(fault("GAP", "\"trade\"", 50));
      plan.append(',').append(fault("DROP", "\"ticker\"", 300));
      plan.append(',').append(fault("HALF_OPEN", "\"ticker\"", 420)).append(']');
      control(venue, "sockets/faults", plan.toString());
      try (Running running =
          IngestHarness.start(
              IngestHarness.config(
                  "symbols: [BTC/USD], silence_timeout_ms: 400, reconnect_delay_ms: 20,"
                      + " websocket_url: '"
                      + venue.webSocketUrl()
                      + "'"),
              platform)) {
        venue.play();
        awaitEnd(venue, platform);
      }
    }

    List<MarketEvent> tape = tape(platform);
    List<Long> ids = tradeIds(tape);
    assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(100);
    assertThat(ids.stream().sorted().toList())
        .as("every trade between the first and the last, those lost on the way brought back")
        .isEqualTo(
            LongStream.rangeClosed(
                    ids.stream().min(Long::compare).get(), ids.stream().max(Long::compare).get())
                .boxed()
                .toList());
    assertThat(IngestHarness.deadLetters(platform))
        .hasSize(malformed.length) // without the one that is no UTF-8, and with the huge one
        .allSatisfy(letter -> assertThat(letter.value().reason()).isNotBlank())
        .anySatisfy(letter -> assertThat(letter.value().reason()).contains("the first bytes of"));
    assertThat(tape)
        .filteredOn(Quote.class::isInstance)
        .allSatisfy(
            event -> {
              Quote quote = (Quote) event;
              assertThat(quote.bidPrice().raw()).isPositive();
              assertThat(quote.askPrice().raw()).isGreaterThan(quote.bidPrice().raw());
            });
    assertThat(gaps(tape))
        .anyMatch(detail -> detail.startsWith("book checksum is"))
        .anyMatch(detail -> detail.matches("trades [0-9]+ to [0-9]+ are missing"))
        .filteredOn(detail -> detail.startsWith("from="))
        .hasSize(3); // no UTF-8, after which RFC 6455 has the line closed; the drop; half-open
    assertThat(statuses(tape)).filteredOn(FeedStatus.LOST::equals).hasSize(4);
  }

  @Test
  @Tag("B6")
  void krakenV1() throws Exception {
    Platform platform = harness.platform("sim-v1-");
    harness.createTopics(platform);
    try (VenueSimulator venue = venue("BTC/USD", 900, 900)) {
      control(
          venue,
          "sockets/faults",
          "["
              + fault("BAD_UTF8", "ticker", 30)
              + ","
              + fault("NEGATIVE", "ticker", 60)
              + ","
              + fault("CHECKSUM", "book-", 40)
              + ","
              + fault("DROP", "ticker", 150)
              + "]");
      try (Running running =
          IngestHarness.start(
              IngestHarness.config(
                  "symbols: [BTC/USD], reconnect_delay_ms: 20, websocket_url: '"
                      + venue.webSocketUrl("/")
                      + "'"),
              platform)) {
        venue.play();
        awaitEnd(venue, platform);
      }
    }
    List<MarketEvent> tape = tape(platform);
    assertThat(tape).filteredOn(Trade.class::isInstance).hasSizeGreaterThan(50);
    assertThat(tape).filteredOn(Quote.class::isInstance).hasSizeGreaterThan(300);
    assertThat(tape).allMatch(event -> event.instrument().value().equals("KRAKEN:BTC/USD"));
    assertThat(IngestHarness.deadLetters(platform))
        .singleElement()
        .satisfies(letter -> assertThat(letter.value().reason()).contains("negative"));
    assertThat(gaps(tape))
        .anyMatch(detail -> detail.startsWith("book checksum is"))
        .anyMatch(detail -> detail.startsWith("from="));
    assertThat(statuses(tape)).startsWith(FeedStatus.CONNECTED).endsWith(FeedStatus.LOST);
  }

  @Test
  @Tag("A11")
  void alpaca() throws Exception {
    Platform platform = harness.platform("sim-alpaca-");
    harness.createTopics(platform);
    try (VenueSimulator venue = venue("AAPL", 900, 900)) {
      control(
          venue,
          "sockets/faults",
          "[{\"kind\":\"REFUSE_AUTH\"},"
              + fault("NAN", "\"q\"", 20)
              + ","
              + fault("DUPLICATE", "\"T\":\"t\"", 5)
              + ","
              + fault("DROP", "\"q\"", 60)
              + "]");
      try (Running running =
          IngestHarness.start(
              IngestHarness.config(
                  "exchange: alpaca, symbols: [AAPL], api_key: key, api_secret: c2VjcmV0,"
                      + " reconnect_delay_ms: 20, refused_wait_ms: 100, websocket_url: '"
                      + venue.webSocketUrl("/v2/iex")
                      + "'"),
              platform)) {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    platform.meters().get("market_data_websocket_connected").gauge().value() == 1
                        && statuses(tape(platform)).contains(FeedStatus.CONNECTED));
        venue.play();
        awaitEnd(venue, platform);
      }
    }
    List<MarketEvent> tape = tape(platform);
    assertThat(tape).filteredOn(Quote.class::isInstance).hasSizeGreaterThan(100);
    assertThat(tape).filteredOn(Trade.class::isInstance).hasSizeGreaterThan(10);
    assertThat(tape.stream().filter(Trade.class::isInstance).map(e -> ((Trade) e).toString()))
        .doesNotHaveDuplicates();
    assertThat(IngestHarness.deadLetters(platform)).hasSize(1);
    assertThat(gaps(tape)).anyMatch(detail -> detail.startsWith("from="));
    assertThat(platform.meters().counter("market_data_duplicates_total").count()).isEqualTo(1);
  }
}

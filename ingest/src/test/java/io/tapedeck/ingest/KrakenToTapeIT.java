package io.tapedeck.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.BookChange;
import io.tapedeck.domain.market.MarketEvent.FeedStatusChange;
import io.tapedeck.domain.market.MarketEvent.Quote;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.ingest.IngestHarness.Running;
import io.tapedeck.ingest.IngestHarness.Stored;
import io.tapedeck.runtime.Platform;
import io.tapedeck.simulator.SimulatorConfig;
import io.tapedeck.simulator.VenueSimulator;
import io.tapedeck.simulator.market.Pace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class KrakenToTapeIT {
  private static final int ROWS = 20_000;
  private final IngestHarness harness = SharedBroker.harness();
  @TempDir Path directory;

  @Test
  @Tag("A16")
  void everyRowIsOnTheTapeInFileOrderWithItsDigits() throws Exception {
    List<String> rows = head(ROWS);
    Platform platform = harness.platform("whole-");
    harness.createTopics(platform);
    try (VenueSimulator venue = venue(rows, Pace.rate(20_000));
        Running running = IngestHarness.start(config(venue), platform)) {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> venue.state().finished() && written(platform) >= rows.size());
    }

    List<Stored<MarketEvent>> tape = IngestHarness.ticks(platform);
    assertThat(byInstrument(tape)).isEqualTo(expected(rows));
    assertThat(tape).allMatch(s -> s.key().equals(s.value().instrument().value()));
    assertThat(statuses(tape))
        .containsOnlyKeys("KRAKEN:BTC/USDT", "KRAKEN:ETH/USDT")
        .allSatisfy(
            (instrument, seen) ->
                assertThat(seen).containsExactly(FeedStatus.CONNECTED, FeedStatus.LOST));
    assertThat(tape.stream().filter(s -> s.value() instanceof BookChange).count())
        .isGreaterThan(1000);
    assertThat(platform.metrics().scrape())
        .contains("market_data_book_gaps_total{service=\"ingest\"} 0.0")
        .contains("market_data_latency_seconds_bucket{service=\"ingest\",le=")
        .contains("market_data_latency_seconds_count{service=\"ingest\"} " + rows.size())
        .contains("market_data_queue_depth{service=\"ingest\"} 0.0");
    marksPointToTheirTicks(platform, tape);
  }

  @Test
  void whatComesAgainAfterADisconnectOrRestartIsNotWrittenTwice() throws Exception {
    List<String> rows = head(6_000);
    Platform platform = harness.platform("again-");
    harness.createTopics(platform);
    try (VenueSimulator venue = venue(rows, Pace.rate(2_000))) {
      try (Running running = IngestHarness.start(config(venue), platform)) {
        await().atMost(Duration.ofMinutes(1)).until(() -> venue.state().played() > 1_000);
        disconnect(venue);
        await().atMost(Duration.ofMinutes(1)).until(() -> venue.state().played() > 3_000);
      }
      venue.pause();
      try (Running running = IngestHarness.start(config(venue), harness.platform("again-"))) {
        venue.play();
        await().atMost(Duration.ofMinutes(1)).until(() -> venue.state().finished());
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> tradeIds(IngestHarness.ticks(platform)).size() >= trades(rows));
      }
    }

    List<Stored<MarketEvent>> tape = IngestHarness.ticks(platform);
    List<String> ids = tradeIds(tape);
    assertThat(ids).doesNotHaveDuplicates().hasSize(trades(rows));
    assertThat(statuses(tape).get("KRAKEN:BTC/USDT"))
        .containsExactly(
            FeedStatus.CONNECTED,
            FeedStatus.LOST,
            FeedStatus.GAP,
            FeedStatus.CONNECTED,
            FeedStatus.LOST,
            FeedStatus.GAP,
            FeedStatus.CONNECTED,
            FeedStatus.LOST);
  }

  private static IngestConfig config(VenueSimulator venue) {
    return IngestHarness.config(
        "symbols: [BTC/USDT, ETH/USDT], websocket_url: '"
            + venue.webSocketUrl()
            + "', reconnect_delay_ms: 100");
  }

  private VenueSimulator venue(List<String> rows, Pace pace) throws IOException {
    Path tape = directory.resolve("head.csv");
    List<String> lines = new ArrayList<>();
    lines.add(
        "received_ns,event_ns,instrument,kind,bid_price,bid_size,ask_price,ask_size,price,size,"
            + "aggressor,venue_id");
    lines.addAll(rows);
    Files.write(tape, lines);
    return VenueSimulator.start(
        SimulatorConfig.builder(directory.resolve("ledger"))
            .market(SimulatorConfig.MarketConfig.tape(tape))
            .speed(pace)
            .build());
  }

  private static List<String> head(int rows) throws IOException {
    Path file = TestData.path("tape/crypto-spot-20240808.csv.gz");
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return in.lines().skip(1).limit(rows).collect(Collectors.toList());
    }
  }

  private static void disconnect(VenueSimulator venue) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(venue.restUrl() + "/control/disconnect"))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  private static double written(Platform platform) {
    return platform.meters().counter("market_data_ticks_received_total").count();
  }

  private static Map<String, List<String>> expected(List<String> rows) {
    Map<String, List<String>> expected = new HashMap<>();
    for (String row : rows) {
      String[] c = row.split(",", -1);
      long event = Long.parseLong(c[1].isEmpty() ? c[0] : c[1]);
      String text =
          c[3].equals("quote")
              ? event
                  + " "
                  + plain(c[4])
                  + " "
                  + plain(c[5])
                  + " "
                  + plain(c[6])
                  + " "
                  + plain(c[7])
              : event + " " + plain(c[8]) + " " + plain(c[9]) + " " + c[10] + " " + c[11];
      expected.computeIfAbsent("KRAKEN:" + c[2], k -> new ArrayList<>()).add(text);
    }
    return expected;
  }

  private static String plain(String decimal) {
    return FixedPoint.format(FixedPoint.parse(decimal));
  }

  private static Map<String, List<String>> byInstrument(List<Stored<MarketEvent>> tape) {
    Map<String, List<String>> found = new HashMap<>();
    for (Stored<MarketEvent> stored : tape) {
      String text = null;
      if (stored.value() instanceof Quote q) {
        text =
            q.eventNanos()
                + " "
                + q.bidPrice()
                + " "
                + q.bidSize()
                + " "
                + q.askPrice()
                + " "
                + q.askSize();
      } else if (stored.value() instanceof Trade t) {
        String side = t.aggressor() == AggressorSide.BUY ? "buy" : "sell";
        text = t.eventNanos() + " " + t.price() + " " + t.size() + " " + side + " " + t.venueId();
      }
      if (text != null) {
        found.computeIfAbsent(stored.key(), k -> new ArrayList<>()).add(text);
      }
    }
    return found;
  }

  private static List<String> tradeIds(List<Stored<MarketEvent>> tape) {
    return tape.stream()
        .filter(s -> s.value() instanceof Trade)
        .map(s -> s.key() + " " + s.value().venueId())
        .toList();
  }

  private static int trades(List<String> rows) {
    return (int) rows.stream().filter(row -> row.contains(",trade,")).count();
  }

  private static Map<String, List<FeedStatus>> statuses(List<Stored<MarketEvent>> tape) {
    Map<String, List<FeedStatus>> found = new HashMap<>();
    for (Stored<MarketEvent> stored : tape) {
      if (stored.value() instanceof FeedStatusChange change) {
        found.computeIfAbsent(stored.key(), k -> new ArrayList<>()).add(change.status());
      }
    }
    return found;
  }

  private static void marksPointToTheirTicks(Platform platform, List<Stored<MarketEvent>> tape) {
    Map<String, MarketEvent> ticks = new HashMap<>();
    Map<String, String> lastOf = new HashMap<>();
    for (Stored<MarketEvent> stored : tape) {
      // a status has a mark once there was a tick: what it is worth keeps the tick's time
      boolean status =
          stored.value() instanceof FeedStatusChange && lastOf.containsKey(stored.key());
      if (stored.value() instanceof Quote || stored.value() instanceof Trade || status) {
        String place = stored.partition() + "@" + stored.offset();
        ticks.put(place, stored.value());
        lastOf.put(stored.key(), place);
      }
    }
    Map<String, Long> before = new HashMap<>();
    Map<String, String> newest = new HashMap<>();
    List<Stored<Mark>> marks = IngestHarness.marks(platform);
    Set<String> instruments = new HashSet<>();
    for (Stored<Mark> stored : marks) {
      Mark mark = stored.value();
      instruments.add(stored.key());
      String place = mark.source().partition() + "@" + mark.source().offset();
      MarketEvent tick = ticks.get(place);
      assertThat(tick).as("tick of %s", mark).isNotNull();
      assertThat(tick.instrument()).isEqualTo(mark.instrument());
      if (tick instanceof FeedStatusChange change) {
        assertThat(mark.feedStatus()).isEqualTo(change.status());
        assertThat(mark.eventNanos()).isLessThan(change.eventNanos());
      } else {
        assertThat(tick.eventNanos()).isEqualTo(mark.eventNanos());
        assertThat(mark.feedStatus()).isEqualTo(FeedStatus.CONNECTED);
      }
      if (tick instanceof Quote q) {
        assertThat(mark.bid()).isEqualTo(q.bidPrice());
        assertThat(mark.ask()).isEqualTo(q.askPrice());
      } else if (tick instanceof Trade t) {
        assertThat(mark.last()).isEqualTo(t.price());
      }
      Long earlier = before.put(stored.key(), mark.source().offset());
      assertThat(earlier == null || earlier < mark.source().offset()).isTrue();
      newest.put(stored.key(), place);
    }
    assertThat(instruments).hasSize(2);
    assertThat(newest).isEqualTo(lastOf);
    assertThat(marks.size()).isLessThan(ROWS / 4);
  }
}

package io.tapedeck.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.Bar;
import io.tapedeck.domain.market.MarketEvent.BookChange;
import io.tapedeck.domain.market.MarketEvent.Quote;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.ingest.IngestHarness.Running;
import io.tapedeck.ingest.IngestHarness.Stored;
import io.tapedeck.ingest.TapeImporter.Format;
import io.tapedeck.ingest.TapeImporter.Options;
import io.tapedeck.ingest.venue.history.AlpacaHistory;
import io.tapedeck.ingest.venue.history.HistoryHttp;
import io.tapedeck.ingest.venue.history.HistorySource;
import io.tapedeck.ingest.venue.history.KrakenHistory;
import io.tapedeck.runtime.Platform;
import io.tapedeck.simulator.SimulatorConfig;
import io.tapedeck.simulator.SimulatorConfig.ApiAccount;
import io.tapedeck.simulator.SimulatorConfig.MarketConfig;
import io.tapedeck.simulator.SimulatorConfig.StartConfig;
import io.tapedeck.simulator.VenueSimulator;
import io.tapedeck.simulator.market.Pace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What came from files and from the venues' history: each row once, whatever happens between. */
@ExtendWith(SharedBroker.class)
class HistoryIT {
  private static final String KEY = "PKTEST";
  private static final String SECRET = "c2VjcmV0";
  private static final Instant BEGIN = Instant.parse("2024-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2024-02-01T00:00:00Z");
  @TempDir Path directory;

  private Platform platform(String prefix) {
    Platform platform = SharedBroker.harness().platform(prefix);
    SharedBroker.harness().createTopics(platform);
    return platform;
  }

  @Test
  void fileImportedTwiceIsOnTheTapeOnceAndEqualRowsBothStay() throws IOException {
    Platform platform = platform("history-twice-");
    Path file = directory.resolve("XBTUSD.csv");
    Files.writeString(
        file, "1561939203,10749.4,0.004\n1561939203,10749.4,0.004\noops\n1561939204,1,2\n");
    Options options = new Options(Format.KRAKEN_CSV, "KRAKEN", "BTC/USD");
    TapeImporter importer = new TapeImporter(platform);

    TapeImporter.Result first = importer.run(file, options, rows -> {});
    TapeImporter.Result second = importer.run(file, options, rows -> {});
    Path copy = Files.copy(file, directory.resolve("other-name.csv"));
    TapeImporter.Result third = importer.run(copy, options, rows -> {});

    assertThat(first).isEqualTo(new TapeImporter.Result(4, 0, 3, 0, 1, 0));
    assertThat(second).isEqualTo(new TapeImporter.Result(4, 0, 3, 0, 1, 4));
    assertThat(third.already()).isEqualTo(4);
    assertThat(IngestHarness.ticks(platform)).hasSize(3);
    assertThat(IngestHarness.deadLetters(platform)).hasSize(1);
  }

  @Test
  void alpacaJsonBringsTradesQuotesAndBarsAndNamesWhatItRefuses() throws IOException {
    Platform platform = platform("history-alpaca-");
    Path file = directory.resolve("pages.json");
    Files.writeString(
        file,
        """
        {"trades": {"BTC/USD": [
           {"t": "2022-03-09T06:00:00.080264Z", "p": 41516.08, "s": 0.00315427, "tks": "B", "i": 293},
           {"t": "2022-03-09T06:00:01Z", "p": 1e400, "s": 1, "i": 294}]},
         "next_page_token": null}
        {"bars": [{"t": "2022-03-09T05:00:00Z", "o": 161.51, "h": 163.41, "l": 159.41, "c": 162.95,
                   "v": 88496480, "n": 700291, "vw": 161.942117}],
         "symbol": "AAPL", "next_page_token": null}
        {"quotes": {"ETH/USD": [
           {"t": "2022-05-26T11:47:18.44347136Z", "bp": 29058, "bs": 0.3544, "ap": 29059, "as": 3.2}]}}
        """);
    TapeImporter importer = new TapeImporter(platform);

    TapeImporter.Result result =
        importer.run(file, new Options(Format.ALPACA_JSON, "ALPACA", null, 3_600), rows -> {});

    assertThat(result).isEqualTo(new TapeImporter.Result(4, 1, 1, 1, 1, 0));
    List<MarketEvent> events = IngestHarness.ticks(platform).stream().map(Stored::value).toList();
    assertThat(events)
        .filteredOn(event -> event instanceof Bar)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.instrument().value()).isEqualTo("ALPACA:AAPL");
              assertThat(((Bar) event).close()).hasToString("162.95");
              assertThat(((Bar) event).intervalSeconds()).isEqualTo(3_600);
            });
    assertThat(IngestHarness.deadLetters(platform))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.value().source().toString()).isEqualTo("file:pages.json-0@3");
              assertThat(letter.value().reason()).startsWith("p");
            });
    // bars of a length that nobody named are refused, not guessed
    TapeImporter.Result unnamed =
        importer.run(file, new Options(Format.ALPACA_JSON, "OTHER", null, 0), rows -> {});
    assertThat(unnamed.bars()).isZero();
    assertThat(unnamed.refused()).isEqualTo(2);
  }

  @Test
  @Tag("B33")
  void realTapeComesBackToTheLastDigitAndInOrder() throws IOException {
    Path file = TestData.path("tape/crypto-spot-20240808.csv.gz");
    Assumptions.assumeTrue(Files.exists(file), "recorded market is not here");
    Platform platform = platform("history-real-");

    TapeImporter.Result imported = new TapeImporter(platform).run(file, Options.csv(), rows -> {});
    Path out = directory.resolve("out.csv");
    TapeExporter.Result exported =
        new TapeExporter(platform).run(out, "KRAKEN", Set.of(), (done, of) -> {});

    assertThat(imported).isEqualTo(new TapeImporter.Result(166_351, 131_932, 34_419, 0, 0, 0));
    assertThat(exported).isEqualTo(new TapeExporter.Result(131_932, 34_419));
    try (BufferedReader before =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
        BufferedReader after = Files.newBufferedReader(out)) {
      String line = before.readLine();
      long number = 1;
      while (line != null) {
        assertThat(after.readLine()).as("line %d", number).isEqualTo(plain(line));
        line = before.readLine();
        number++;
      }
      assertThat(after.readLine()).isNull();
    }
    List<TapeListing.Instrument> listed = new TapeListing(platform).run((done, of) -> {});
    assertThat(listed).hasSize(2);
    assertThat(listed.stream().mapToLong(TapeListing.Instrument::trades).sum()).isEqualTo(34_419);
    assertThat(listed)
        .allSatisfy(
            one ->
                assertThat(one.hours().stream().mapToLong(TapeListing.Hour::quotes).sum())
                    .isEqualTo(one.quotes()));
  }

  /** The file writes 2683.80000000 where a tape keeps the number. */
  private static String plain(String line) {
    String[] columns = line.split(",", -1);
    for (int i = 4; i < 10; i++) {
      if (columns[i].matches("[0-9.]+")) {
        columns[i] = new BigDecimal(columns[i]).stripTrailingZeros().toPlainString();
      }
    }
    return String.join(",", columns);
  }

  @Test
  void backfillBringsWhatTheFeedMissedObeysTheLimitAndGoesOnAfterAFailure() throws Exception {
    Platform platform = platform("history-backfill-");
    try (VenueSimulator venue = played("BTC/USD", 12_000)) {
      long trades = tradesPlayed(venue);
      TapeBackfill backfill = new TapeBackfill(platform);
      TapeBackfill.Request request =
          new TapeBackfill.Request("KRAKEN:BTC/USD", "trades", "", BEGIN, END);
      HistorySource kraken =
          new KrakenHistory(
              new HistoryHttp(Map.of(), 60_000),
              URI.create(venue.restUrl()),
              "BTC/USD",
              BEGIN,
              END);

      control(
          venue, "{\"target\":\"Trades\",\"kind\":\"STATUS\",\"status\":429,\"retry_after\":1}");
      assertThatThrownBy(() -> backfill.run(request, brokenAfterOnePage(kraken), (rows, at) -> {}))
          .hasMessage("the line went dead");
      int before = IngestHarness.ticks(platform).size();
      TapeBackfill.Result rest = backfill.run(request, kraken, (rows, at) -> {});

      assertThat(before).isEqualTo(1_000);
      assertThat(rest.resumed()).isTrue();
      List<Long> ids =
          IngestHarness.ticks(platform).stream().map(stored -> stored.value().venueId()).toList();
      assertThat(ids).hasSize((int) trades).doesNotHaveDuplicates().isSorted();
      assertThat(backfill.run(request, kraken, (rows, at) -> {}).written()).isZero();
      // another window over the same trades: known by their ids
      TapeBackfill.Request again =
          new TapeBackfill.Request("KRAKEN:BTC/USD", "trades", "", BEGIN, END.plusSeconds(1));
      assertThat(backfill.run(again, kraken, (rows, at) -> {}).written()).isZero();
      assertThat(IngestHarness.marks(platform)).isEmpty();
    }
  }

  /** The synthetic market numbers a pair's trades from 1,000,001. */
  private static long tradesPlayed(VenueSimulator venue) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(venue.restUrl() + "/0/public/Trades?pair=XBTUSD&count=1"))
            .build();
    String body =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    String id = body.substring(0, body.lastIndexOf("]]"));
    return Long.parseLong(id.substring(id.lastIndexOf(',') + 1)) - 1_000_000;
  }

  private static HistorySource brokenAfterOnePage(HistorySource whole) {
    int[] pages = {0};
    return place -> {
      if (pages[0]++ == 1) {
        throw new IOException("the line went dead");
      }
      return whole.page(place);
    };
  }

  @Test
  void alpacaBackfillPagesThroughSharesAndLeavesTheOpenBar() throws Exception {
    Platform platform = platform("history-shares-");
    try (VenueSimulator venue = played("AAPL", 9_000)) {
      HistoryHttp http =
          new HistoryHttp(Map.of("APCA-API-KEY-ID", KEY, "APCA-API-SECRET-KEY", SECRET), 60_000);
      TapeBackfill backfill = new TapeBackfill(platform);
      URI base = URI.create(venue.restUrl());
      TapeBackfill.Result trades =
          backfill.run(
              new TapeBackfill.Request("ALPACA:AAPL", "trades", "", BEGIN, END),
              new AlpacaHistory(
                  http, new AlpacaHistory.Query(base, "AAPL", "trades", "", 0, BEGIN, END, 250)),
              (rows, at) -> {});
      TapeBackfill.Result bars =
          backfill.run(
              new TapeBackfill.Request("ALPACA:AAPL", "bars", "1Min", BEGIN, END),
              new AlpacaHistory(
                  http, new AlpacaHistory.Query(base, "AAPL", "bars", "1Min", 60, BEGIN, END)),
              (rows, at) -> {});

      assertThat(trades.pages()).isGreaterThan(3);
      List<MarketEvent> events = IngestHarness.ticks(platform).stream().map(Stored::value).toList();
      List<MarketEvent> ofTrades = events.stream().filter(event -> event instanceof Trade).toList();
      assertThat(ofTrades).hasSize((int) trades.written()).doesNotHaveDuplicates();
      long counted = 0;
      for (MarketEvent event : events) {
        counted += event instanceof Bar bar && bar.trades() != null ? bar.trades() : 0;
      }
      assertThat(counted).isEqualTo(trades.written());
      assertThat(bars.written()).isPositive();
      assertThatThrownBy(
              () ->
                  new AlpacaHistory(
                          new HistoryHttp(Map.of(), 60_000),
                          new AlpacaHistory.Query(base, "AAPL", "trades", "", 0, BEGIN, END))
                      .page(""))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("HTTP 401");
    }
  }

  private VenueSimulator played(String symbol, long ticks) throws IOException {
    VenueSimulator venue =
        VenueSimulator.start(
            SimulatorConfig.builder(directory.resolve(symbol.replace('/', '-')))
                .accounts(new ApiAccount("main", KEY, SECRET, Map.of()))
                .market(new MarketConfig("", List.of(symbol), 11, ticks))
                .speed(Pace.unlimited())
                .start(StartConfig.onCommandOnly())
                .build());
    venue.play();
    await().until(() -> venue.state().finished());
    return venue;
  }

  private static void control(VenueSimulator venue, String fault) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(venue.restUrl() + "/control/faults"))
            .POST(HttpRequest.BodyPublishers.ofString(fault))
            .build();
    assertThat(
            HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void recordedFramesPlayedBackAreTheTicksOfTheLiveFeed() throws Exception {
    Platform live = platform("history-live-");
    Platform played = platform("history-played-");
    Path file = directory.resolve("frames.gz");
    try (VenueSimulator venue =
        VenueSimulator.start(
            SimulatorConfig.builder(directory.resolve("venue"))
                .market(new MarketConfig("", List.of("BTC/USD", "ETH/USD"), 5, 4_000))
                .speed(Pace.unlimited())
                .start(new StartConfig(false, 2, List.of("ticker", "trade", "book"), 250))
                .build())) {
      IngestConfig config = IngestHarness.config("websocket_url: '" + venue.webSocketUrl() + "'");
      TapeRecording.Recording recording =
          TapeRecording.record(config, played, file, Duration.ofMinutes(2));
      CompletableFuture<TapeRecording.Result> recorded =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return recording.run();
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      try (Running running = IngestHarness.start(config, live)) {
        await().atMost(Duration.ofSeconds(60)).until(() -> venue.state().finished());
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    live.meters().counter("market_data_ticks_received_total").count()
                        >= venue.state().played());
        await().until(() -> recording.frames() >= venue.state().played());
      }
      recording.stop();
      assertThat(recorded.get().connections()).isEqualTo(1);

      TapeRecording.play(config, played, file, done -> {});

      assertThat(market(played)).isEqualTo(market(live)).isNotEmpty();
      assertThat(market(live).values().stream().mapToInt(List::size).sum()).isGreaterThan(4_000);
      assertThatThrownBy(() -> TapeRecording.play(config, played, file, done -> {}))
          .hasMessageContaining("was played onto this tape already");
    }
  }

  /** Trades, quotes and books by instrument, in order, without the receiver's clock. */
  private static Map<String, List<String>> market(Platform platform) {
    Map<String, List<String>> all = new HashMap<>();
    for (Stored<MarketEvent> stored : IngestHarness.ticks(platform)) {
      MarketEvent event = stored.value();
      String text = null;
      if (event instanceof Trade t) {
        text = "trade " + t.venueId() + " " + t.price() + " " + t.size() + " " + t.aggressor();
      } else if (event instanceof Quote q) {
        text = "quote " + q.bidPrice() + " " + q.bidSize() + " " + q.askPrice() + " " + q.askSize();
      } else if (event instanceof BookChange b) {
        text = "book " + b.checksum() + " " + b.bids() + " " + b.asks();
      }
      if (text != null) {
        all.computeIfAbsent(stored.key(), key -> new ArrayList<>())
            .add(event.eventNanos() + " " + text);
      }
    }
    return all;
  }
}

package io.tapedeck.ingest.venue.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.domain.market.BarState;
import io.tapedeck.domain.market.MarketEvent.Bar;
import io.tapedeck.domain.market.MarketEvent.BookChange;
import io.tapedeck.domain.market.MarketEvent.OrdersChange;
import io.tapedeck.domain.market.MarketEvent.Quote;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.domain.market.MarketEvent.TradingStatusChange;
import io.tapedeck.domain.market.OrderChangeKind;
import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.ingest.RecordedTicks;
import io.tapedeck.ingest.TestData;
import io.tapedeck.ingest.core.FrameRefusedException;
import io.tapedeck.ingest.core.OrderBook;
import io.tapedeck.ingest.venue.kraken.KrakenFrame.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KrakenParserTest {
  private static final long NOW = 1_717_000_000_000_000_000L;
  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final List<String> SYMBOLS =
      List.of(
          "ETH/USD", "BTC/USD", "ETH/BTC", "EUR/USD", "BTC/EUR", "DOGE/USD", "LUNA/EUR", "GST/EUR");

  private final KrakenParser parser = new KrakenParser(new KrakenPairs(SYMBOLS));
  private final KrakenFrame frame = new KrakenFrame();

  private KrakenFrame parse(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    parser.parse(bytes, 0, bytes.length, NOW, frame);
    return frame;
  }

  private RecordedTicks ticks(String json) {
    RecordedTicks out = new RecordedTicks();
    parse(json).ticks.replay(out);
    return out;
  }

  private static String recorded(String file) throws IOException {
    return Files.readString(TestData.path("wire/kraken/" + file));
  }

  private Map<String, String> outcomes(String folder) throws IOException {
    Map<String, String> outcomes = new TreeMap<>();
    try (Stream<Path> files = Files.list(TestData.path("wire/kraken/" + folder))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        String text = Files.readString(file);
        List<String> frames =
            name.endsWith(".jsonl")
                ? text.lines().filter(l -> !l.isBlank()).toList()
                : List.of(text);
        for (int i = 0; i < frames.size(); i++) {
          outcomes.put(name + (frames.size() == 1 ? "" : "#" + i), outcome(frames.get(i)));
        }
      }
    }
    return outcomes;
  }

  private String outcome(String text) {
    try {
      return parse(text).kind.name();
    } catch (FrameRefusedException e) {
      return e.reason();
    }
  }

  @Test
  @Tag("B5")
  void everyRecordedV2MessageIsReadOrRefusedByName() throws IOException {
    Map<String, String> outcomes = outcomes("kraken-async-rs");
    // v2 messages begin with 025; those before are REST bodies, and a few after are fragments
    outcomes.forEach(
        (name, outcome) -> {
          boolean message = name.compareTo("025") >= 0 && !name.matches("(072|078|079|08[0-2]).*");
          if (message) {
            assertThat(outcome).as(name).matches("[A-Z]+");
          } else {
            assertThat(outcome).as(name).isEqualTo("neither channel, method nor event");
          }
        });
    assertThat(outcomes)
        .containsEntry("025-pong.json", "PONG")
        .containsEntry("029-subscribe-True.json", "ANSWER")
        .containsEntry("034-heartbeat.json", "HEARTBEAT")
        .containsEntry("035-status-update.json", "STATUS")
        .containsEntry("042-ticker-snapshot.json", "TICKS")
        .containsEntry("045-book-update.json", "BOOK")
        .containsEntry("046-level3-snapshot.json", "TICKS")
        .containsEntry("047-level3-update.json", "TICKS")
        .containsEntry("048-ohlc-snapshot.json", "TICKS")
        .containsEntry("050-trade-update.json", "TICKS")
        .containsEntry("051-instrument-snapshot.json", "INSTRUMENT");
  }

  @Test
  @Tag("B5")
  void everyRecordedV1MessageIsReadOrRefusedByName() throws IOException {
    Map<String, String> stream = outcomes("xchange-stream");
    assertThat(stream)
        .containsEntry("connectionDetails.json", "STATUS")
        .containsEntry("orderBookMessageSnapshot.json", "BOOK")
        .containsEntry("orderBookMessageUpdate00.json", "BOOK")
        .containsEntry("orderBookMessageUpdate01.json", "BOOK")
        .containsEntry("orderBookMessageUpdate02.json", "BOOK")
        .containsEntry("subscriptionConfirmation.json", "ANSWER")
        .containsEntry("ticker.json", "TICKS")
        .containsEntry("trades.json", "TICKS")
        .hasSize(8);
    Map<String, String> go = outcomes("gocryptotrader");
    go.forEach(
        (name, outcome) -> {
          if (name.contains("-v1-book-")) {
            assertThat(outcome).as(name).isEqualTo("BOOK");
          } else if (name.contains("subscriptionStatus")) {
            assertThat(outcome).as(name).isEqualTo("ANSWER");
          } else if (name.startsWith("ws")) {
            assertThat(outcome).as(name).matches("TICKS|BOOK|PONG|STATUS|UNUSED");
          } else {
            // REST bodies and fragments of tests: no messages of a socket
            assertThat(outcome).as(name).matches(".{8,}");
          }
        });
    assertThat(go.values()).filteredOn("TICKS"::equals).hasSize(6);
    assertThat(go.values()).filteredOn("UNUSED"::equals).hasSize(7); // ownTrades and openOrders
  }

  @Test
  void all979ChecksumsOfTheRecordedBookVerify() throws IOException {
    JsonNode recording = JACKSON.readTree(recorded("python-kraken-sdk/orderbook-v1.json"));
    RecordedTicks out = new RecordedTicks();
    List<String> sent = new ArrayList<>();
    KrakenSession session =
        new KrakenSession(
            new KrakenSubscriptions(List.of("BTC/USD"), List.of("book"), 10, true),
            true,
            true,
            new SimpleMeterRegistry());
    session.opened(NOW, sent::add, out);
    for (String part : List.of("init", "updates")) {
      for (JsonNode message : recording.get(part)) {
        byte[] bytes = JACKSON.writeValueAsBytes(message);
        session.frame(bytes, 0, bytes.length, NOW, sent::add, out);
      }
    }

    List<BookChange> changes = out.all(BookChange.class);
    assertThat(changes).filteredOn(change -> change.checksum() != null).hasSize(979);
    assertThat(changes).first().matches(BookChange::snapshot);
    assertThat(out.kinds()).doesNotContain("GAP");
    assertThat(sent).hasSize(1);
  }

  /** The books of several pairs, one of them with twelve decimals, and levels published again. */
  @Test
  void theOtherRecordedBooksVerify() throws IOException {
    RecordedTicks out = new RecordedTicks();
    KrakenSession session =
        new KrakenSession(
            new KrakenSubscriptions(SYMBOLS, List.of("book"), 10, true),
            true,
            true,
            new SimpleMeterRegistry());
    session.opened(NOW, text -> {}, out);
    int updates = 0;
    try (Stream<Path> files = Files.list(TestData.path("wire/kraken/gocryptotrader"))) {
      for (Path file : files.filter(f -> f.toString().contains("-v1-book-")).sorted().toList()) {
        byte[] bytes = Files.readAllBytes(file);
        session.frame(bytes, 0, bytes.length, NOW, text -> {}, out);
        updates++;
      }
    }

    assertThat(updates).isEqualTo(19);
    assertThat(out.kinds()).hasSize(19).containsOnly("BookChange");
  }

  @Test
  void theDocumentedChecksumsVerify() throws IOException {
    int books = 0;
    for (JsonNode example : JACKSON.readTree(recorded("checksum-doc-examples.json"))) {
      CRC32 crc = new CRC32();
      crc.update(example.get("string").asText().getBytes(StandardCharsets.US_ASCII));
      assertThat(crc.getValue())
          .as(example.get("name").asText())
          .isEqualTo(example.get("expected").asLong());
      if (example.has("asks")) {
        OrderBook book = new OrderBook(10);
        fill(book, example.get("bids"), true);
        fill(book, example.get("asks"), false);
        assertThat(book.checksum()).isEqualTo(example.get("expected").asLong());
        books++;
      }
    }
    assertThat(books).isEqualTo(2);
  }

  private static void fill(OrderBook book, JsonNode levels, boolean bid) {
    for (JsonNode level : levels) {
      String price = level.get(0).asText();
      String size = level.get(1).asText();
      book.set(
          bid, Price.of(price).raw(), Quantity.of(size).raw(), decimals(price), decimals(size));
    }
  }

  private static int decimals(String number) {
    return number.contains(".") ? number.length() - number.indexOf('.') - 1 : 0;
  }

  @Test
  void readsRecordedTickersTradesBarsAndOrdersToTheLastDigit() throws IOException {
    Quote quote = ticks(recorded("kraken-async-rs/043-ticker-update.json")).all(Quote.class).get(0);
    assertThat(quote.instrument().value()).isEqualTo("KRAKEN:BTC/USD");
    assertThat(quote.bidPrice()).isEqualTo(Price.of("65843.7"));
    assertThat(quote.bidSize()).isEqualTo(Quantity.of("12.31628629"));
    assertThat(quote.askPrice()).isEqualTo(Price.of("65843.8"));
    assertThat(quote.askSize()).isEqualTo(Quantity.of("0.31232"));
    assertThat(quote.eventNanos()).isEqualTo(NOW);

    List<Trade> trades = ticks(recorded("kraken-async-rs/050-trade-update.json")).all(Trade.class);
    assertThat(trades).extracting(Trade::venueId).containsExactly(70635299L, 70635300L);
    assertThat(trades.get(1).size()).isEqualTo(Quantity.of("0.00483192"));

    List<Bar> bars = ticks(recorded("kraken-async-rs/048-ohlc-snapshot.json")).all(Bar.class);
    assertThat(bars).hasSize(2);
    assertThat(bars.get(0).low()).isEqualTo(Price.of("3026.13"));
    assertThat(bars.get(0).vwap()).isEqualTo(Price.of("3027.01"));
    assertThat(bars.get(0).state()).isEqualTo(BarState.CLOSED);
    assertThat(bars.get(1).trades()).isEqualTo(4);

    OrdersChange orders =
        ticks(recorded("kraken-async-rs/047-level3-update.json")).all(OrdersChange.class).get(0);
    assertThat(orders.snapshot()).isFalse();
    assertThat(orders.checksum()).isEqualTo(2143854316L);
    assertThat(orders.bids())
        .extracting(o -> o.change())
        .containsExactly(OrderChangeKind.DELETE, OrderChangeKind.ADD);
    assertThat(orders.bids().get(1).orderId()).isEqualTo("OI2XQ5-6JUYI-A5NI6J");
    assertThat(orders.bids().get(1).size()).isEqualTo(Quantity.of("2.82230268"));
  }

  @Test
  @Tag("A21")
  void statusesOfPairsAreReadAndOtherPairsPassedOver() throws IOException {
    List<TradingStatusChange> changes =
        ticks(recorded("kraken-async-rs/051-instrument-snapshot.json"))
            .all(TradingStatusChange.class);
    assertThat(changes)
        .extracting(c -> c.instrument().value() + " " + c.status())
        .containsExactly("KRAKEN:EUR/USD TRADING", "KRAKEN:ETH/BTC TRADING");
    assertThat(frame.pricePrecision[0]).isEqualTo(5);
    assertThat(frame.sizePrecision[0]).isEqualTo(8);
    for (String word : List.of("cancel_only", "post_only", "limit_only", "reduce_only")) {
      assertThat(KrakenPairs.status(word).name()).isEqualToIgnoringCase(word);
    }
    assertThat(KrakenPairs.status("maintenance")).isEqualTo(TradingStatus.HALTED);
    assertThat(KrakenPairs.status("delisted")).isEqualTo(TradingStatus.CLOSED);
    assertThat(KrakenPairs.status("to be invented")).isEqualTo(TradingStatus.UNKNOWN);
  }

  @Test
  void membersMayComeInAnyOrderAndUnknownOnesArePassedOver() {
    Trade trade =
        ticks(
                "{\"data\":[{\"qty\":1e-3,\"x\":{\"y\":[1,null,true,\"\\u00e9\"]},\"trade_id\":9223372036854775807,"
                    + "\"price\":1.5,\"timestamp\":\"2024-05-27T14:43:11+02:00\",\"side\":\"sell\","
                    + "\"symbol\":\"ETH\\/USD\"}],\"type\":\"update\",\"channel\":\"trade\"}")
            .all(Trade.class)
            .get(0);
    assertThat(trade.instrument().value()).isEqualTo("KRAKEN:ETH/USD");
    assertThat(trade.size()).isEqualTo(Quantity.of("0.001"));
    assertThat(trade.venueId()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void keepsDecimalsAsWrittenForTheChecksum() {
    parse(
        "{\"channel\":\"book\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"bids\":[],"
            + "\"asks\":[{\"price\":119174.000,\"qty\":0.00672000}],\"checksum\":4294967295}]}");

    assertThat(frame.book[0].priceScale[0]).isEqualTo(3);
    assertThat(frame.book[0].sizeScale[0]).isEqualTo(8);
    assertThat(frame.book[0].checksum).isEqualTo(4294967295L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"price\"|\"prise\"",
        "\"qty\":0.01044926,|",
        "\"qty\"|\"price\"",
        "70635299|-5",
        "70635299|1.5",
        "buy|bought",
        "update|updated",
        "BTC/USD|XXX/USD",
        "2024-05-27T12|2024-02-30T12",
        "798009Z|7980091234Z",
        "798009Z|798009",
        "}]}|}]",
        "}]}|}]}}",
        "\"channel\":\"trade\",|",
        "\"channel\":\"trade\"|\"channel\":\"trades\"",
        "\"channel\"|\"channel\":\"book\",\"channel\"",
      })
  void refusesWithAReason(String change) {
    String trade =
        "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"side\":\"buy\","
            + "\"price\":68500.0,\"qty\":0.01044926,\"ord_type\":\"limit\",\"trade_id\":70635299,"
            + "\"timestamp\":\"2024-05-27T12:43:11.798009Z\"}]}";
    String[] parts = change.split("\\|", -1);

    assertThat(outcome(trade)).isEqualTo(Kind.TICKS.name());
    assertThat(outcome(trade.replace(parts[0], parts[1]))).matches("(?s).{8,}");
  }
}

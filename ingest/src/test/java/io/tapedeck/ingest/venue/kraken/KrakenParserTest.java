package io.tapedeck.ingest.venue.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.ingest.TestData;
import io.tapedeck.ingest.core.FrameRefusedException;
import io.tapedeck.ingest.core.SymbolTable;
import io.tapedeck.ingest.venue.kraken.KrakenFrame.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KrakenParserTest {
  private static final String TRADE =
      "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"side\":\"buy\","
          + "\"price\":68500.0,\"qty\":0.01044926,\"ord_type\":\"limit\",\"trade_id\":70635299,"
          + "\"timestamp\":\"2024-05-27T12:43:11.798009Z\"}]}";

  private final KrakenParser parser =
      new KrakenParser(new SymbolTable(List.of("ETH/USD", "BTC/USD")));
  private final KrakenFrame frame = new KrakenFrame();

  private KrakenFrame parse(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    parser.parse(bytes, 0, bytes.length, frame);
    return frame;
  }

  @Test
  void everyRecordedV2MessageIsReadOrRefusedByName() throws IOException {
    Path folder = TestData.path("wire/kraken/kraken-async-rs");
    Map<String, String> outcomes = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        String name = file.getFileName().toString();
        try {
          outcomes.put(name, parse(Files.readString(file)).kind.name());
        } catch (FrameRefusedException e) {
          outcomes.put(name, e.reason());
        }
      }
    }
    // v2 messages begin with 025; those before are REST bodies, and a few after are fragments
    outcomes.forEach(
        (name, outcome) -> {
          boolean message = name.compareTo("025") >= 0 && !name.matches("(072|078|079|08[0-2]).*");
          if (message) {
            assertThat(outcome).as(name).matches("[A-Z]+");
          } else {
            assertThat(outcome).as(name).isEqualTo("neither channel nor method");
          }
        });
    assertThat(outcomes)
        .containsEntry("025-pong.json", "PONG")
        .containsEntry("029-subscribe-True.json", "ANSWER")
        .containsEntry("034-heartbeat.json", "HEARTBEAT")
        .containsEntry("035-status-update.json", "STATUS")
        .containsEntry("042-ticker-snapshot.json", "TICKER")
        .containsEntry("043-ticker-update.json", "TICKER")
        .containsEntry("045-book-update.json", "BOOK")
        .containsEntry("049-trade-snapshot.json", "TRADE")
        .containsEntry("050-trade-update.json", "TRADE")
        .containsEntry("051-instrument-snapshot.json", "UNUSED")
        .containsEntry("075-book-update.json", "BOOK");
  }

  @Test
  void readsARecordedTickerToTheLastDigit() throws IOException {
    Path file = TestData.path("wire/kraken/kraken-async-rs/043-ticker-update.json");

    parse(Files.readString(file));

    assertThat(frame.rows).isEqualTo(1);
    assertThat(frame.symbol[0]).isEqualTo(1);
    assertThat(frame.first[0]).isEqualTo(FixedPoint.parse("65843.7"));
    assertThat(frame.firstSize[0]).isEqualTo(FixedPoint.parse("12.31628629"));
    assertThat(frame.second[0]).isEqualTo(FixedPoint.parse("65843.8"));
    assertThat(frame.secondSize[0]).isEqualTo(FixedPoint.parse("0.31232"));
    assertThat(frame.time[0]).isEqualTo(KrakenFrame.NO_TIME);
  }

  @Test
  void readsManyTradesInTheirOrder() throws IOException {
    Path file = TestData.path("wire/kraken/kraken-async-rs/050-trade-update.json");

    parse(Files.readString(file));

    assertThat(frame.rows).isEqualTo(2);
    assertThat(frame.second[0]).isEqualTo(70635299);
    assertThat(frame.second[1]).isEqualTo(70635300);
    assertThat(frame.buy[1]).isTrue();
    assertThat(frame.firstSize[1]).isEqualTo(FixedPoint.parse("0.00483192"));
    Instant time = Instant.parse("2024-05-27T12:43:11.798009Z");
    assertThat(frame.time[1]).isEqualTo(time.getEpochSecond() * 1_000_000_000L + time.getNano());
  }

  @Test
  void membersMayComeInAnyOrderAndUnknownOnesArePassedOver() {
    parse(
        "{\"data\":[{\"qty\":1e-3,\"x\":{\"y\":[1,null,true,\"\\u00e9\"]},\"trade_id\":9223372036854775807,"
            + "\"price\":1.5,\"timestamp\":\"2024-05-27T14:43:11+02:00\",\"side\":\"sell\","
            + "\"symbol\":\"ETH\\/USD\"}],\"type\":\"update\",\"channel\":\"trade\"}");

    assertThat(frame.kind).isEqualTo(Kind.TRADE);
    assertThat(frame.symbol[0]).isZero();
    assertThat(frame.second[0]).isEqualTo(Long.MAX_VALUE);
    assertThat(frame.firstSize[0]).isEqualTo(1_000_000L);
    assertThat(frame.time[0])
        .isEqualTo(Instant.parse("2024-05-27T12:43:11Z").getEpochSecond() * 1_000_000_000L);
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
        "68500.0|NaN",
        "68500.0|-1",
        "68500.0|0",
        "68500.0|1e400",
        "68500.0|1e999999999",
        "68500.0|0.0000000001",
        "68500.0|9223372036.9",
        "68500.0|99999999999999999999999",
        "68500.0|\"68500.0\"",
        "68500.0|068500",
        "68500.0|1.",
        "68500.0|null",
        "\"price\"|\"prise\"",
        "\"qty\":0.01044926,|",
        "\"qty\"|\"price\"",
        "70635299|9223372036854775808",
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
        "\"channel\"|\"channel\":\"book\",\"channel\"",
      })
  void refusesWithAReason(String change) {
    String[] parts = change.split("\\|", -1);

    assertThatThrownBy(() -> parse(TRADE.replace(parts[0], parts[1])))
        .isInstanceOf(FrameRefusedException.class)
        .hasMessageMatching(".{8,}");
  }

  @Test
  void refusesDeepNestingAndBadUtf8() {
    String deep = "{\"channel\":\"x\",\"data\":" + "[".repeat(100_000);
    assertThatThrownBy(() -> parse(deep)).hasMessageContaining("nested deeper");
    byte[] bytes = TRADE.replace("limit", "l?mit").getBytes(StandardCharsets.ISO_8859_1);
    bytes[TRADE.indexOf("limit") + 1] = (byte) 0xFF;

    assertThatThrownBy(() -> parser.parse(bytes, 0, bytes.length, frame))
        .hasMessageContaining("no UTF-8");
  }
}

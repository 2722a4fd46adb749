package io.tapedeck.ingest.venue.alpaca;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.Bar;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.ingest.FrameFuzz;
import io.tapedeck.ingest.RecordedTicks;
import io.tapedeck.ingest.TestData;
import io.tapedeck.ingest.TickWords;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Alpaca's parser against another one: on the rows of recorded answers, and on mutated frames. */
class AlpacaParserTest {
  private static final long NOW = 1_717_000_000_000_000_000L;
  private static final ObjectMapper JACKSON =
      new ObjectMapper()
          .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final List<String> FRAMES =
      List.of(
          "[{\"T\":\"t\",\"i\":96921,\"S\":\"AAPL\",\"x\":\"D\",\"p\":126.55,\"s\":1,\"t\":"
              + "\"2021-02-22T15:51:44.208Z\",\"c\":[\"@\",\"I\"],\"z\":\"C\"},{\"T\":\"q\",\"S\":\"MSFT\",\"bx\":"
              + "\"U\",\"bp\":87.66,\"bs\":1,\"ax\":\"X\",\"ap\":87.68,\"as\":4,\"t\":"
              + "\"2021-02-22T15:51:45.335689322Z\",\"c\":[\"R\"],\"z\":\"A\"}]",
          "[{\"T\":\"t\",\"S\":\"BTC/USD\",\"p\":40650,\"s\":\"0.1517\",\"t\":\"2022-03-18T14:03:31.960672Z\","
              + "\"i\":26932440,\"tks\":\"B\"}]",
          "[{\"T\":\"b\",\"S\":\"AAPL\",\"o\":388.985,\"h\":389.13,\"l\":388.975,\"c\":389.12,\"v\":49378,"
              + "\"n\":461,\"vw\":389.062639,\"t\":\"2021-02-22T19:15:00Z\"}]",
          "[{\"T\":\"o\",\"S\":\"AAPL\",\"t\":\"2022-04-06T14:19:43.1Z\",\"b\":[{\"p\":43712.5,\"s\":0.15}],"
              + "\"a\":[{\"p\":43713.1,\"s\":0}],\"r\":true},{\"T\":\"s\",\"S\":\"AAPL\",\"sc\":\"H\",\"sm\":\"Halt\","
              + "\"rc\":\"T12\",\"rm\":\"x\",\"t\":\"2021-02-22T19:15:00Z\",\"z\":\"A\"}]",
          "[{\"T\":\"success\",\"msg\":\"connected\"},{\"T\":\"error\",\"code\":402,\"msg\":\"auth failed\"}]");

  private final AlpacaFrame frame = new AlpacaFrame();
  private final AlpacaParser fixed =
      new AlpacaParser(new AlpacaSymbols(List.of("AAPL", "MSFT", "BTC/USD"), false));

  private List<String> parse(byte[] bytes, int from, int to) {
    fixed.parse(bytes, from, to, NOW, frame);
    RecordedTicks out = new RecordedTicks();
    frame.ticks.replay(out);
    return TickWords.of(out);
  }

  @Test
  @Tag("F14")
  void mutatedFramesAreRefusedOrReadRight() {
    FrameFuzz.run(FRAMES, this::parse, this::oracle);
  }

  /** What another parser makes of it, of the messages that were not refused. */
  private List<String> oracle(JsonNode tree) {
    if (!frame.refused.isEmpty()) {
      return null; // which ones is another test's
    }
    List<String> words = new ArrayList<>();
    for (JsonNode message : tree.isArray() ? tree : JACKSON.createArrayNode().add(tree)) {
      String type = message.get("T").asText();
      if (type.equals("t") || type.equals("q")) {
        words.add(words(type, "ALPACA:" + message.get("S").asText(), message));
      } else if (!List.of("success", "error", "subscription").contains(type)) {
        return null;
      }
    }
    return words;
  }

  private static String words(String type, String instrument, JsonNode row) {
    if (type.equals("q")) {
      return TickWords.quote(
          instrument,
          TickWords.decimal(row.get("bp")),
          TickWords.decimal(row.get("bs")),
          TickWords.decimal(row.get("ap")),
          TickWords.decimal(row.get("as")),
          TickWords.nanos(row.get("t")));
    }
    String taker = row.path("tks").asText();
    return TickWords.trade(
        instrument,
        row.has("i") ? Long.parseLong(row.get("i").asText()) : MarketEvent.NO_VENUE_ID,
        TickWords.decimal(row.get("p")),
        TickWords.decimal(row.get("s")),
        taker.equals("B") ? "BUY" : taker.equals("S") ? "SELL" : "UNKNOWN",
        TickWords.nanos(row.get("t")));
  }

  /** The REST answers' rows have the members of the stream's messages, but for type and symbol. */
  @Test
  void everyRecordedRowIsReadAsAMessageAndMeansTheSame() throws IOException {
    AlpacaParser parser = new AlpacaParser(new AlpacaSymbols(List.of(), true));
    TreeMap<String, Integer> counts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(TestData.path("wire/alpaca"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        rows(JACKSON.readTree(Files.readString(file)), null, null, parser, counts);
      }
    }
    // one row of an old answer has a time without a zone, which could mean anything
    assertThat(counts)
        .containsEntry("t", 55)
        .containsEntry("q", 62)
        .containsEntry("b", 101)
        .containsEntry("refused", 1);
  }

  private void rows(
      JsonNode node,
      String name,
      String symbol,
      AlpacaParser parser,
      TreeMap<String, Integer> counts) {
    if (node.isArray()) {
      node.forEach(row -> rows(row, name, symbol, parser, counts));
      return;
    }
    if (!node.isObject()) {
      return;
    }
    String type = type(node);
    if (type != null) {
      message(type, symbol == null ? "X" : symbol, (ObjectNode) node, parser, counts);
      return;
    }
    node.properties()
        .forEach(
            member ->
                rows(
                    member.getValue(),
                    member.getKey(),
                    member.getKey().matches("[A-Z/.]+") ? member.getKey() : symbol,
                    parser,
                    counts));
  }

  private static String type(JsonNode row) {
    if (!row.path("t").isTextual() || !row.path("t").asText().contains(":")) {
      return null;
    }
    if (row.has("bp") && row.has("as")) {
      return "q";
    }
    if (row.has("o") && row.has("h") && row.has("vw")) {
      return "b";
    }
    return row.path("p").isNumber() && row.path("s").isNumber() && row.has("i") ? "t" : null;
  }

  private void message(
      String type,
      String symbol,
      ObjectNode row,
      AlpacaParser parser,
      TreeMap<String, Integer> counts) {
    row.put("T", type).put("S", symbol);
    byte[] bytes = row.toString().getBytes(StandardCharsets.UTF_8);
    parser.parse(bytes, 0, bytes.length, NOW, frame);
    if (!frame.refused.isEmpty()) {
      counts.merge("refused", 1, Integer::sum);
      assertThat(frame.refused.get(0).reason()).as(row.toString()).contains("not a time");
      return;
    }
    counts.merge(type, 1, Integer::sum);
    RecordedTicks out = new RecordedTicks();
    frame.ticks.replay(out);
    if (type.equals("b")) {
      Bar bar = out.all(Bar.class).get(0);
      assertThat(FixedPoint.toDecimal(bar.close().raw()))
          .isEqualByComparingTo(TickWords.decimal(row.get("c")));
      assertThat(
              FixedPoint.toDecimal(bar.volume().raw())
                  .subtract(TickWords.decimal(row.get("v")))
                  .abs())
          .isLessThan(new BigDecimal("0.000000001"));
      assertThat(bar.eventNanos()).isEqualTo(TickWords.nanos(row.get("t")));
    } else {
      assertThat(TickWords.of(out)).containsExactly(words(type, "ALPACA:" + symbol, row));
    }
  }
}

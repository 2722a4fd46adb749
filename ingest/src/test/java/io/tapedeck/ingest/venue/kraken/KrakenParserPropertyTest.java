package io.tapedeck.ingest.venue.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.ingest.core.FrameRefusedException;
import io.tapedeck.ingest.core.SymbolTable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class KrakenParserPropertyTest {
  private static final List<String> FRAMES =
      List.of(
          "{\"channel\":\"ticker\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"bid\":65843.7,"
              + "\"bid_qty\":12.31628629,\"ask\":65843.8,\"ask_qty\":0.31232000,\"last\":65843.7,"
              + "\"change\":-4213.8,\"change_pct\":6.84,\"timestamp\":\"2024-05-27T12:43:11.798009Z\"}]}",
          "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"side\":\"buy\","
              + "\"price\":68500.0,\"qty\":0.01044926,\"ord_type\":\"limit\",\"trade_id\":70635299,"
              + "\"timestamp\":\"2024-05-27T12:43:11.798009Z\"},{\"symbol\":\"BTC/USD\",\"side\":\"sell\","
              + "\"price\":68500.1,\"qty\":1.0e-2,\"ord_type\":\"limit\",\"trade_id\":70635300,"
              + "\"timestamp\":\"2024-05-27T12:43:11.798009123+01:00\"}]}",
          "{\"channel\":\"book\",\"type\":\"snapshot\",\"data\":[{\"symbol\":\"BTC/USD\",\"bids\":"
              + "[{\"price\":66786.5,\"qty\":0.10000000}],\"asks\":[{\"price\":66786.6,\"qty\":1.5}],"
              + "\"checksum\":902440905,\"timestamp\":\"2024-05-19T16:45:24.204654Z\"}]}",
          "{\"method\":\"subscribe\",\"result\":{\"channel\":\"ticker\",\"symbol\":\"BTC/USD\"},"
              + "\"success\":true,\"error\":\"caf\u00e9 \\u00e9\\n\"}",
          "{\"channel\":\"status\",\"data\":[{\"api_version\":\"v2\",\"connection_id\":"
              + "12393906104898154338,\"system\":\"online\"}],\"type\":\"update\"}");
  private static final String TASTY = "{}[]\",:.-+eE0129nulltruefalse\\u\u0000\u00ff ";

  private final KrakenParser parser =
      new KrakenParser(new SymbolTable(List.of("ETH/USD", "BTC/USD")));
  private final KrakenFrame frame = new KrakenFrame();

  @Property(tries = 40_000)
  void mutatedFramesAreReadOrRefusedAndNothingElse(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes =
        FRAMES.get(random.nextInt(FRAMES.size())).getBytes(StandardCharsets.UTF_8).clone();
    int mutations = 1 + random.nextInt(4);
    for (int i = 0; i < mutations && bytes.length > 0; i++) {
      bytes = mutate(bytes, random);
    }
    try {
      parser.parse(bytes, 0, bytes.length, frame);
    } catch (FrameRefusedException e) {
      assertThat(e.reason()).isNotBlank();
      return;
    }
    for (int i = 0; i < frame.rows; i++) {
      assertThat(frame.first[i]).isNotNegative();
      assertThat(frame.firstSize[i]).isNotNegative();
      assertThat(frame.second[i]).isNotNegative();
      assertThat(frame.symbol[i]).isEqualTo(1);
    }
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    byte tasty = (byte) TASTY.charAt(random.nextInt(TASTY.length()));
    switch (random.nextInt(5)) {
      case 0 -> {
        bytes[at] = tasty;
        return bytes;
      }
      case 1 -> {
        bytes[at] = (byte) random.nextInt(256);
        return bytes;
      }
      case 2 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 3 -> {
        byte[] longer = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, longer, 0, at);
        longer[at] = tasty;
        System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
        return longer;
      }
      default -> {
        int to = Math.min(bytes.length, at + 1 + random.nextInt(30));
        byte[] shorter = new byte[bytes.length - (to - at)];
        System.arraycopy(bytes, 0, shorter, 0, at);
        System.arraycopy(bytes, to, shorter, at, bytes.length - to);
        return shorter;
      }
    }
  }
}

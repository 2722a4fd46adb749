package io.tapedeck.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.simulator.SimulatorConfig.MarketConfig;
import io.tapedeck.simulator.SimulatorConfig.StartConfig;
import io.tapedeck.simulator.market.Pace;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole recorded tape through the socket, against a reading of the file of its own. */
class TapePlayTest {
  @TempDir Path folder;

  @Test
  void everyRowOfTheSpotTapeArrivesInFileOrderWithItsDigits() throws Exception {
    Path tape = TestData.file("tape/crypto-spot-20240808.csv.gz");
    try (VenueSimulator venue =
        VenueSimulator.start(
            SimulatorConfig.builder(folder)
                .market(MarketConfig.tape(tape))
                .speed(Pace.unlimited())
                .start(StartConfig.onCommandAndSubscription())
                .build())) {
      Queue<String> texts = new ConcurrentLinkedQueue<>();
      SocketClient client = SocketClient.open(venue, texts::add);
      String list = "[\"BTC/USDT\",\"ETH/USDT\"]";
      client.send(
          "{\"method\":\"subscribe\",\"params\":{\"channel\":\"ticker\","
              + "\"event_trigger\":\"bbo\",\"symbol\":"
              + list
              + "}}");
      client.send(
          "{\"method\":\"subscribe\",\"params\":{\"channel\":\"trade\",\"symbol\":" + list + "}}");
      venue.play();
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> venue.state().finished() && client.messages() >= 166_351 + 5);
      client.close();

      assertThat(venue.state().total()).isEqualTo(166_351);
      assertThat(Arrays.stream(venue.state().quotesSent()).sum()).isEqualTo(131_932);
      assertThat(Arrays.stream(venue.state().tradesSent()).sum()).isEqualTo(34_419);
      compare(tape, texts);
    }
  }

  private static void compare(Path tape, Queue<String> texts) throws Exception {
    try (BufferedReader rows =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(tape))))) {
      rows.readLine();
      for (String row = rows.readLine(); row != null; row = rows.readLine()) {
        JsonNode data = nextTick(texts);
        String[] columns = row.split(",", -1);
        assertThat(data.path("symbol").asText()).isEqualTo(columns[2]);
        List<String> fields =
            columns[3].equals("quote")
                ? List.of("bid", "bid_qty", "ask", "ask_qty")
                : List.of("price", "qty");
        int first = columns[3].equals("quote") ? 4 : 8;
        for (int i = 0; i < fields.size(); i++) {
          BigDecimal sent = data.path(fields.get(i)).decimalValue();
          if (sent.compareTo(new BigDecimal(columns[first + i])) != 0) {
            throw new AssertionError(row + " was sent as " + data);
          }
        }
        long ns = Long.parseLong(columns[1].isEmpty() ? columns[0] : columns[1]);
        Instant time = Instant.parse(data.path("timestamp").asText());
        if (time.getEpochSecond() * 1_000_000_000L + time.getNano() != ns) {
          throw new AssertionError(row + " has another time: " + data);
        }
        if (columns[3].equals("trade")) {
          assertThat(data.path("side").asText()).isEqualTo(columns[10]);
          assertThat(data.path("trade_id").asText()).isEqualTo(columns[11]);
        }
      }
    }
  }

  private static JsonNode nextTick(Queue<String> texts) {
    for (String text = texts.poll(); text != null; text = texts.poll()) {
      if (text.startsWith("{\"channel\":\"ticker\",\"type\":\"update\"")
          || text.startsWith("{\"channel\":\"trade\",\"type\":\"update\"")) {
        return SocketClient.json(text).at("/data/0");
      }
    }
    throw new AssertionError("fewer ticks were sent than the tape has rows");
  }
}

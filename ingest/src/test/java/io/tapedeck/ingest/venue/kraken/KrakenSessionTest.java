package io.tapedeck.ingest.venue.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.BookChange;
import io.tapedeck.domain.market.MarketEvent.FeedStatusChange;
import io.tapedeck.ingest.core.TickSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KrakenSessionTest {
  private static final long NOW = 1_700_000_000_000_000_000L;

  private final List<String> sent = new ArrayList<>();
  private final Recorded out = new Recorded();
  private final KrakenSession session =
      new KrakenSession(
          new KrakenSubscriptions(List.of("BTC/USD"), List.of("ticker", "book"), 10, true),
          true,
          new SimpleMeterRegistry());

  private void frame(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    session.frame(bytes, 0, bytes.length, NOW, sent::add, out);
  }

  private static String book(String type, String asks, long checksum) {
    return "{\"channel\":\"book\",\"type\":\""
        + type
        + "\",\"data\":[{\"symbol\":\"BTC/USD\",\"bids\":[],\"asks\":["
        + asks
        + "],\"checksum\":"
        + checksum
        + "}]}";
  }

  private static String ask(String price, String qty) {
    return "{\"price\":" + price + ",\"qty\":" + qty + "}";
  }

  private static long crc(String digits) {
    CRC32 crc = new CRC32();
    crc.update(digits.getBytes(StandardCharsets.US_ASCII));
    return crc.getValue();
  }

  @Test
  void connectedIsSaidOnceEveryChannelIsSubscribed() {
    session.opened(NOW, sent::add, out);
    frame(
        "{\"method\":\"subscribe\",\"success\":true,"
            + "\"result\":{\"channel\":\"ticker\",\"symbol\":\"BTC/USD\"}}");
    assertThat(out.seen).isEmpty();
    frame(
        "{\"method\":\"subscribe\",\"success\":true,"
            + "\"result\":{\"channel\":\"book\",\"symbol\":\"BTC/USD\"}}");
    session.lost(NOW + 1, "cut", out);

    assertThat(sent).hasSize(2).first().asString().contains("\"event_trigger\":\"bbo\"");
    assertThat(out.seen).containsExactly("CONNECTED", "LOST");
  }

  @Test
  void tickerWithoutTimeHasTheReceivers() {
    session.opened(NOW, sent::add, out);
    frame(
        "{\"channel\":\"ticker\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"bid\":1.5,"
            + "\"bid_qty\":1,\"ask\":2,\"ask_qty\":1}]}");

    assertThat(out.seen).containsExactly("quote KRAKEN:BTC/USD " + NOW);
  }

  @Test
  void wrongChecksumIsAGapUntilTheNewSnapshot() {
    session.opened(NOW, sent::add, out);
    sent.clear();
    frame(book("snapshot", ask("5.0", "1.00") + "," + ask("5.1", "2.00"), crc("5010051200")));
    frame(book("update", ask("5.0", "0.00"), crc("51200")));
    frame(book("update", ask("5.2", "3.00"), 1));
    frame(book("update", ask("5.3", "3.00"), 2));
    assertThat(out.seen).containsExactly("snapshot", "update", "GAP");
    assertThat(sent).hasSize(2);
    assertThat(sent.get(0)).contains("unsubscribe").contains("BTC/USD");
    assertThat(sent.get(1)).contains("\"subscribe\"").contains("\"snapshot\":true");

    frame(book("snapshot", ask("5.4", "4.00"), crc("54400")));
    frame(book("update", ask("5.4", "5.00"), crc("54500")));

    assertThat(out.seen)
        .containsExactly("snapshot", "update", "GAP", "snapshot", "CONNECTED", "update");
  }

  private static String trades(String type, long... ids) {
    return Arrays.stream(ids)
        .mapToObj(
            id ->
                "{\"symbol\":\"BTC/USD\",\"side\":\"buy\",\"price\":1,\"qty\":1,\"trade_id\":"
                    + id
                    + ",\"timestamp\":\"2024-05-27T12:43:11.7Z\"}")
        .collect(
            Collectors.joining(
                ",", "{\"channel\":\"trade\",\"type\":\"" + type + "\",\"data\":[", "]}"));
  }

  @Test
  @Tag("A19")
  void aTradeNumberLeftOutIsAGapUntilTheSnapshot() {
    session.opened(NOW, sent::add, out);
    sent.clear();
    frame(trades("snapshot", 5, 6, 7));
    frame(trades("update", 8, 9));
    frame(trades("update", 12));
    assertThat(sent).hasSize(2).last().asString().contains("\"snapshot\":true");
    frame(trades("snapshot", 8, 9, 10, 11, 12, 13));
    frame(trades("update", 14));

    assertThat(out.seen.stream().filter(seen -> !seen.startsWith("trade")))
        .containsExactly("GAP", "CONNECTED");
    assertThat(out.seen.indexOf("GAP")).isLessThan(out.seen.indexOf("trade 12"));
    assertThat(sent).hasSize(2);
  }

  /** What came out, in words. */
  private static final class Recorded implements TickSink {
    private final List<String> seen = new ArrayList<>();

    @Override
    public void quote(
        String instrument,
        long eventNanos,
        long receivedNanos,
        long venueId,
        long bidPrice,
        long bidSize,
        long askPrice,
        long askSize) {
      seen.add("quote " + instrument + " " + eventNanos);
    }

    @Override
    public void trade(
        String instrument,
        long eventNanos,
        long receivedNanos,
        long venueId,
        long price,
        long size,
        AggressorSide aggressor) {
      seen.add("trade " + venueId);
    }

    @Override
    public void event(MarketEvent event) {
      if (event instanceof FeedStatusChange change) {
        seen.add(change.status().name());
      } else if (event instanceof BookChange change) {
        seen.add(change.snapshot() ? "snapshot" : "update");
      }
    }

    @Override
    public void refused(String source, long number, byte[] bytes, String reason) {
      seen.add("refused " + reason);
    }
  }
}

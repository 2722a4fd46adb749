package io.tapedeck.ingest.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.ingest.RecordedTicks;
import io.tapedeck.ingest.core.FrameRefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every venue's adapter owes, whatever its frames look like. */
public abstract class FeedProtocolContract {
  protected static final long NOW = 1_700_000_000_000_000_000L;
  protected final RecordedTicks out = new RecordedTicks();
  protected final List<String> sent = new ArrayList<>();
  protected final List<String> refusals = new ArrayList<>();
  protected final List<FeedProtocol.Ending> endings = new ArrayList<>();
  protected FeedProtocol protocol;

  private final FeedProtocol.Link link =
      new FeedProtocol.Link() {
        @Override
        public void send(String text) {
          sent.add(text);
        }

        @Override
        public void end(FeedProtocol.Ending why, String detail) {
          endings.add(why);
        }

        @Override
        public void refused(int from, int to, String reason) {
          refusals.add(reason);
        }
      };

  /** A protocol with one instrument. */
  protected abstract FeedProtocol create();

  /** What the venue says from opening to subscribed, all of it. */
  protected abstract List<String> greeting();

  /** A frame with one trade; price, size and id are put in as they are. */
  protected abstract String trade(String id, String price, String size, String time);

  /** A good time of that venue's kind. */
  protected abstract String time();

  /** What {@link #time} means. */
  protected abstract Instant meaning();

  /** Whether times are texts of RFC 3339, and whether trades have ids. */
  protected abstract boolean rfc3339();

  @BeforeEach
  void open() {
    protocol = create();
    protocol.opened(NOW, link, out);
  }

  protected void hear(String frame) {
    // within a larger array, as a socket gives it
    byte[] bytes = ("##" + frame + "##").getBytes(StandardCharsets.UTF_8);
    protocol.frame(bytes, 2, bytes.length - 2, NOW, link, out);
  }

  /** Refused as a whole or the message alone; with the reason. */
  protected String refusal(String frame) {
    int before = refusals.size();
    try {
      hear(frame);
    } catch (FrameRefusedException e) {
      return e.reason();
    }
    return refusals.size() > before ? refusals.get(before) : "";
  }

  private Trade only() {
    List<Trade> trades = out.all(Trade.class);
    assertThat(trades).hasSize(1);
    return trades.get(0);
  }

  @Test
  @Tag("A18")
  void asksForItsInstrumentsAndSaysConnectedOnce() {
    greeting().forEach(this::hear);

    String symbol = protocol.instruments().get(0);
    assertThat(protocol.instruments()).hasSize(1).allMatch(id -> id.matches("[A-Z]+:.+"));
    assertThat(protocol.name()).isNotBlank();
    assertThat(String.join("\n", sent))
        .contains("subscribe")
        .containsAnyOf(symbol.substring(symbol.indexOf(':') + 1), "XBT/USD");
    assertThat(out.statuses()).containsExactly(FeedStatus.CONNECTED);
    assertThat(endings).isEmpty();
  }

  @Test
  void aNewConnectionIsAskedAnew() {
    greeting().forEach(this::hear);
    int before = sent.size();
    protocol.lost(NOW, "cut", out);
    protocol.opened(NOW, link, out);
    greeting().forEach(this::hear);

    assertThat(sent).hasSize(before * 2);
    assertThat(out.statuses())
        .containsExactly(FeedStatus.CONNECTED, FeedStatus.LOST, FeedStatus.CONNECTED);
  }

  @Test
  void aTradeIsOnTheTapeToItsLastDigit() {
    hear(trade("5", "68500.123456789", "0.010449260", time()));

    Trade trade = only();
    assertThat(trade.price()).isEqualTo(Price.of("68500.123456789"));
    assertThat(trade.size()).isEqualTo(Quantity.of("0.01044926"));
    assertThat(trade.receivedNanos()).isEqualTo(NOW);
    assertThat(trade.eventNanos()).isEqualTo(nanos(meaning()));
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  @ParameterizedTest
  @ValueSource(strings = {"68500.5", "\"68500.5\"", "6.85005e4", "685005E-1", "68500.50000000000"})
  void numbersMayBeBareOrTextsAndHaveExponents(String price) {
    hear(trade("5", price, "1", time()));

    assertThat(only().price()).isEqualTo(Price.of("68500.5"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NaN",
        "1e400",
        "1e999999999",
        "-1",
        "0.0000000001",
        "9223372036.9",
        "99999999999999999999999",
        "068500",
        "1.",
        ".5",
        "null",
        "true",
        "\"\"",
        "\"1",
        "\"x\"",
        "[1]",
        "{}",
        ""
      })
  @Tag("F14")
  void aPriceThatIsNoneIsRefusedWithAReasonAndNothingIsWritten(String price) {
    assertThat(refusal(trade("5", price, "1", time()))).matches("(?s).{8,}");
    assertThat(out.events).isEmpty();
  }

  @Test
  void idsBeyondDoublesAreExact() {
    assumeTrue(rfc3339());
    hear(trade("9007199254740993", "1", "1", time()));
    hear(trade("\"9223372036854775807\"", "1", "1", time()));

    assertThat(out.all(Trade.class))
        .extracting(Trade::venueId)
        .containsExactly(9007199254740993L, Long.MAX_VALUE);
    assertThat(refusal(trade("9223372036854775808", "1", "1", time()))).contains("out of range");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-05-27T12:43:11Z|0",
        "2024-05-27T12:43:11.5Z|500000000",
        "2024-05-27T12:43:11.798Z|798000000",
        "2024-05-27T12:43:11.798009Z|798009000",
        "2024-05-27T12:43:11.798009123Z|798009123",
        "2024-05-27T14:43:11.7980091+02:00|798009100",
        "2024-05-27T08:13:11.79800912-04:30|798009120"
      })
  void timesHaveUpToNineDecimalsAndAZone(String time) {
    assumeTrue(rfc3339());
    String[] parts = time.split("\\|", -1);
    hear(trade("5", "1", "1", "\"" + parts[0] + "\""));

    assertThat(only().eventNanos())
        .isEqualTo(nanos(Instant.parse("2024-05-27T12:43:11Z")) + Long.parseLong(parts[1]));
  }

  @Test
  void whiteSpaceIsNoMatter() {
    String frame = trade("5", "1.5", "2", time());
    hear(" \n\t" + frame.replaceAll("([\\[\\]{},:])(?=[\\[{\"\\]}])", "$1 \r\n\t ") + " \n");

    assertThat(only().size()).isEqualTo(Quantity.of("2"));
  }

  @Test
  @Tag("F14")
  void everyCutOfAFrameIsRefused() {
    String frame = trade("5", "1.5", "2", time());
    for (int length = 0; length < frame.length(); length++) {
      assertThat(refusal(frame.substring(0, length))).as("of %s", length).isNotBlank();
    }
    assertThat(out.events).isEmpty();
  }

  @Test
  @Tag("F14")
  void badUtf8DeepNestingAndLargeFramesAreRefusedInNoTime() {
    byte[] bad = trade("5", "1.5", "2", time()).getBytes(StandardCharsets.UTF_8);
    bad[bad.length / 2] = (byte) 0xFF;
    assertThat(refusalOf(bad)).isNotBlank();
    assertThat(refusal("[".repeat(100_000))).isNotBlank();
    assertThat(refusal("{\"a\":".repeat(100_000))).isNotBlank();
    assertThat(refusal("{\"x\":\"" + "y".repeat(10_000_000) + "\"}")).isNotBlank();
    assertThat(refusal("[1," + "9".repeat(10_000_000) + ",2]")).isNotBlank();
    assertThat(refusal("[" + "1,".repeat(2_000_000) + "1]")).isNotBlank();
    assertThat(out.events).isEmpty();
  }

  private String refusalOf(byte[] frame) {
    try {
      protocol.frame(frame, 0, frame.length, NOW, link, out);
    } catch (FrameRefusedException e) {
      return e.reason();
    }
    return String.join(",", refusals);
  }
}

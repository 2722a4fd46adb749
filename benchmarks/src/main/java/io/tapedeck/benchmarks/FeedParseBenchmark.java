package io.tapedeck.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.ingest.core.OrderBook;
import io.tapedeck.ingest.core.TickSink;
import io.tapedeck.ingest.venue.FeedProtocol;
import io.tapedeck.ingest.venue.alpaca.AlpacaSession;
import io.tapedeck.ingest.venue.alpaca.AlpacaSubscriptions;
import io.tapedeck.ingest.venue.kraken.KrakenSession;
import io.tapedeck.ingest.venue.kraken.KrakenSubscriptions;
import io.tapedeck.schemas.avro.AvroWriter;
import io.tapedeck.schemas.codec.MarketEventCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From a frame's bytes to the bytes of an Avro record, for one trade or quote: through the adapters
 * as the service uses them, and through a Jackson tree into the same codec. Also a book's change
 * with its checksum.
 */
@State(Scope.Thread)
@Fork(1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FeedParseBenchmark {
  private static final long NOW = 1_716_813_791_798_009_000L;
  private static final FeedProtocol.Link NOWHERE = text -> {};
  private static final byte[] KRAKEN_TRADE =
      bytes(
          "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"side\":\"buy\","
              + "\"price\":68500.0,\"qty\":0.01044926,\"ord_type\":\"limit\",\"trade_id\":70635299,"
              + "\"timestamp\":\"2024-05-27T12:43:11.798009Z\"}]}");
  private static final byte[] KRAKEN_QUOTE =
      bytes(
          "{\"channel\":\"ticker\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"bid\":65843.7,"
              + "\"bid_qty\":12.31628629,\"ask\":65843.8,\"ask_qty\":0.31232000,\"last\":65843.7,"
              + "\"volume\":4182.59447976,\"vwap\":64223.4,\"low\":61325.4,\"high\":66450.0,"
              + "\"change\":4213.8,\"change_pct\":6.84}]}");
  private static final byte[] KRAKEN_V1_TRADE =
      bytes(
          "[0,[[\"5541.20000\",\"0.15850568\",\"1534614057.321597\",\"s\",\"l\",\"\"]],\"trade\","
              + "\"XBT/USD\"]");
  private static final byte[] ALPACA_TRADE =
      bytes(
          "[{\"T\":\"t\",\"S\":\"AAPL\",\"i\":52983525503560,\"x\":\"D\",\"p\":126.55,\"s\":100,\"t\":"
              + "\"2021-02-22T15:51:44.208123456Z\",\"c\":[\"@\",\"I\"],\"z\":\"C\"}]");
  private static final byte[] ALPACA_QUOTE =
      bytes(
          "[{\"T\":\"q\",\"S\":\"AAPL\",\"bx\":\"U\",\"bp\":87.66,\"bs\":1,\"ax\":\"X\",\"ap\":87.68,"
              + "\"as\":4,\"t\":\"2021-02-22T15:51:45.335689322Z\",\"c\":[\"R\"],\"z\":\"A\"}]");

  private final KrakenSession kraken =
      new KrakenSession(
          new KrakenSubscriptions(List.of("BTC/USD"), List.of("ticker", "trade"), 10, true),
          true,
          new SimpleMeterRegistry());
  private final AlpacaSession alpaca =
      new AlpacaSession(
          "alpaca-iex",
          new AlpacaSubscriptions(List.of("AAPL"), List.of("trades", "quotes")),
          () -> "",
          () -> "");
  private final Encoder out = new Encoder();
  private final ObjectMapper jackson = new ObjectMapper();
  private final OrderBook book = book();
  private long turn;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static OrderBook book() {
    OrderBook book = new OrderBook(10);
    for (int i = 0; i < 10; i++) {
      book.set(true, (65_000_0L - i) * 100_000_000L, 100_000_000L + i, 1, 8);
      book.set(false, (65_001_0L + i) * 100_000_000L, 200_000_000L + i, 1, 8);
    }
    return book;
  }

  /** Encodes what the adapters say, as the writer of the tape does, into one reused buffer. */
  private static final class Encoder implements TickSink {
    private final MarketEventCodec codec = new MarketEventCodec();
    private final AvroWriter writer = new AvroWriter();

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
      codec.writeQuote(
          writer.reset(),
          instrument,
          eventNanos,
          receivedNanos,
          venueId,
          bidPrice,
          bidSize,
          askPrice,
          askSize);
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
      codec.writeTrade(
          writer.reset(), instrument, eventNanos, receivedNanos, venueId, price, size, aggressor);
    }

    @Override
    public void event(MarketEvent event) {
      codec.write(writer.reset(), event);
    }

    @Override
    public void refused(String source, long number, byte[] frame, String reason) {
      throw new IllegalStateException(reason);
    }
  }

  private byte[] through(FeedProtocol protocol, byte[] frame) {
    protocol.frame(frame, 0, frame.length, NOW, NOWHERE, out);
    return out.writer.toBytes();
  }

  @Benchmark
  public byte[] krakenTrade() {
    return through(kraken, KRAKEN_TRADE);
  }

  @Benchmark
  public byte[] krakenQuote() {
    return through(kraken, KRAKEN_QUOTE);
  }

  @Benchmark
  public byte[] krakenV1Trade() {
    return through(kraken, KRAKEN_V1_TRADE);
  }

  @Benchmark
  public byte[] alpacaTrade() {
    return through(alpaca, ALPACA_TRADE);
  }

  @Benchmark
  public byte[] alpacaQuote() {
    return through(alpaca, ALPACA_QUOTE);
  }

  /** The same record from a tree, read as most clients read it. */
  @Benchmark
  public byte[] krakenTradeByTree() throws IOException {
    JsonNode row = jackson.readTree(KRAKEN_TRADE).get("data").get(0);
    out.trade(
        "KRAKEN:" + row.get("symbol").asText(),
        nanos(row.get("timestamp")),
        NOW,
        row.get("trade_id").asLong(),
        FixedPoint.parse(row.get("price").asText()),
        FixedPoint.parse(row.get("qty").asText()),
        row.get("side").asText().equals("buy") ? AggressorSide.BUY : AggressorSide.SELL);
    return out.writer.toBytes();
  }

  /** The same record from a tree. */
  @Benchmark
  public byte[] alpacaQuoteByTree() throws IOException {
    JsonNode row = jackson.readTree(ALPACA_QUOTE).get(0);
    out.quote(
        "ALPACA:" + row.get("S").asText(),
        nanos(row.get("t")),
        NOW,
        MarketEvent.NO_VENUE_ID,
        FixedPoint.parse(row.get("bp").asText()),
        FixedPoint.parse(row.get("bs").asText()),
        FixedPoint.parse(row.get("ap").asText()),
        FixedPoint.parse(row.get("as").asText()));
    return out.writer.toBytes();
  }

  private static long nanos(JsonNode time) {
    OffsetDateTime parsed = OffsetDateTime.parse(time.asText());
    return parsed.toEpochSecond() * 1_000_000_000L + parsed.getNano();
  }

  /** One level changed, and the CRC32 over ten levels a side. */
  @Benchmark
  public long bookChangeWithChecksum() {
    long size = 100_000_000L + (turn++ & 1023);
    book.set(true, (65_000_0L - (turn & 7)) * 100_000_000L, size, 1, 8);
    book.truncate();
    return book.checksum();
  }
}

package io.tapedeck.ingest;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.ingest.core.TickSink;
import io.tapedeck.ingest.venue.kraken.KrakenSession;
import io.tapedeck.ingest.venue.kraken.KrakenSubscriptions;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.AvroWriter;
import io.tapedeck.schemas.codec.MarketEventCodec;
import io.tapedeck.schemas.serde.ConfluentFormat;
import io.tapedeck.schemas.serde.Formats;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Frames a second from the socket's bytes to the record's bytes on one core; run by hand. */
final class ParseAndEncodeSpeed implements TickSink {
  private static final int FRAMES = 3_000_000;

  private final MarketEventCodec codec = new MarketEventCodec();
  private final ConfluentFormat<MarketEvent> format =
      Formats.offline().confluent(Topics.MARKET_TICKS);
  private long bytes;

  private ParseAndEncodeSpeed() {}

  /** Prints one line a kind and round. */
  public static void main(String[] args) {
    String ticker =
        "{\"channel\":\"ticker\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"bid\":65843.7,"
            + "\"bid_qty\":12.31628629,\"ask\":65843.8,\"ask_qty\":0.31232000,\"last\":65843.7,"
            + "\"volume\":4182.59447976,\"vwap\":64223.4,\"low\":61325.4,\"high\":66450.0,"
            + "\"change\":4213.8,\"change_pct\":6.84,\"timestamp\":\"2024-05-27T12:43:11.798009Z\"}]}";
    String trade =
        "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"side\":\"buy\","
            + "\"price\":68500.0,\"qty\":0.01044926,\"ord_type\":\"limit\",\"trade_id\":70635299,"
            + "\"timestamp\":\"2024-05-27T12:43:11.798009Z\"}]}";
    ParseAndEncodeSpeed speed = new ParseAndEncodeSpeed();
    for (int round = 0; round < 5; round++) {
      speed.measure("ticker", ticker);
      speed.measure("trade", trade);
    }
  }

  private void measure(String name, String json) {
    KrakenSession session =
        new KrakenSession(
            new KrakenSubscriptions(List.of("ETH/USD", "BTC/USD"), List.of("ticker"), 10, true),
            true,
            new SimpleMeterRegistry());
    byte[] frame = json.getBytes(StandardCharsets.UTF_8);
    long begin = System.nanoTime();
    for (int i = 0; i < FRAMES; i++) {
      session.frame(frame, 0, frame.length, 1_716_813_791_798_009_000L + i, text -> {}, this);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.err.println(
        String.format(Locale.ROOT, "%s: %.0f frames/s (%d)", name, FRAMES / seconds, bytes));
  }

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
    AvroWriter out = format.begin();
    codec.writeQuote(
        out, instrument, eventNanos, receivedNanos, venueId, bidPrice, bidSize, askPrice, askSize);
    bytes += out.toBytes().length;
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
    AvroWriter out = format.begin();
    codec.writeTrade(out, instrument, eventNanos, receivedNanos, venueId, price, size, aggressor);
    bytes += out.toBytes().length;
  }

  @Override
  public void event(MarketEvent event) {
    throw new IllegalStateException("no other event is measured");
  }

  @Override
  public void refused(String source, long number, byte[] frame, String reason) {
    throw new IllegalStateException(reason);
  }
}

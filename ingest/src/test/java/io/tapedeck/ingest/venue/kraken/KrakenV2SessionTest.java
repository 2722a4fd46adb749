package io.tapedeck.ingest.venue.kraken;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.ingest.venue.FeedProtocol;
import io.tapedeck.ingest.venue.FeedProtocolContract;
import java.time.Instant;
import java.util.List;

class KrakenV2SessionTest extends FeedProtocolContract {
  @Override
  protected FeedProtocol create() {
    return new KrakenSession(
        new KrakenSubscriptions(List.of("BTC/USD"), List.of("trade"), 10, true),
        true,
        new SimpleMeterRegistry());
  }

  @Override
  protected List<String> greeting() {
    return List.of(
        "{\"channel\":\"status\",\"data\":[{\"api_version\":\"v2\",\"connection_id\":"
            + "12393906104898154338,\"system\":\"online\",\"version\":\"2.0.4\"}],\"type\":\"update\"}",
        "{\"method\":\"subscribe\",\"result\":{\"channel\":\"trade\",\"snapshot\":true,"
            + "\"symbol\":\"BTC/USD\"},\"success\":true}");
  }

  @Override
  protected String trade(String id, String price, String size, String time) {
    return "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"side\":\"buy\","
        + "\"price\":"
        + price
        + ",\"qty\":"
        + size
        + ",\"ord_type\":\"limit\",\"new\":{\"deep\":[1,null]},\"trade_id\":"
        + id
        + ",\"timestamp\":"
        + time
        + "}]}";
  }

  @Override
  protected String time() {
    return "\"2024-05-27T12:43:11.798009Z\"";
  }

  @Override
  protected Instant meaning() {
    return Instant.parse("2024-05-27T12:43:11.798009Z");
  }

  @Override
  protected boolean rfc3339() {
    return true;
  }
}

package io.tapedeck.ingest.venue.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent.Bar;
import io.tapedeck.domain.market.MarketEvent.Quote;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.ingest.venue.FeedProtocol;
import io.tapedeck.ingest.venue.FeedProtocolContract;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KrakenV1SessionTest extends FeedProtocolContract {
  private static final String ROW =
      "[\"5541.2\",\"0.15850568\",\"1534614057.321597\",\"s\",\"l\",\"\"]";

  @Override
  protected FeedProtocol create() {
    return new KrakenSession(
        new KrakenSubscriptions(List.of("BTC/USD"), List.of("trade"), 10, true),
        true,
        true,
        new SimpleMeterRegistry());
  }

  @Override
  protected List<String> greeting() {
    return List.of(
        "{\"connectionID\":13688620010177543517,\"event\":\"systemStatus\",\"status\":\"online\","
            + "\"version\":\"1.9.1\"}",
        "{\"channelID\":336,\"channelName\":\"trade\",\"event\":\"subscriptionStatus\",\"pair\":"
            + "\"XBT/USD\",\"status\":\"subscribed\",\"subscription\":{\"name\":\"trade\"}}");
  }

  @Override
  protected String trade(String id, String price, String size, String time) {
    return "[0,[[" + price + "," + size + "," + time + ",\"b\",\"l\",\"\"]],\"trade\",\"XBT/USD\"]";
  }

  @Override
  protected String time() {
    return "\"1534614057.321597\"";
  }

  @Override
  protected Instant meaning() {
    return Instant.parse("2018-08-18T17:40:57.321597Z");
  }

  @Override
  protected boolean rfc3339() {
    return false;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[0,[ROW],\"trade\",\"XBT/USD\"]",
        "[0,[ROW],{\"name\":\"trade\"},\"XBT/USD\"]",
        "[0,[ROW],{\"name\":\"trade\",\"pair\":\"XBT/USD\"}]",
        "[0,[ROW],{\"channelName\":\"trade\",\"pair\":\"BTC/USD\"}]",
        "[336,[ROW],\"trade\"]",
        "[336,[ROW],{\"name\":\"trade\"}]",
        "[0,[ROW],\"trade\",\"XBT/USD\",{\"sequence\":7}]",
        "[[ROW],\"trade\",\"XBT/USD\"]"
      })
  @Tag("B5")
  void channelInfoMayBeTextOrObjectAndThePairThereOrNot(String frame) {
    greeting().forEach(this::hear);
    hear(frame.replace("ROW", ROW));

    Trade trade = out.all(Trade.class).get(0);
    assertThat(trade.instrument().value()).isEqualTo("KRAKEN:BTC/USD");
    assertThat(trade.price()).isEqualTo(Price.of("5541.2"));
    assertThat(trade.aggressor()).isEqualTo(AggressorSide.SELL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[0,[ROW],7,\"XBT/USD\"x]",
        "[0,[ROW]]",
        "[0,[ROW],\"wat\",\"XBT/USD\"]",
        "[[],[ROW],\"trade\",\"XBT/USD\"]",
        "[0,[ROW],[ROW],\"trade\",\"XBT/USD\"]"
      })
  @Tag("B7")
  void otherShapesAreRefusedByName(String frame) {
    assertThat(refusal(frame.replace("ROW", ROW))).isNotBlank();
    assertThat(refusal("[0,[" + ROW + "],7]")).isEqualTo("Unexpected channel info format: 7");
    assertThat(out.events).isEmpty();
  }

  @Test
  void tickerAndSpreadAreQuotesAndOhlcIsABar() {
    hear(
        "[15,{\"a\":[\"9971.00000\",2,\"2.83251755\"],\"b\":[\"9970.90000\",10,\"10.57957134\"],"
            + "\"c\":[\"9971.0\",\"1.0\"],\"t\":[15723,34752]},\"ticker\",\"XBT/USD\"]");
    hear(
        "[1,[\"5698.40000\",\"5700.00000\",\"1542057299.545897\",\"1.01234567\",\"0.98765432\"],"
            + "\"spread\",\"XBT/USD\"]");
    hear(
        "[1,[\"1542057314.748456\",\"1542057360.435743\",\"3586.7\",\"3586.8\",\"3586.5\",\"3586.6\","
            + "\"3586.68894\",\"0.03373000\",2],\"ohlc-5\",\"XBT/USD\"]");

    List<Quote> quotes = out.all(Quote.class);
    assertThat(quotes.get(0).bidSize()).isEqualTo(Quantity.of("10.57957134"));
    assertThat(quotes.get(0).askPrice()).isEqualTo(Price.of("9971"));
    assertThat(quotes.get(1).bidPrice()).isEqualTo(Price.of("5698.4"));
    assertThat(quotes.get(1).askSize()).isEqualTo(Quantity.of("0.98765432"));
    Bar bar = out.all(Bar.class).get(0);
    assertThat(bar.intervalSeconds()).isEqualTo(300);
    assertThat(bar.high()).isEqualTo(Price.of("3586.8"));
    assertThat(bar.close()).isEqualTo(Price.of("3586.6"));
    assertThat(bar.trades()).isEqualTo(2);
    assertThat(bar.eventNanos()).isEqualTo(1542057360435743000L - 300_000_000_000L);
  }

  @Test
  @Tag("B6")
  void aVenueThatSpeaksTheOtherVersionIsAskedAgainInItsWords() {
    assertThat(sent).hasSize(1).allMatch(text -> text.contains("\"event\":\"subscribe\""));
    hear("{\"channel\":\"status\",\"data\":[{\"system\":\"online\"}],\"type\":\"update\"}");

    assertThat(sent).hasSize(2);
    assertThat(sent.get(1)).contains("\"method\":\"subscribe\"").contains("BTC/USD");
    assertThat(protocol.name()).isEqualTo("kraken-v2");
    hear("{\"method\":\"pong\",\"req_id\":1}");
    assertThat(protocol.ping()).contains("method");
  }
}

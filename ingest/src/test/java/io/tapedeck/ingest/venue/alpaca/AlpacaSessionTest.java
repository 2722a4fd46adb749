package io.tapedeck.ingest.venue.alpaca;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.BarState;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.Bar;
import io.tapedeck.domain.market.MarketEvent.BookChange;
import io.tapedeck.domain.market.MarketEvent.Imbalance;
import io.tapedeck.domain.market.MarketEvent.Level;
import io.tapedeck.domain.market.MarketEvent.PriceBand;
import io.tapedeck.domain.market.MarketEvent.Quote;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.domain.market.MarketEvent.TradeCancel;
import io.tapedeck.domain.market.MarketEvent.TradeCorrection;
import io.tapedeck.domain.market.MarketEvent.TradingStatusChange;
import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.ingest.venue.FeedProtocol;
import io.tapedeck.ingest.venue.FeedProtocol.Ending;
import io.tapedeck.ingest.venue.FeedProtocolContract;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlpacaSessionTest extends FeedProtocolContract {
  @Override
  protected FeedProtocol create() {
    return new AlpacaSession(
        "alpaca-iex",
        new AlpacaSubscriptions(List.of("AAPL"), List.of("trades", "quotes")),
        () -> "PKTEST",
        () -> "s\"ecret");
  }

  @Override
  protected List<String> greeting() {
    return List.of(
        "[{\"T\":\"success\",\"msg\":\"connected\"}]",
        "[{\"T\":\"success\",\"msg\":\"authenticated\"}]",
        "[{\"T\":\"subscription\",\"trades\":[\"AAPL\"],\"quotes\":[\"AAPL\"],\"bars\":[],"
            + "\"corrections\":[\"AAPL\"],\"cancelErrors\":[\"AAPL\"]}]");
  }

  @Override
  protected String trade(String id, String price, String size, String time) {
    return "[{\"T\":\"t\",\"i\":"
        + id
        + ",\"S\":\"AAPL\",\"x\":\"D\",\"p\":"
        + price
        + ",\"s\":"
        + size
        + ",\"t\":"
        + time
        + ",\"c\":[\"@\",\"I\"],\"z\":\"C\",\"vw\":{\"new\":[]}}]";
  }

  @Override
  protected String time() {
    return "\"2021-02-22T15:51:44.208Z\"";
  }

  @Override
  protected Instant meaning() {
    return Instant.parse("2021-02-22T15:51:44.208Z");
  }

  @Override
  protected boolean rfc3339() {
    return true;
  }

  private <T extends MarketEvent> T one(Class<T> kind, String frame) {
    hear(frame);
    assertThat(refusals).isEmpty();
    return out.all(kind).get(0);
  }

  private static Price price(String text) {
    return Price.of(text);
  }

  private static Quantity size(String text) {
    return Quantity.of(text);
  }

  @Test
  @Tag("A11")
  void authenticatesWhenGreetedAndSubscribesWhenTheAnswerIsGood() {
    assertThat(sent).isEmpty();
    hear(greeting().get(0));
    assertThat(sent)
        .containsExactly("{\"action\":\"auth\",\"key\":\"PKTEST\",\"secret\":\"s\\\"ecret\"}");
    hear(greeting().get(1));

    assertThat(sent.get(1))
        .isEqualTo("{\"action\":\"subscribe\",\"trades\":[\"AAPL\"],\"quotes\":[\"AAPL\"]}");
  }

  @ParameterizedTest
  @CsvSource({
    "401,not authenticated,AUTHENTICATION",
    "402,auth failed,AUTHENTICATION",
    "404,auth timeout,AUTHENTICATION",
    "406,connection limit exceeded,REFUSED",
    "407,slow client,RATE_LIMIT",
    "429,rate limit exceeded,RATE_LIMIT",
    "400,invalid syntax,REFUSED",
    "500,internal error,REFUSED"
  })
  void errorsAreToldApart(int code, String message, Ending expected) {
    hear("[{\"T\":\"error\",\"code\":" + code + ",\"msg\":\"" + message + "\"}]");

    assertThat(endings).containsExactly(expected);
    assertThat(sent).isEmpty();
  }

  @Test
  void whatThePlanLacksIsSaidAndTheRestGoesOn() {
    greeting().forEach(this::hear);
    hear("[{\"T\":\"error\",\"code\":405,\"msg\":\"symbol limit exceeded\"}]");
    hear("[{\"T\":\"error\",\"code\":409,\"msg\":\"insufficient subscription\"}]");

    assertThat(endings).isEmpty();
  }

  @Test
  void aBadMessageIsRefusedAloneAndThoseBesideItAreUsed() {
    hear(
        "[{\"T\":\"t\",\"i\":1,\"S\":\"AAPL\",\"p\":1,\"s\":1,\"t\":\"2021-02-22T15:51:44.2Z\"},"
            + "{\"T\":\"t\",\"i\":2,\"S\":\"AAPL\",\"p\":-1,\"s\":1,\"t\":\"2021-02-22T15:51:44.2Z\"},"
            + "{\"T\":\"t\",\"i\":3,\"S\":\"MSFT\",\"p\":1,\"s\":1,\"t\":\"2021-02-22T15:51:44.2Z\"},"
            + "{\"T\":\"zz\"},"
            + "{\"T\":\"t\",\"i\":4,\"S\":\"AAPL\",\"p\":1,\"s\":1,\"t\":\"2021-02-22T15:51:44.2Z\"}]");

    assertThat(out.all(Trade.class)).extracting(Trade::venueId).containsExactly(1L, 4L);
    assertThat(refusals).hasSize(3);
    assertThat(refusals.get(1)).contains("not subscribed");
    assertThat(refusals.get(2)).contains("type that is not documented: zz");
  }

  @Test
  void readsQuotesOfStocksAndCrypto() {
    Quote quote =
        one(
            Quote.class,
            "[{\"T\":\"q\",\"S\":\"AAPL\",\"bx\":\"U\",\"bp\":87.66,\"bs\":1,\"ax\":\"X\",\"ap\":87.68,"
                + "\"as\":4,\"t\":\"2021-02-22T15:51:45.335689322Z\",\"c\":[\"R\"],\"z\":\"A\"}]");
    assertThat(quote.bidPrice()).isEqualTo(price("87.66"));
    assertThat(quote.bidSize()).isEqualTo(size("1"));
    assertThat(quote.askPrice()).isEqualTo(price("87.68"));
    assertThat(quote.askSize()).isEqualTo(size("4"));
    assertThat(quote.eventNanos() % 1_000_000_000L).isEqualTo(335_689_322L);
  }

  @Test
  void readsTheTakerOfACryptoTrade() {
    Trade trade =
        one(
            Trade.class,
            "[{\"T\":\"t\",\"S\":\"AAPL\",\"p\":40650,\"s\":0.1517,\"t\":"
                + "\"2022-03-18T14:03:31.960672Z\",\"i\":26932440,\"tks\":\"B\"}]");
    assertThat(trade.aggressor()).isEqualTo(AggressorSide.BUY);
    assertThat(trade.size()).isEqualTo(size("0.1517"));
  }

  @ParameterizedTest
  @CsvSource({"b,60,CLOSED", "u,60,REVISED", "d,86400,RUNNING"})
  void readsBars(String type, long seconds, BarState state) {
    Bar bar =
        one(
            Bar.class,
            "[{\"T\":\""
                + type
                + "\",\"S\":\"AAPL\",\"o\":388.985,\"h\":389.13,\"l\":388.975,\"c\":389.12,"
                + "\"v\":49378,\"n\":461,\"vw\":389.06289340000005,\"t\":\"2021-02-22T19:15:00Z\"}]");
    assertThat(bar.intervalSeconds()).isEqualTo(seconds);
    assertThat(bar.state()).isEqualTo(state);
    assertThat(List.of(bar.open(), bar.high(), bar.low(), bar.close()))
        .containsExactly(price("388.985"), price("389.13"), price("388.975"), price("389.12"));
    assertThat(bar.volume()).isEqualTo(size("49378"));
    assertThat(bar.trades()).isEqualTo(461);
    assertThat(bar.vwap()).isEqualTo(price("389.0628934"));
  }

  @ParameterizedTest
  @CsvSource({
    "H,Trading Halt,HALTED",
    "P,Volatility Trading Pause,HALTED",
    "T,Trading Resumption,TRADING",
    "2,Trading Halt,HALTED",
    "3,Resume,TRADING",
    "E,Short Sale Restriction,UNKNOWN"
  })
  @Tag("A21")
  void readsHaltsAndResumptions(String code, String words, TradingStatus expected) {
    TradingStatusChange change =
        one(
            TradingStatusChange.class,
            "[{\"T\":\"s\",\"S\":\"AAPL\",\"sc\":\""
                + code
                + "\",\"sm\":\""
                + words
                + "\",\"rc\":\"T12\",\"rm\":\"For information\",\"t\":\"2021-02-22T19:15:00Z\",\"z\":\"A\"}]");
    assertThat(change.status()).isEqualTo(expected);
    assertThat(change.reason()).contains(words).contains("T12");
  }

  @Test
  void readsBandsCorrectionsCancelsAndAuctions() {
    PriceBand band =
        one(
            PriceBand.class,
            "[{\"T\":\"l\",\"S\":\"AAPL\",\"u\":3.24,\"d\":2.65,\"i\":\"B\",\"t\":"
                + "\"2021-07-05T07:00:00Z\",\"z\":\"A\"}]");
    assertThat(band.upper()).isEqualTo(price("3.24"));
    assertThat(band.lower()).isEqualTo(price("2.65"));
    assertThat(band.indicator()).isEqualTo("B");
    TradeCorrection correction =
        one(
            TradeCorrection.class,
            "[{\"T\":\"c\",\"S\":\"AAPL\",\"x\":\"M\",\"oi\":52983525033527,\"op\":39.1582,\"os\":440000,"
                + "\"oc\":[\" \",\"7\"],\"ci\":52983525034326,\"cp\":39.1809,\"cs\":440001,\"cc\":[\" \"],"
                + "\"z\":\"A\",\"t\":\"2022-10-14T22:21:06.158Z\"}]");
    assertThat(correction.originalId()).isEqualTo(52983525033527L);
    assertThat(correction.venueId()).isEqualTo(52983525034326L);
    assertThat(correction.originalPrice()).isEqualTo(price("39.1582"));
    assertThat(correction.originalSize()).isEqualTo(size("440000"));
    assertThat(correction.price()).isEqualTo(price("39.1809"));
    assertThat(correction.size()).isEqualTo(size("440001"));
    TradeCancel cancel =
        one(
            TradeCancel.class,
            "[{\"T\":\"x\",\"S\":\"AAPL\",\"i\":465,\"x\":\"D\",\"p\":216.14,\"s\":12,\"a\":\"C\",\"z\":"
                + "\"B\",\"t\":\"2022-10-14T22:21:06.158Z\"}]");
    assertThat(cancel.venueId()).isEqualTo(465);
    assertThat(cancel.price()).isEqualTo(price("216.14"));
    assertThat(cancel.reason()).isEqualTo("C: cancelled");
    Imbalance imbalance =
        one(
            Imbalance.class,
            "[{\"T\":\"i\",\"S\":\"AAPL\",\"p\":9.12,\"z\":\"C\",\"t\":\"2024-12-13T19:58:09.2Z\"}]");
    assertThat(imbalance.price()).isEqualTo(price("9.12"));
  }

  @Test
  void readsBooks() {
    BookChange book =
        one(
            BookChange.class,
            "[{\"T\":\"o\",\"S\":\"AAPL\",\"t\":\"2022-04-06T14:19:43.1Z\",\"b\":[{\"p\":43712.5,\"s\":"
                + "1.5e-1}],\"a\":[{\"p\":43713.1,\"s\":0},{\"s\":2,\"p\":43714}],\"r\":true}]");
    assertThat(book.snapshot()).isTrue();
    assertThat(book.bids()).containsExactly(new Level(price("43712.5"), size("0.15")));
    assertThat(book.asks())
        .containsExactly(
            new Level(price("43713.1"), size("0")), new Level(price("43714"), size("2")));
  }

  @Test
  void everySymbolIsLearntWhereAllAreSubscribed() {
    protocol =
        new AlpacaSession(
            "alpaca-sip",
            new AlpacaSubscriptions(List.of("*"), List.of("trades")),
            () -> "",
            () -> "");
    hear(trade("1", "1", "1", time()));
    hear(trade("1", "1", "1", time()).replace("AAPL", "BRK.B"));

    assertThat(protocol.instruments()).containsExactly("ALPACA:AAPL", "ALPACA:BRK.B");
  }
}

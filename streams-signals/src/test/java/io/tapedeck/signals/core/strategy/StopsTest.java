package io.tapedeck.signals.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderAction.Cancel;
import io.tapedeck.domain.order.OrderAction.Submit;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StopsTest {
  private static final double OFF = 0;

  /** Around a strategy that quotes, so that what it works and wants is seen, too. */
  private static Market market(StopSettings stops) {
    return new Market(
        new Stopped(
            new MovingAverageCross(
                Market.NAME,
                Market.ACCOUNT,
                Set.of(),
                new CrossSettings(1, 1e6, Money.of("100"), 1, true, Market.SECOND)),
            stops));
  }

  private static StopSettings stops(
      double loss, double trailing, double activation, double first, double profit) {
    return new StopSettings(
        loss,
        trailing,
        activation,
        null,
        Money.ZERO,
        first,
        50,
        true,
        profit,
        0,
        60 * Market.SECOND,
        5 * Market.SECOND,
        Quantity.of("0.1").raw());
  }

  private static OrderTerms only(List<OrderAction> actions) {
    assertThat(actions).hasSize(1);
    OrderTerms terms = ((Submit) actions.get(0)).terms();
    assertThat(terms.type()).isEqualTo(OrderType.MARKET);
    return terms;
  }

  @Test
  void staticStopEndsALosingLongAndAShort() {
    Market market = market(stops(2, OFF, OFF, OFF, OFF));
    market.position("1.5", "100");
    assertThat(market.tick("98.1")).isEmpty();

    OrderTerms terms = only(market.tick("98"));

    assertThat(terms.side()).isEqualTo(Side.SELL);
    assertThat(terms.quantity()).isEqualTo(Quantity.of("1.5"));

    Market shorted = market(stops(2, OFF, OFF, OFF, OFF));
    shorted.position("-1", "100");
    assertThat(shorted.tick("101.9")).isEmpty();
    assertThat(only(shorted.tick("102")).side()).isEqualTo(Side.BUY);
  }

  @Test
  void exitIsNotWantedTwiceUntilPatienceEnds() {
    Market market = market(stops(2, OFF, OFF, OFF, OFF));
    market.position("1", "100");
    only(market.tick("97"));

    assertThat(market.tick("96")).isEmpty();
    only(market.tick("95", 5_000));
    market.restart();
    assertThat(market.tick("95")).as("known after a restart").isEmpty();
    market.position("0", null);
    assertThat(market.tick("95")).isEmpty();
  }

  @Test
  void trailingStopFollowsTheBestPriceAfterItsActivation() {
    Market market = market(stops(OFF, 1.5, 2, OFF, OFF));
    market.position("1", "100");
    assertThat(market.tick("101")).isEmpty();
    assertThat(market.tick("99")).as("not active below 2 % gain").isEmpty();
    assertThat(market.tick("104")).isEmpty();
    assertThat(market.tick("102.5")).isEmpty();

    assertThat(only(market.tick("102.4")).side()).isEqualTo(Side.SELL);
  }

  @Test
  void absolutePriceAndGreatestLossEndAPosition() {
    StopSettings level =
        new StopSettings(
            0, 0, 0, Price.of("90"), Money.ZERO, 0, 50, false, 0, 0, 0, Market.SECOND, 1);
    Market market = market(level);
    market.position("1", "100");
    assertThat(market.tick("90.02")).isEmpty();
    only(market.tick("90"));

    StopSettings money =
        new StopSettings(0, 0, 0, null, Money.of("30"), 0, 50, false, 0, 0, 0, Market.SECOND, 1);
    Market rich = market(money);
    rich.position("10", "100");
    assertThat(rich.tick("97.1")).isEmpty();
    assertThat(only(rich.tick("97")).quantity()).isEqualTo(Quantity.of("10"));
  }

  @Test
  void firstTargetSellsAPartAndTheRestIsHeldToEven() {
    Market market = market(stops(5, OFF, OFF, 3, 6));
    market.position("1.5", "100");
    assertThat(market.tick("102")).isEmpty();

    OrderTerms part = only(market.tick("103.1"));
    assertThat(part.quantity()).as("half, on the step").isEqualTo(Quantity.of("0.7"));
    market.position("0.8", "100");
    assertThat(market.tick("103.2")).as("the first target is hit once").isEmpty();
    assertThat(market.tick("100.1")).isEmpty();

    assertThat(only(market.tick("100")).quantity()).isEqualTo(Quantity.of("0.8"));
  }

  @Test
  void secondTargetSellsAll() {
    Market market = market(stops(5, OFF, OFF, OFF, 6));
    market.position("2", "100");

    assertThat(only(market.tick("106.01")).quantity()).isEqualTo(Quantity.of("2"));
  }

  @Test
  void oldPositionIsEnded() {
    StopSettings age =
        new StopSettings(
            0, 0, 0, null, Money.ZERO, 0, 50, false, 0, 30 * Market.SECOND, 0, Market.SECOND, 1);
    Market market = market(age);
    market.position("1", "100");
    market.tick("100");
    assertThat(market.tick("100", 29_999)).isEmpty();

    only(market.tick("100", 1));
  }

  @Test
  void strategyIsHeldBackAfterAStopAndItsOrdersAreCancelled() {
    MakerSettings maker =
        new MakerSettings(
            1,
            Quantity.of("1"),
            Quantity.of("5"),
            true,
            10_000_000,
            1,
            0.01,
            0.3,
            10,
            1,
            1,
            2,
            0.5,
            Market.SECOND,
            Market.SECOND);
    Market market =
        new Market(
            new Stopped(
                new MarketMaker(Market.NAME, Market.ACCOUNT, Set.of(), maker),
                stops(2, OFF, OFF, OFF, OFF)));
    assertThat(market.tick("100")).hasSize(2);
    market.position("1", "100");

    List<OrderAction> actions = market.tick("97");

    assertThat(actions).filteredOn(Cancel.class::isInstance).hasSize(2);
    assertThat(actions).filteredOn(Submit.class::isInstance).hasSize(1);
    market.position("0", null);
    assertThat(market.tick("97", 58_000)).isEmpty();
    market.tick("97", 2_000);
    assertThat(market.tick("97")).as("quotes again").isNotEmpty();
  }

  @Test
  void positionWithoutAMeanPriceIsMeasuredFromWhenItWasSeen() {
    Market market = market(stops(2, OFF, OFF, OFF, OFF));
    market.position("1", null);
    assertThat(market.tick("50")).isEmpty();
    only(market.tick("48.9"));
  }
}

package io.tapedeck.signals.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderAction.Cancel;
import io.tapedeck.domain.order.OrderAction.Replace;
import io.tapedeck.domain.order.OrderAction.Submit;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class MarketMakerTest {
  private static final MakerSettings SETTINGS = settings(true);

  private static MakerSettings settings(boolean allowShort) {
    return new MakerSettings(
        3,
        Quantity.of("0.5"),
        Quantity.of("2"),
        allowShort,
        Price.of("0.01").raw(),
        Quantity.of("0.1").raw(),
        0.01,
        0.3,
        10,
        1,
        1,
        2,
        0.5,
        Market.SECOND,
        10 * Market.SECOND);
  }

  private static Market market() {
    return market(true);
  }

  private static Market market(boolean allowShort) {
    return new Market(new MarketMaker(Market.NAME, Market.ACCOUNT, Set.of(), settings(allowShort)));
  }

  private static List<OrderTerms> side(List<OrderAction> actions, Side side) {
    return actions.stream()
        .filter(Submit.class::isInstance)
        .map(action -> ((Submit) action).terms())
        .filter(terms -> terms.side() == side)
        .toList();
  }

  /** A ladder that the venue took. */
  private static Market quoted() {
    Market market = market();
    market.tick("100");
    List.copyOf(market.intents)
        .forEach(intent -> market.order(intent.id(), OrderEventKind.ACCEPTED, null));
    assertThat(market.tick("100")).isEmpty();
    return market;
  }

  @Test
  void firstQuoteBringsALadderOnBothSides() {
    List<OrderAction> actions = market().tick("100");

    assertThat(actions).hasSize(6);
    List<OrderTerms> bids = side(actions, Side.BUY);
    List<OrderTerms> asks = side(actions, Side.SELL);
    // half spread: ln(1 + 0.01 / 0.3) / 0.01 = 3.279 bps at no volatility; rungs 2 bps apart
    assertThat(bids)
        .extracting(OrderTerms::limitPrice)
        .containsExactly(Price.of("99.96"), Price.of("99.94"), Price.of("99.92"));
    assertThat(asks)
        .extracting(OrderTerms::limitPrice)
        .containsExactly(Price.of("100.04"), Price.of("100.06"), Price.of("100.08"));
    assertThat(actions)
        .allSatisfy(
            action -> {
              OrderTerms terms = ((Submit) action).terms();
              assertThat(terms.type()).isEqualTo(OrderType.LIMIT);
              assertThat(terms.postOnly()).isTrue();
              assertThat(terms.quantity()).isEqualTo(Quantity.of("0.5"));
            });
  }

  /** Avellaneda and Stoikov's formulas, computed another way: bps of the mid as prices. */
  @Property(tries = 200)
  void quotesAreAvellanedaStoikovs(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    Random random = new Random(seed);
    double sigma = random.nextDouble() * 3;
    double lots = random.nextInt(9) - 4;
    double gamma = 0.01;
    double variance = sigma * sigma * 10;
    double reservation = 0 - lots * gamma * variance;
    double spread = gamma * variance + 2 / gamma * Math.log(1 + gamma / 0.3);

    assertThat(SETTINGS.skewBps(lots, sigma)).isCloseTo(reservation, within(1e-9));
    assertThat(SETTINGS.halfSpreadBps(sigma)).isCloseTo(spread / 2, within(1e-9));
  }

  @Test
  void movedMarketEditsTheOrdersThatStand() {
    Market market = quoted();

    List<OrderAction> actions = market.tick("101");

    assertThat(actions).hasSize(6).allMatch(Replace.class::isInstance);
    Set<Object> targets = new java.util.HashSet<>();
    actions.forEach(action -> targets.add(((Replace) action).target()));
    assertThat(targets)
        .isEqualTo(
            new java.util.HashSet<>(
                market.intents.subList(0, 6).stream().map(OrderIntent::id).toList()));
    assertThat(((Replace) actions.get(0)).limitPrice())
        .as("wider for the jump, and still below the mid")
        .isBetween(Price.of("100"), Price.of("100.96"));
  }

  @Test
  void looksAtItsQuotesNoMoreOftenThanItMay() {
    Market market = quoted();

    assertThat(market.tick("101", 999)).isEmpty();
    assertThat(market.tick("101", 1)).hasSize(6);
  }

  @Test
  void fillIsAnsweredAtTheNextTick() {
    Market market = quoted();
    OrderIntent bid = market.intents.get(0);
    market.order(bid.id(), OrderEventKind.FILLED, "0");
    market.position("0.5", "99.96");

    List<OrderAction> actions = market.tick("100", 1);

    assertThat(side(actions, Side.BUY)).as("the rung is filled again").hasSize(1);
  }

  @Test
  void inventoryLowersTheQuotes() {
    List<List<Price>> prices = new ArrayList<>();
    for (String held : List.of("-0.5", "0", "0.5")) {
      Market market = market();
      market.position(held, "100");
      for (int i = 0; i < 49; i++) {
        market.tick(i % 2 == 0 ? "100" : "100.02", 20);
      }
      List.copyOf(market.intents)
          .forEach(intent -> market.order(intent.id(), OrderEventKind.ACCEPTED, null));
      List<OrderAction> edits = market.tick("100", 1_000);
      assertThat(edits).as("quotes with %s held", held).isNotEmpty();
      prices.add(edits.stream().map(edit -> ((Replace) edit).limitPrice()).toList());
    }

    for (int rung = 0; rung < prices.get(1).size(); rung++) {
      assertThat(prices.get(0).get(rung)).isGreaterThan(prices.get(1).get(rung));
      assertThat(prices.get(1).get(rung)).isGreaterThan(prices.get(2).get(rung));
    }
  }

  @Test
  void atTheLimitItQuotesOneSideOnly() {
    Market market = quoted();
    market.position("2", "100");

    List<OrderAction> actions = market.tick("100");

    List<OrderIntent> bids =
        market.intents.subList(0, 6).stream()
            .filter(intent -> ((Submit) intent.action()).terms().side() == Side.BUY)
            .toList();
    assertThat(actions)
        .filteredOn(Cancel.class::isInstance)
        .extracting(action -> ((Cancel) action).target())
        .containsExactlyElementsOf(bids.stream().map(OrderIntent::id).toList());
    assertThat(side(actions, Side.BUY)).isEmpty();

    Market other = quoted();
    other.position("-2", "100");
    assertThat(other.tick("100")).filteredOn(Cancel.class::isInstance).hasSize(3);
  }

  @Test
  void withoutShortSellingItOffersWhatItHolds() {
    Market market = market(false);
    assertThat(side(market.tick("100"), Side.SELL)).isEmpty();

    market.position("0.7", "100");
    List<OrderTerms> asks = side(market.tick("100"), Side.SELL);

    assertThat(asks)
        .extracting(OrderTerms::quantity)
        .containsExactly(Quantity.of("0.5"), Quantity.of("0.2"));
  }

  @Test
  void stoppedItCancelsEverythingOnce() {
    Market market = quoted();
    market.state(TradingState.HALTED);

    assertThat(market.tick("100", 1)).hasSize(6).allMatch(Cancel.class::isInstance);
    assertThat(market.tick("101")).isEmpty();
  }

  @Test
  void switchedOffItCancelsWhatItStillWorks() {
    MarketMaker maker = new MarketMaker(Market.NAME, Market.ACCOUNT, Set.of(), SETTINGS);
    Market on = new Market(maker);
    on.tick("100");
    Market off = new Market(new Disabled(maker));
    assertThat(off.tick("100")).isEmpty();
    off.run().restore(on.run().toBytes());

    assertThat(off.tick("100")).hasSize(6).allMatch(Cancel.class::isInstance);
    assertThat(off.tick("100")).isEmpty();
  }

  @Test
  void whileReducingItQuotesTowardsZeroOnly() {
    Market market = market();
    market.position("1", "100");
    market.state(TradingState.REDUCING);

    List<OrderAction> actions = market.tick("100");

    assertThat(side(actions, Side.BUY)).isEmpty();
    assertThat(side(actions, Side.SELL)).hasSize(2);
  }

  @Test
  void partlyFilledOrderKeepsItsFilledPartInTheEdit() {
    Market market = quoted();
    OrderIntent bid = market.intents.get(0);
    market.order(bid.id(), OrderEventKind.FILLED, "0.4");
    market.position("0.1", "99.96");

    List<OrderAction> actions = market.tick("101");

    assertThat(actions)
        .filteredOn(a -> a instanceof Replace replace && replace.target().equals(bid.id()))
        .singleElement()
        .satisfies(a -> assertThat(((Replace) a).quantity()).isEqualTo(Quantity.of("0.6")));
  }

  @Test
  void unansweredOrderIsCancelledBeforeItsPlaceIsUsedAgain() {
    Market market = market();
    market.tick("100");
    for (int i = 0; i < 9; i++) {
      assertThat(market.tick("100")).isEmpty();
    }

    assertThat(market.tick("100")).hasSize(6).allMatch(Cancel.class::isInstance);
    assertThat(market.tick("100")).isEmpty();
    market.tick("100", 10_000);
    assertThat(market.tick("100")).hasSize(6).allMatch(Submit.class::isInstance);
  }

  @Test
  void refusalsAreTakenForWhatTheyAre() {
    Market market = quoted();
    OrderIntent bid = market.intents.get(0);
    OrderIntent ask = market.intents.get(1);
    market.tick("101");
    market.order(bid.id(), OrderEventKind.REPLACE_REJECTED, null);
    market.order(ask.id(), OrderEventKind.CANCELED, null);

    List<OrderAction> actions = market.tick("101", 1);

    assertThat(actions).filteredOn(Replace.class::isInstance).hasSize(1);
    assertThat(actions).filteredOn(Submit.class::isInstance).hasSize(1);
  }

  /** Whatever happens, in whatever order: never beyond the limit, never two orders on a rung. */
  @Property(tries = 60)
  void neverWorksMoreThanItMay(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    Random random = new Random(seed);
    Market market = market();
    Market restarted = market();
    List<Market> both = List.of(market, restarted);
    double mid = 100;
    for (int i = 0; i < 120; i++) {
      mid = Math.max(50, mid + (random.nextInt(21) - 10) / 100.0);
      String price = String.format(java.util.Locale.ROOT, "%.2f", mid);
      long pause = random.nextInt(4_000);
      both.forEach(one -> one.tick(price, pause));
      if (!market.intents.isEmpty()) {
        OrderIntent some = market.intents.get(random.nextInt(market.intents.size()));
        OrderEventKind kind = OrderEventKind.values()[1 + random.nextInt(8)];
        String leaves = random.nextBoolean() ? "0" : "0.2";
        both.forEach(one -> one.order(some.id(), kind, leaves));
      }
      if (random.nextInt(5) == 0) {
        String held = (random.nextInt(9) - 4) / 2.0 + "";
        both.forEach(one -> one.position(held, "100"));
      }
      if (random.nextInt(10) == 0) {
        restarted.restart();
      }
    }

    assertThat(restarted.intents).as("restarts change nothing").isEqualTo(market.intents);
    List<Object> submitted = new ArrayList<>();
    market.intents.forEach(
        intent -> {
          if (intent.action() instanceof Submit submit) {
            assertThat(submit.terms().quantity().compareTo(Quantity.of("0.5"))).isNotPositive();
            submitted.add(intent.id());
          }
        });
    assertThat(submitted).doesNotHaveDuplicates();
  }
}

package io.tapedeck.signals.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.money.Money;
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
import io.tapedeck.domain.signal.Signal;
import io.tapedeck.domain.signal.StrategyJournalEntry;
import io.tapedeck.domain.signal.StrategyObservation;
import io.tapedeck.domain.signal.StrategyObservation.ControlSeen;
import io.tapedeck.domain.signal.StrategyObservation.ModelSwitched;
import io.tapedeck.domain.signal.StrategyObservation.OrderSeen;
import io.tapedeck.domain.signal.StrategyObservation.PositionSeen;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.signals.Ticks;
import io.tapedeck.signals.core.Emit;
import io.tapedeck.signals.core.InstrumentPipeline;
import io.tapedeck.signals.core.Model;
import io.tapedeck.signals.core.Models;
import io.tapedeck.signals.core.PipelineOutput;
import io.tapedeck.signals.core.ScoreBatch;
import io.tapedeck.signals.core.SignalPlan;
import io.tapedeck.signals.core.Surroundings;
import io.tapedeck.signals.core.feature.FeatureVector;
import io.tapedeck.signals.core.feature.Features;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ThresholdStrategyTest {
  private static final AccountId ACCOUNT = new AccountId("paper-1");
  private static final StrategyId NAME = new StrategyId("s");
  private static final long SECOND = 1_000_000_000L;
  private static final long PRICE = 100 * SECOND;

  /** Gives whatever score the test wants next. */
  private static final class Dial implements Model {
    private float score = 0.5f;

    @Override
    public String sha256() {
      return "dial";
    }

    @Override
    public int width() {
      return 1;
    }

    @Override
    public void score(float[] vectors, int count, float[] scores) {
      scores[0] = score;
    }

    @Override
    public void close() {}
  }

  /** A market of one price, a second a tick. */
  private static final class Desk implements PipelineOutput {
    private final Dial dial = new Dial();
    private final List<OrderIntent> intents = new ArrayList<>();
    private final List<Signal> signals = new ArrayList<>();
    private final List<Signal> faults = new ArrayList<>();
    private final ScoreBatch batch = new ScoreBatch(1);
    private final InstrumentPipeline pipeline;
    private long seconds;

    Desk(ThresholdSettings settings) {
      SignalPlan plan =
          new SignalPlan(
              FeatureVector.of(List.of("spread_bps")),
              0,
              Emit.EVERY_TICK,
              5 * SECOND,
              List.of(new ThresholdStrategy(NAME, ACCOUNT, Set.of(), settings)));
      pipeline = new InstrumentPipeline(Ticks.BTC, plan, Models.only(dial), batch, this);
      pipeline.observe(
          new StrategyJournalEntry(
              Ticks.BTC,
              StrategyJournalEntry.EVERY,
              new Coordinates("t", 0, 0),
              new ModelSwitched("dial", new Coordinates("m", 0, 0))));
      for (int i = 0; i < Features.WARM_UP_QUOTES; i++) {
        tick(0.5);
      }
    }

    List<OrderAction> tick(double score) {
      dial.score = (float) score;
      int before = intents.size();
      seconds++;
      pipeline.at("t", 0, seconds);
      pipeline.onQuote(
          seconds * SECOND,
          seconds * SECOND,
          MarketEvent.NO_VENUE_ID,
          PRICE,
          SECOND,
          PRICE + SECOND,
          SECOND);
      batch.flush();
      return intents.subList(before, intents.size()).stream().map(OrderIntent::action).toList();
    }

    void see(StrategyObservation what) {
      pipeline.observe(
          new StrategyJournalEntry(Ticks.BTC, NAME, new Coordinates("t", 0, seconds + 1), what));
    }

    void position(String quantity) {
      see(
          new PositionSeen(
              ACCOUNT, Quantity.of(quantity), seconds, new Coordinates("a", 0, seconds), null));
    }

    @Override
    public void signal(Signal signal) {
      signals.add(signal);
    }

    @Override
    public void intent(OrderIntent intent) {
      intents.add(intent);
    }

    @Override
    public void fault(Signal notFinite) {
      faults.add(notFinite);
    }
  }

  private static ThresholdSettings settings(OrderType type, boolean allowShort) {
    return new ThresholdSettings(
        0.6,
        0.5,
        0.4,
        0.5,
        allowShort,
        Money.of("1010"),
        4,
        0,
        Money.of("3000"),
        1_000_000,
        type,
        0,
        1,
        3 * SECOND,
        10 * SECOND,
        2 * SECOND,
        1);
  }

  private static OrderTerms onlyOrder(List<OrderAction> actions) {
    assertThat(actions).hasSize(1);
    assertThat(actions.get(0)).isInstanceOf(Submit.class);
    return ((Submit) actions.get(0)).terms();
  }

  @Test
  void buysAboveTheThresholdMoreTheStronger() {
    Desk weak = new Desk(settings(OrderType.MARKET, false));
    Desk strong = new Desk(settings(OrderType.MARKET, false));

    OrderTerms small = onlyOrder(weak.tick(0.61));
    OrderTerms large = onlyOrder(strong.tick(1));

    assertThat(small.side()).isEqualTo(Side.BUY);
    assertThat(small.type()).isEqualTo(OrderType.MARKET);
    // 1010 at the offer of 101, times 1 + 4 × strength
    assertThat(small.quantity()).isBetween(Quantity.of("10.9"), Quantity.of("11.1"));
    assertThat(large.quantity()).isEqualTo(Quantity.of("50"));
  }

  @Test
  void hysteresisHoldsBetweenTheThresholds() {
    Desk desk = new Desk(settings(OrderType.MARKET, false));
    assertThat(desk.tick(0.59)).isEmpty();
    desk.tick(0.7);
    desk.position("11");
    for (int i = 0; i < 20; i++) {
      assertThat(desk.tick(0.51))
          .as("neither strong enough to add nor weak enough to end")
          .isEmpty();
    }

    OrderTerms out = onlyOrder(desk.tick(0.49));

    assertThat(out.side()).isEqualTo(Side.SELL);
    assertThat(out.quantity()).isEqualTo(Quantity.of("11"));
  }

  @Test
  void waitsForTheOrderToShowThenCoolsDown() {
    Desk desk = new Desk(settings(OrderType.MARKET, false));
    onlyOrder(desk.tick(0.7));
    assertThat(desk.tick(0.7)).isEmpty();
    desk.position("12");
    assertThat(desk.tick(0.7)).as("2 s after the order").isEmpty();

    assertThat(desk.tick(0.7)).as("3 s after the order").hasSize(1);
  }

  @Test
  void givesUpAnOrderThatNeverShows() {
    Desk desk = new Desk(settings(OrderType.MARKET, false));
    onlyOrder(desk.tick(0.7));
    for (int i = 1; i < 10; i++) {
      assertThat(desk.tick(0.7)).isEmpty();
    }

    assertThat(desk.tick(0.7)).hasSize(1);
  }

  @Test
  void doesNotAddBeyondItsOwnLimit() {
    Desk desk = new Desk(settings(OrderType.MARKET, false));
    desk.position("30");

    assertThat(desk.tick(0.9)).isEmpty();
  }

  @Test
  void sellsShortOnlyWhereAllowed() {
    assertThat(new Desk(settings(OrderType.MARKET, false)).tick(0.1)).isEmpty();
    assertThat(onlyOrder(new Desk(settings(OrderType.MARKET, true)).tick(0.1)).side())
        .isEqualTo(Side.SELL);
  }

  @Test
  void leavesAPositionAloneOfWhichItHasNoOpinion() {
    Desk desk = new Desk(settings(OrderType.MARKET, false));
    desk.position("5");

    assertThat(desk.tick(0.5)).isEmpty();
  }

  @Test
  void haltedWantsNothingReducingOnlyEnds() {
    Desk desk = new Desk(settings(OrderType.MARKET, false));
    desk.see(new ControlSeen(ACCOUNT, TradingState.HALTED, new Coordinates("a", 0, 1)));
    assertThat(desk.tick(0.9)).isEmpty();
    desk.see(new ControlSeen(ACCOUNT, TradingState.REDUCING, new Coordinates("a", 0, 2)));
    assertThat(desk.tick(0.9)).isEmpty();
    desk.position("5");

    assertThat(onlyOrder(desk.tick(0.1)).side()).isEqualTo(Side.SELL);
  }

  @Test
  void restingOrderIsRepricedThenCancelled() {
    Desk desk = new Desk(settings(OrderType.LIMIT, false));
    OrderTerms terms = onlyOrder(desk.tick(0.7));
    assertThat(terms.type()).isEqualTo(OrderType.LIMIT);
    assertThat(terms.limitPrice()).as("joins the bid").isEqualTo(new Price(PRICE));
    assertThat(desk.tick(0.7)).isEmpty();

    List<OrderAction> second = desk.tick(0.7);
    desk.tick(0.7);
    List<OrderAction> third = desk.tick(0.7);

    assertThat(second)
        .singleElement()
        .isEqualTo(new Replace(desk.intents.get(0).id(), terms.quantity(), new Price(PRICE)));
    assertThat(third).singleElement().isEqualTo(new Cancel(desk.intents.get(0).id()));
  }

  @Test
  void refusedOrderIsNotWaitedFor() {
    Desk desk = new Desk(settings(OrderType.MARKET, false));
    onlyOrder(desk.tick(0.7));
    for (int i = 0; i < 4; i++) {
      assertThat(desk.tick(0.7)).as("it waits, beyond the cool-down").isEmpty();
    }

    desk.see(
        new OrderSeen(
            ACCOUNT,
            desk.intents.get(0).id(),
            OrderEventKind.REJECTED,
            new Coordinates("o", 0, 1),
            null));

    onlyOrder(desk.tick(0.7));
  }

  @Test
  void eventOfAnotherOrderIsNotIts() {
    Desk desk = new Desk(settings(OrderType.LIMIT, false));
    onlyOrder(desk.tick(0.7));
    assertThat(desk.pipeline.runs().get(0).unseen(new Coordinates("t", 0, 99), around("other")))
        .isEmpty();
    assertThat(
            desk.pipeline
                .runs()
                .get(0)
                .unseen(new Coordinates("t", 0, 99), around(desk.intents.get(0).id().value())))
        .hasSize(1);
  }

  private static Surroundings around(String intent) {
    return new Surroundings(
        null,
        null,
        List.of(
            new OrderSeen(
                ACCOUNT,
                new IntentId(intent),
                OrderEventKind.CANCELED,
                new Coordinates("o", 0, 1),
                null)));
  }

  @Test
  void calmMarketIsTradedInFullAndAWildOneInLess() {
    Money notional = Money.of("1000");

    assertThat(Sizing.calmed(notional, 0, 50)).isEqualTo(notional);
    assertThat(Sizing.calmed(notional, 2, 1)).isEqualTo(notional);
    assertThat(Sizing.calmed(notional, 2, 8)).isEqualTo(Money.of("250"));
  }

  @Test
  void filledRestingOrderIsLeftAlone() {
    Desk desk = new Desk(settings(OrderType.LIMIT, false));
    OrderTerms terms = onlyOrder(desk.tick(0.7));
    desk.position(terms.quantity().toString());
    for (int i = 0; i < 10; i++) {
      assertThat(desk.tick(0.55)).isEmpty();
    }
  }

  @Test
  void scoreThatIsNoNumberIsAFaultNotASignal() {
    Desk desk = new Desk(settings(OrderType.MARKET, false));
    int before = desk.signals.size();

    assertThat(desk.tick(Double.NaN)).isEmpty();
    assertThat(desk.tick(Double.POSITIVE_INFINITY)).isEmpty();

    assertThat(desk.signals).hasSize(before);
    assertThat(desk.faults).hasSize(2);
  }

  @Test
  void intentsCarryTheirReasonsAndADeadline() {
    Desk desk = new Desk(settings(OrderType.MARKET, false));
    desk.position("1");
    desk.tick(0.7);

    OrderIntent intent = desk.intents.get(0);
    assertThat(intent.evidence().cause()).isEqualTo(new Coordinates("t", 0, desk.seconds));
    assertThat(intent.evidence().modelSha256()).isEqualTo("dial");
    assertThat(intent.evidence().score()).isEqualTo((double) 0.7f);
    assertThat(intent.evidence().positionSeen()).isEqualTo(Quantity.of("1"));
    assertThat(intent.evidence().positionSource())
        .isEqualTo(new Coordinates("a", 0, desk.seconds - 1));
    assertThat(intent.expiresNanos()).isEqualTo(intent.eventNanos() + 5 * SECOND);
  }

  @Test
  void thresholdsOutOfOrderAreRefused() {
    assertThatThrownBy(
            () ->
                new ThresholdSettings(
                    0.4,
                    0.5,
                    0.6,
                    0.5,
                    false,
                    Money.of("1"),
                    0,
                    0,
                    Money.of("1"),
                    1,
                    OrderType.MARKET,
                    0,
                    1,
                    0,
                    1,
                    1,
                    0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("enter_long > exit_long");
  }
}

package io.tapedeck.risk.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.order.TimeInForce;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.signal.Evidence;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.RiskState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the oracle found where the engine differed from docs/risk.md; mended since. */
class OracleFindingsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final AccountId MAIN = new AccountId("main");
  private static final InstrumentId BTC = new InstrumentId("KRAKEN:BTC/USD");
  private static final InstrumentId ETH = new InstrumentId("KRAKEN:ETH/USD");

  private final RiskState state = new RiskState();
  private long seq;
  private long accountSeq;
  private long now = 1_723_161_254L * SECOND;

  private Outcome apply(AccountId account, JournalEvent event) {
    seq++;
    long own = account == null ? 0 : ++accountSeq;
    return RiskEngine.decide(
        state, new JournalEntry(seq, account, own, new Coordinates("s", 0, seq), now, event));
  }

  private void ready(Map<String, String> settings, Map<String, Long> more) {
    TreeMap<String, Long> values = new TreeMap<>();
    values.put("capital", 100_000 * SECOND);
    values.put("max_order_value", 10_000 * SECOND);
    values.put("max_notional_per_position", 50_000 * SECOND);
    values.put("max_concentration_percent", 90 * SECOND);
    values.put("max_daily_loss", 5_000 * SECOND);
    values.put("max_mark_age_seconds", 60 * SECOND);
    more.forEach((name, units) -> values.put(name, units * SECOND));
    RiskLimits limits =
        new RiskLimits("*", 1, "me", "", "test", now, values, new TreeMap<>(settings));
    apply(null, new JournalEvent.LimitsObserved(limits));
    apply(null, new JournalEvent.ClockTicked("day-roll"));
    marks();
  }

  private void marks() {
    apply(null, new JournalEvent.MarksObserved(List.of(mark(BTC, "60000"), mark(ETH, "2500"))));
  }

  private Mark mark(InstrumentId instrument, String price) {
    return new Mark(
        instrument, null, null, Price.of(price), now, now, new Coordinates("t", 0, seq));
  }

  private Decision decide(String id, InstrumentId instrument, OrderAction action) {
    OrderIntent intent =
        new OrderIntent(
            new IntentId(id),
            MAIN,
            new StrategyId("alpha"),
            instrument,
            action,
            now,
            now,
            now + 5 * SECOND,
            Evidence.byHand(new Coordinates("t", 0, seq)));
    return apply(MAIN, new JournalEvent.IntentReceived(intent)).decisions().get(0);
  }

  private static OrderAction buy(String quantity) {
    return new OrderAction.Submit(
        new OrderTerms(
            Side.BUY,
            OrderType.MARKET,
            Quantity.of(quantity),
            null,
            null,
            TimeInForce.GTC,
            false,
            false));
  }

  /** ORDER_INVALID: a limit is there exactly where the type has one. Seen: seed 1 step 276. */
  @Test
  void replaceOfAMarketOrderNamesNoLimit() {
    ready(Map.of(), Map.of());
    assertThat(decide("one", BTC, buy("0.1")).approved()).isTrue();

    Decision decision =
        decide(
            "two",
            BTC,
            new OrderAction.Replace(new IntentId("one"), Quantity.of("0.05"), Price.of("60000")));

    assertThat(decision.denials()).containsExactly(CheckCode.ORDER_INVALID);
  }

  /** Without a conversion growth is refused, the first order in a currency too. Seed 3 step 94. */
  @Test
  void firstOrderInACurrencyWithoutAConversionIsRefused() {
    ready(Map.of("currency", "EUR"), Map.of());

    assertThat(decide("one", BTC, buy("0.1")).denials())
        .containsExactly(CheckCode.CONVERSION_MISSING);
  }

  /** The breaker ends with its cooldown in clock time. Seed 20240808 step 1432. */
  @Test
  void firstIntentAfterTheCooldownIsNotHeld() {
    ready(Map.of("auto_resume", "true"), Map.of("cooldown_minutes", 1L));
    apply(MAIN, trip(MAIN));
    now += 61 * SECOND;
    marks();

    assertThat(decide("one", BTC, buy("0.1")).denials()).isEmpty();
  }

  /** The same of everyone's breaker. Seed 40 step 15740. */
  @Test
  void firstIntentAfterTheCooldownOfEveryonesBreakerIsNotHeld() {
    ready(Map.of("auto_resume", "true"), Map.of("cooldown_minutes", 1L));
    apply(null, trip(null));
    now += 61 * SECOND;
    marks();

    assertThat(decide("one", BTC, buy("0.1")).denials()).isEmpty();
  }

  private JournalEvent trip(AccountId account) {
    return new JournalEvent.ControlReceived(
        new ControlCommand("trip", account, ControlAction.TRIP_BREAKER, null, "me", "test", now));
  }

  /** TARGET_UNKNOWN: what is cancelled works in the named instrument. Seed 3 step 2091. */
  @Test
  void cancelNamesTheInstrumentOfItsTarget() {
    ready(Map.of(), Map.of());
    assertThat(decide("one", BTC, buy("0.1")).approved()).isTrue();

    Decision decision = decide("two", ETH, new OrderAction.Cancel(new IntentId("one")));

    assertThat(decision.denials()).containsExactly(CheckCode.TARGET_UNKNOWN);
  }

  /** What no longer works counts for nothing, though its place is kept. Seed 124 step 4133. */
  @Test
  void anInstrumentThatABustEmptiedAddsNothingToTheExposure() {
    ready(Map.of(), Map.of("max_total_exposure", 9_000L));
    assertThat(decide("one", BTC, buy("0.1")).approved()).isTrue();
    fill(OrderEventKind.FILLED);
    apply(null, new JournalEvent.ClockTicked(RiskEngine.REVALUE));
    fill(OrderEventKind.TRADE_CANCELED);

    Decision decision = decide("two", BTC, buy("0.2"));

    assertThat(decision.denials()).containsExactly(CheckCode.ORDER_VALUE, CheckCode.TOTAL_EXPOSURE);
    assertThat(decision.checks())
        .filteredOn(check -> check.code() == CheckCode.TOTAL_EXPOSURE)
        .singleElement()
        .satisfies(check -> assertThat(check.observed()).isEqualTo(12_000 * SECOND));
  }

  private void fill(OrderEventKind kind) {
    Execution execution =
        new Execution(
            new ExecutionId("T1"),
            Side.BUY,
            Quantity.of("0.1"),
            Price.of("60000"),
            Money.ZERO,
            "USD",
            false);
    apply(
        MAIN,
        new JournalEvent.OrderEventReceived(
            new OrderEvent(
                MAIN,
                new IntentId("one"),
                BTC,
                kind,
                null,
                null,
                now,
                now,
                execution,
                null,
                null,
                null,
                "")));
  }

  /**
   * An order that does not fit the money type is refused for its currency, too. Seed 127 step 136.
   */
  @Test
  void anOrderOfTooManyUnitsIsRefusedForItsConversionToo() {
    ready(Map.of("currency", "EUR"), Map.of());

    assertThat(decide("one", BTC, buy("9000000000")).denials())
        .contains(CheckCode.ARITHMETIC, CheckCode.CONVERSION_MISSING);
  }

  /** A breaker that was reset is ready again once its conditions cleared. Seed 108 step 1510. */
  @Test
  void aBreakerThatIsSwitchedOffIsMadeReadyAllTheSame() {
    ready(Map.of("enable_circuit_breaker", "false"), Map.of());
    apply(MAIN, trip(MAIN));
    apply(MAIN, command("reset", ControlAction.RESET_BREAKER));
    assertThat(state.account(MAIN).breaker().armed()).isTrue();
  }

  /** A second trip never ends the first one sooner. Seed 158 step 1580. */
  @Test
  void aTripOfATrippedBreakerLastsAsLongAsTheLaterOfBoth() {
    ready(Map.of(), Map.of());
    apply(MAIN, trip(MAIN)); // no auto_resume: until a person resets it
    ready(Map.of("auto_resume", "true"), Map.of("cooldown_minutes", 1L));
    apply(MAIN, command("again", ControlAction.TRIP_BREAKER));
    now += 61 * SECOND;
    marks();

    assertThat(decide("one", BTC, buy("0.1")).denials()).containsExactly(CheckCode.CIRCUIT_BREAKER);
  }

  private JournalEvent command(String id, ControlAction action) {
    return new JournalEvent.ControlReceived(
        new ControlCommand(id, MAIN, action, null, "me", "test", now));
  }
}

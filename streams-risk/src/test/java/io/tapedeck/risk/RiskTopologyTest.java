package io.tapedeck.risk;

import static io.tapedeck.risk.Given.BTC;
import static io.tapedeck.risk.Given.MAIN;
import static io.tapedeck.risk.Given.SECOND;
import static io.tapedeck.risk.Given.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.schemas.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RiskTopologyTest {
  @TempDir Path stateDir;
  private RiskHarness risk;

  @BeforeEach
  void start() {
    risk = new RiskHarness(stateDir);
    risk.limits(Given.limits(1, Map.of()));
    risk.mark(BTC, "60000", T0, 10);
  }

  @AfterEach
  void stop() {
    risk.close();
  }

  @Test
  void approvesAnOrderWithinLimitsAndListsEveryCheck() {
    risk.intent(Given.market("i1", Side.BUY, "0.1", T0));

    Decision decision = risk.decisions().get(0);
    assertThat(decision.approved()).isTrue();
    assertThat(decision.checks())
        .extracting(CheckResult::code)
        .contains(
            CheckCode.ORDER_VALUE,
            CheckCode.POSITION_VALUE,
            CheckCode.CONCENTRATION,
            CheckCode.DAILY_LOSS,
            CheckCode.MARK_STALE,
            CheckCode.DUPLICATE_INTENT,
            CheckCode.TRADING_STATE);
    assertThat(risk.commands())
        .singleElement()
        .satisfies(c -> assertThat(c.intent().value()).isEqualTo("i1"));
  }

  @Test
  @Tag("A22")
  void deniesAPositionBeyondItsLimitAndSaysByHowMuch() {
    risk.intent(Given.market("i1", Side.BUY, "0.15", T0));
    risk.intent(Given.market("i2", Side.BUY, "0.15", T0));
    risk.intent(Given.market("i3", Side.BUY, "0.15", T0));

    List<Decision> decisions = risk.decisions();
    assertThat(decisions).extracting(Decision::approved).containsExactly(true, true, false);
    assertThat(decisions.get(2).denials()).contains(CheckCode.POSITION_VALUE);
    CheckResult check =
        decisions.get(2).checks().stream()
            .filter(c -> c.code() == CheckCode.POSITION_VALUE)
            .findFirst()
            .orElseThrow();
    assertThat(check.toString())
        .isEqualTo("POSITION_VALUE FAILED observed=27000 limit=20000 headroom=-7000 (*:1)");
  }

  @Test
  void valuesAMarketOrderAtTheMark() {
    risk.intent(Given.market("i1", Side.BUY, "0.2", T0));

    assertThat(risk.decisions().get(0).denials()).containsExactly(CheckCode.ORDER_VALUE);
  }

  @Test
  @Tag("A23")
  void deniesGrowthAfterTheDaysLossButLetsAPositionBeReduced() {
    risk.intent(Given.market("i1", Side.BUY, "0.15", T0));
    risk.event(Given.fill("i1", "e1", Side.BUY, "0.15", "60000", T0 + 1));
    risk.mark(BTC, "20000", T0 + SECOND, 11);
    risk.intent(Given.market("i2", Side.BUY, "0.01", T0 + SECOND));
    risk.intent(Given.market("i3", Side.SELL, "0.15", T0 + SECOND));

    List<Decision> decisions = risk.decisions();
    assertThat(decisions.get(1).denials()).containsExactly(CheckCode.DAILY_LOSS);
    assertThat(decisions.get(2).approved()).isTrue();
    assertThat(decisions.get(2).checks())
        .anyMatch(c -> c.code() == CheckCode.DAILY_LOSS && c.headroom() < 0 && c.passed());
  }

  @Test
  @Tag("A37")
  void refusesToGrowWithoutAMark() {
    risk.intent(
        new io.tapedeck.domain.order.OrderIntent(
            new io.tapedeck.domain.id.IntentId("i1"),
            MAIN,
            new io.tapedeck.domain.id.StrategyId("test"),
            Given.ETH,
            Given.market("x", Side.BUY, "1", T0).action(),
            T0,
            T0,
            T0 + SECOND,
            Given.market("x", Side.BUY, "1", T0).evidence()));

    assertThat(risk.decisions().get(0).denials()).contains(CheckCode.MARK_MISSING);
  }

  @Test
  void refusesAStaleMarkADuplicateAndAnExpiredIntent() {
    risk.intent(Given.market("i1", Side.BUY, "0.01", T0 + 40 * SECOND));
    risk.mark(BTC, "60000", T0 + 40 * SECOND, 12);
    risk.intent(Given.market("i2", Side.BUY, "0.01", T0 + 40 * SECOND));
    risk.intent(Given.market("i2", Side.BUY, "0.01", T0 + 40 * SECOND));
    risk.intent(Given.market("i3", Side.BUY, "0.01", T0));

    assertThat(risk.decisions())
        .extracting(Decision::denials)
        .containsExactly(
            List.of(CheckCode.MARK_STALE),
            List.of(),
            List.of(CheckCode.DUPLICATE_INTENT),
            List.of(CheckCode.INTENT_EXPIRED));
  }

  @Test
  void aGlobalHaltHoldsAccountsNeverSeenBeforeAndLetsCancelsThrough() {
    risk.intent(Given.limit("i1", Side.BUY, "0.01", "59000", T0));
    risk.control(ControlAction.HALT, null);
    risk.intent(Given.market("i2", Side.BUY, "0.01", T0));
    risk.intent(
        Given.intent("i3", new OrderAction.Cancel(new io.tapedeck.domain.id.IntentId("i1")), T0));
    risk.control(ControlAction.RESUME, null);
    risk.intent(Given.market("i4", Side.BUY, "0.01", T0));

    assertThat(risk.decisions())
        .extracting(Decision::denials)
        .containsExactly(List.of(), List.of(CheckCode.TRADING_STATE), List.of(), List.of());
    assertThat(risk.commands())
        .extracting(c -> c.action().getClass().getSimpleName())
        .containsExactly("Submit", "Cancel", "Cancel", "Submit");
  }

  /** The account's snapshot once carried a time that no reader took. */
  @Test
  void aCommandBeforeAnyMarketDataLeavesAReadableAccount() {
    risk.control(ControlAction.REDUCE, MAIN);

    assertThat(risk.accounts())
        .singleElement()
        .satisfies(account -> assertThat(account.tradingState()).isEqualTo(TradingState.REDUCING));
  }

  @Test
  void liquidationClosesEveryPositionThroughTheGate() {
    risk.intent(Given.market("i1", Side.BUY, "0.1", T0));
    risk.event(Given.fill("i1", "e1", Side.BUY, "0.1", "60000", T0 + 1));
    risk.control(ControlAction.LIQUIDATE, MAIN);

    assertThat(risk.decisions().get(1).approved()).isTrue();
    OrderAction.Submit close = (OrderAction.Submit) risk.commands().get(1).action();
    assertThat(close.terms().side()).isEqualTo(Side.SELL);
    assertThat(close.terms().quantity()).isEqualTo(Quantity.of("0.1"));
    assertThat(close.terms().reduceOnly()).isTrue();
  }

  @Test
  void workingOrdersCountAtOnceAndAreReleasedWhenTheyEnd() {
    risk.intent(Given.limit("i1", Side.BUY, "0.16", "60000", T0));
    risk.intent(Given.limit("i2", Side.BUY, "0.16", "60000", T0));
    risk.intent(Given.limit("i3", Side.BUY, "0.16", "60000", T0));
    risk.event(Given.event("i1", OrderEventKind.REJECTED, T0 + 1));
    risk.intent(Given.limit("i4", Side.BUY, "0.16", "60000", T0));

    assertThat(risk.decisions())
        .extracting(Decision::approved)
        .containsExactly(true, true, false, true);
  }

  @Test
  @Tag("F27")
  void aRecordThatCannotBeReadStopsItsAccountOnly() {
    risk.bytes(Topics.ORDER_INTENTS, "main", new byte[] {9, 9, 9});
    risk.intent(Given.market("i1", Side.BUY, "0.01", T0));

    assertThat(risk.decisions().get(0).denials()).containsExactly(CheckCode.ACCOUNT_QUARANTINED);
    assertThat(risk.read(Topics.RISK_DEAD_LETTERS))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.source().topic()).isEqualTo("order-intents-v1");
              assertThat(letter.value()).containsExactly(9, 9, 9);
              assertThat(letter.reason()).contains("too few");
            });
  }

  @Test
  void booksAFillOnceAndPublishesTheAccount() {
    risk.intent(Given.market("i1", Side.BUY, "0.1", T0));
    risk.event(Given.fill("i1", "e1", Side.BUY, "0.1", "60010", T0 + 1));
    risk.event(Given.fill("i1", "e1", Side.BUY, "0.1", "60010", T0 + 1));

    List<AccountSnapshot> published = risk.accounts();
    AccountSnapshot last = published.get(published.size() - 1);
    assertThat(last.positions().get(0).quantity()).isEqualTo(Quantity.of("0.1"));
    assertThat(last.unrealisedPnl()).isEqualTo(Money.of("-1"));
    assertThat(last.realisedPnl()).isEqualTo(Money.of("-0.5"));
    assertThat(last.workingOrders()).isEmpty();
  }

  /** A played tape is years behind the venue's and a person's clock. */
  @Test
  void clocksOfVenuesAndPeopleDoNotMoveTheMarketsTime() {
    long yearsLater = T0 + 100_000_000L * SECOND;
    risk.intent(Given.market("i1", Side.BUY, "0.01", T0));
    risk.event(Given.event("i1", OrderEventKind.REJECTED, yearsLater));
    risk.intent(Given.market("i2", Side.BUY, "0.01", T0 + 1));

    assertThat(risk.decisions()).extracting(Decision::approved).containsExactly(true, true);
  }

  @Test
  void foldingTheJournalGivesTheSameDecisionsAndHashes() {
    risk.intent(Given.market("i1", Side.BUY, "0.1", T0));
    risk.event(Given.fill("i1", "e1", Side.BUY, "0.1", "60010", T0 + 1));
    risk.control(ControlAction.REDUCE, MAIN);
    risk.intent(Given.market("i2", Side.SELL, "0.05", T0 + SECOND));
    risk.intent(Given.market("i3", Side.BUY, "0.05", T0 + SECOND));

    List<Decision> written = risk.decisions();
    RiskState state = new RiskState();
    ChainHash chain = ChainHash.GENESIS;
    List<Decision> folded = new ArrayList<>();
    for (var record : risk.records(Topics.RISK_JOURNAL)) {
      JournalEntry entry = risk.platform.formats().of(Topics.RISK_JOURNAL).decode(record.value());
      Outcome outcome = RiskEngine.decide(state, entry);
      List<byte[]> payloads = new ArrayList<>();
      for (Decision decision : outcome.decisions()) {
        Decision chained = decision.after(chain.toString());
        folded.add(chained);
        payloads.add(Topics.RISK_DECISIONS.codec().encode(chained));
      }
      chain = chain.next(Topics.RISK_JOURNAL.codec().encode(entry), payloads);
      assertThat(record.getHeaders().lastHeader("chain-hash").value()).isEqualTo(chain.bytes());
    }
    assertThat(folded).isEqualTo(written);
    assertThat(state.account(MAIN).tradingState()).isEqualTo(TradingState.REDUCING);
    assertThat(state.account(MAIN).position(BTC).cost()).isEqualTo(Money.of("6001"));
  }

  @Test
  void journalsWhatItLooksUpBeforeTheEntryThatUsesIt() {
    risk.intent(Given.market("i1", Side.BUY, "0.1", T0));

    assertThat(risk.read(Topics.RISK_JOURNAL))
        .extracting(entry -> entry.event().getClass().getSimpleName())
        .containsExactly("LimitsObserved", "ClockTicked", "MarksObserved", "IntentReceived");
    assertThat(JournalEvent.class.isSealed()).isTrue();
  }
}

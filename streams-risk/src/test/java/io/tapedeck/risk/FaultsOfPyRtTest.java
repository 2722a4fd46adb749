package io.tapedeck.risk;

import static io.tapedeck.risk.Given.BTC;
import static io.tapedeck.risk.Given.MAIN;
import static io.tapedeck.risk.Given.SECOND;
import static io.tapedeck.risk.Given.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.Decision;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What py_rt documents and does not do, by the numbers of that list; risk's part of it. */
class FaultsOfPyRtTest {
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

  private List<List<CheckCode>> denials() {
    return risk.decisions().stream().map(Decision::denials).toList();
  }

  @Test
  void fault2LimitsAreReadAndConcentrationIsEnforcedFromTheNextDecisionOn() {
    risk.intent(Given.market("i1", Side.BUY, "0.1", T0));
    risk.limits(Given.limits(2, Map.of("max_concentration_percent", "10")));
    risk.intent(Given.market("i2", Side.BUY, "0.1", T0));

    assertThat(denials()).containsExactly(List.of(), List.of(CheckCode.CONCENTRATION));
  }

  @Test
  void fault3TheBreakerHoldsOrdersAndHasDegrees() {
    risk.intent(Given.market("i1", Side.BUY, "0.1", T0));
    risk.event(Given.fill("i1", "e1", Side.BUY, "0.1", "60000", T0 + 1));
    risk.control(ControlAction.REDUCE, MAIN);
    risk.intent(Given.market("i2", Side.BUY, "0.01", T0));
    risk.intent(Given.market("i3", Side.SELL, "0.01", T0));
    risk.control(ControlAction.HALT, MAIN);
    risk.intent(Given.market("i4", Side.SELL, "0.01", T0));

    assertThat(denials())
        .containsExactly(
            List.of(),
            List.of(CheckCode.TRADING_STATE),
            List.of(),
            List.of(CheckCode.TRADING_STATE));
  }

  @Test
  void fault4AnOrderWithoutAPriceIsValuedAtTheMark() {
    risk.intent(Given.market("i1", Side.BUY, "0.17", T0));

    Decision decision = risk.decisions().get(0);
    assertThat(decision.denials()).containsExactly(CheckCode.ORDER_VALUE);
    assertThat(decision.checks())
        .filteredOn(check -> check.code() == CheckCode.ORDER_VALUE)
        .singleElement()
        .satisfies(check -> assertThat(check.observed()).isEqualTo(FixedPoint.parse("10200")));
  }

  @Test
  void fault5WhatReducesRiskPassesGrowthLimitsOnBothSides() {
    for (Side side : Side.values()) {
      String id = side.name();
      risk.intent(Given.market("grow" + id, side, "0.15", T0));
      risk.event(Given.fill("grow" + id, "e" + id, side, "0.15", "60000", T0 + 1));
      // now every growth limit is broken by what is held already
      risk.limits(
          Given.limits(
              side == Side.BUY ? 2 : 4,
              Map.of(
                  "max_order_value", "1",
                  "max_notional_per_position", "1",
                  "max_concentration_percent", "0.1")));
      risk.intent(Given.market("reduce" + id, side.opposite(), "0.15", T0));
      risk.intent(Given.market("cross" + id, side.opposite(), "0.01", T0));
      risk.event(Given.fill("reduce" + id, "r" + id, side.opposite(), "0.15", "60000", T0 + 1));
      risk.limits(Given.limits(side == Side.BUY ? 3 : 5, Map.of()));
    }

    List<Decision> decisions = risk.decisions();
    assertThat(decisions)
        .extracting(Decision::approved)
        .containsExactly(true, true, false, true, true, false);
  }

  @Test
  void fault6TheDaysLossCountsEachProfitOnceAndWhatIsUnrealised() {
    risk.intent(Given.market("i1", Side.BUY, "0.15", T0));
    for (int i = 0; i < 3; i++) {
      risk.event(Given.fill("i1", "e" + i, Side.BUY, "0.05", "60000", T0 + 1));
    }
    risk.intent(Given.market("i2", Side.SELL, "0.05", T0));
    for (int i = 0; i < 3; i++) { // the venue repeats itself
      risk.event(Given.fill("i2", "s1", Side.SELL, "0.05", "59000", T0 + 2));
    }
    risk.mark(BTC, "58000", T0 + SECOND, 11);
    risk.intent(Given.market("i3", Side.BUY, "0.01", T0 + SECOND));

    // 50 realised, 4 fees of 0.5, 0.1 × 2000 unrealised
    Decision last = risk.decisions().get(2);
    assertThat(last.checks())
        .filteredOn(check -> check.code() == CheckCode.DAILY_LOSS)
        .singleElement()
        .satisfies(check -> assertThat(check.observed()).isEqualTo(FixedPoint.parse("252")));
  }

  @Test
  void fault15ManySmallFillsAddUpExactly() {
    risk.intent(Given.market("i1", Side.BUY, "0.1", T0));
    for (int i = 0; i < 100; i++) {
      risk.event(Given.fill("i1", "b" + i, Side.BUY, "0.001", "60000.1", T0 + i));
    }
    risk.intent(Given.market("i2", Side.SELL, "0.1", T0));
    for (int i = 0; i < 100; i++) {
      risk.event(Given.fill("i2", "s" + i, Side.SELL, "0.001", "60000.3", T0 + i));
    }

    List<AccountSnapshot> published = risk.accounts();
    AccountSnapshot last = published.get(published.size() - 1);
    // 0.1 × 0.2 earned, 200 fees of 0.5
    assertThat(last.realisedPnl()).isEqualTo(Money.of("-99.98"));
    assertThat(last.positions()).allMatch(line -> line.quantity().equals(Quantity.ZERO));
  }
}

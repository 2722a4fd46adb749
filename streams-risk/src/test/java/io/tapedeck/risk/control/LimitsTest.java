package io.tapedeck.risk.control;

import static io.tapedeck.risk.control.Desk.BTC;
import static io.tapedeck.risk.control.Desk.ETH;
import static io.tapedeck.risk.control.Desk.check;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.limits.LimitsProblems;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.Decision.ShadowVerdict;
import io.tapedeck.domain.risk.RiskLimits;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Scopes, versions, limits on trial, and limits that make no sense. */
class LimitsTest {
  @Test
  void theTightestOfAllScopesHolds() {
    Desk desk = Desk.open("max_order_size", "10", "min_order_size", "1");
    desk.limits("main", "max_order_size", "8");
    desk.limits("strategy:test", "max_order_size", "9", "min_order_size", "2");
    desk.limits("instrument:KRAKEN:BTC/USD", "max_order_size", "5");
    desk.limits("venue:KRAKEN", "max_order_size", "7");

    CheckResult btc = check(desk.buy("6"), CheckCode.ORDER_SIZE_MAX);
    CheckResult eth = check(desk.market(ETH, Side.BUY, "7.5"), CheckCode.ORDER_SIZE_MAX);
    assertThat(btc.limit()).isEqualTo(FixedPoint.parse("5"));
    assertThat(btc.note()).isEqualTo("instrument:KRAKEN:BTC/USD:1");
    assertThat(eth.note()).isEqualTo("venue:KRAKEN:1");
    assertThat(check(desk.buy("1.5"), CheckCode.ORDER_SIZE_MIN).note())
        .isEqualTo("Order too small: 1.5 < 2 strategy:test:1");
    assertThat(desk.buy("2").limitsVersion()).isEqualTo(1);
  }

  @Test
  void capitalIsTheAccountsOwn() {
    Desk desk = Desk.open();
    desk.limits("main", "capital", "5000000");
    desk.fill(BTC, Side.BUY, "1", "100");
    assertThat(desk.state.limitsOf(desk.account()).value(Limit.CAPITAL))
        .isEqualTo(FixedPoint.parse("5000000"));
  }

  @Test
  @Tag("U4")
  void aDecisionIsMadeUnderTheLimitsJournalledBeforeIt() {
    Desk desk = Desk.open("max_order_size", "10");
    Decision before = desk.buy("8");
    desk.limits("*", Desk.wide("max_order_size", "5"));
    Decision after = desk.buy("8");
    assertThat(before.approved()).isTrue();
    assertThat(after.denials()).containsExactly(CheckCode.ORDER_SIZE_MAX);
    assertThat(before.limitsVersion()).isEqualTo(1);
    assertThat(after.limitsVersion()).isEqualTo(2);
    assertThat(check(after, CheckCode.ORDER_SIZE_MAX).note()).isEqualTo("*:2");
  }

  @Test
  @Tag("U8")
  void limitsOnTrialSayWhatTheyWouldHaveSaidAndChangeNothing() {
    Desk desk = Desk.open("max_order_size", "10");
    assertThat(desk.buy("1").shadow()).isNull();
    desk.limits("shadow/*", Desk.wide("max_order_size", "3"));

    Decision decision = desk.buy("5");
    assertThat(decision.approved()).isTrue();
    assertThat(decision.shadow())
        .isEqualTo(new ShadowVerdict(1, false, List.of(CheckCode.ORDER_SIZE_MAX)));
    // promoted by one record
    desk.limits("*", Desk.wide("max_order_size", "3"));
    assertThat(desk.buy("5").denials()).containsExactly(CheckCode.ORDER_SIZE_MAX);
  }

  @Test
  @Tag("U5")
  void everyCheckIsListedWithItsNumbersPassedOrNot() {
    Desk desk = Desk.open("max_order_size", "10");
    CheckResult passed = check(desk.buy("4"), CheckCode.ORDER_SIZE_MAX);
    assertThat(passed.passed()).isTrue();
    assertThat(passed.observed()).isEqualTo(FixedPoint.parse("4"));
    assertThat(passed.headroom()).isEqualTo(FixedPoint.parse("6"));
  }

  @Test
  void everyProblemOfLimitsIsNamedAtOnce() {
    RiskLimits limits =
        new RiskLimits(
            "instrument:BTC",
            1,
            "me",
            "",
            "",
            0,
            new TreeMap<>(
                Map.of(
                    "max_order_size", FixedPoint.parse("-1"),
                    "max_concentration_percent", FixedPoint.parse("101"),
                    "max_open_orders", FixedPoint.parse("1.5"),
                    "min_price", FixedPoint.parse("9"),
                    "max_price", FixedPoint.parse("8"),
                    "max_ordr_value", FixedPoint.parse("1"),
                    "correlation_lookback_days", FixedPoint.parse("2"))),
            new TreeMap<>(
                Map.of(
                    "allow_leverage", "yes",
                    "time_zone", "Mars/Olympus",
                    "blackout_periods", "09:30",
                    "holidays", "2024-13-01",
                    "session_days", "MOON",
                    "conversions", "USDT",
                    "allowed_instruments", "*:BTC/USD",
                    "capital", "lots")));
    assertThat(LimitsProblems.of(limits))
        .extracting(LimitsProblems.Problem::name)
        .containsExactlyInAnyOrder(
            "scope",
            "max_order_size",
            "max_concentration_percent",
            "max_open_orders",
            "min_price",
            "max_ordr_value",
            "correlation_lookback_days",
            "allow_leverage",
            "time_zone",
            "blackout_periods",
            "holidays",
            "session_days",
            "conversions",
            "allowed_instruments",
            "capital");
  }
}

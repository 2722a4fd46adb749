package io.tapedeck.risk.control;

import static io.tapedeck.risk.control.Desk.BTC;
import static io.tapedeck.risk.control.Desk.ETH;
import static io.tapedeck.risk.control.Desk.MAIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.risk.core.Snapshots;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Books by hand: every sum is worked out in the comment beside it. */
class AccountingTest {
  private static AccountSnapshot books(Desk desk) {
    return Snapshots.of(desk.state, desk.account());
  }

  private static Money money(String text) {
    return Money.of(text);
  }

  @Test
  void keepsShortsAndFlips() {
    Desk desk = Desk.open();
    desk.fill(BTC, Side.SELL, "2", "110");
    desk.fill(BTC, Side.BUY, "5", "100"); // closes 2 with 20 won, opens 3 at 100
    desk.mark(BTC, "104");

    AccountSnapshot books = books(desk);
    assertThat(desk.account().position(BTC).quantity()).isEqualTo(Quantity.of("3"));
    assertThat(books.realisedPnl()).isEqualTo(money("20"));
    assertThat(books.unrealisedPnl()).isEqualTo(money("12"));
    assertThat(books.exposure()).isEqualTo(money("312"));
  }

  @Test
  void takesFeesInEitherCurrency() {
    Desk desk = Desk.open();
    desk.fill(null, BTC, Side.BUY, "1", "100", "0.4", "USD");
    desk.fill(null, BTC, Side.BUY, "1", "100", "0.002", "BTC"); // 0.002 × 100

    assertThat(books(desk).realisedPnl()).isEqualTo(money("-0.6"));
    assertThat(desk.account().fees()).containsOnlyKeys("USD");
  }

  @Test
  void convertsIntoTheAccountsCurrency() {
    Desk desk = Desk.open("currency", "EUR", "conversions", "USD=KRAKEN:USD/EUR");
    desk.mark(new InstrumentId("KRAKEN:USD/EUR"), "0.5");
    desk.fill(null, BTC, Side.BUY, "2", "90", "1", "USD");

    // 2 × (100 − 90) × 0.5 won, 1 × 0.5 of fees
    assertThat(books(desk).unrealisedPnl()).isEqualTo(money("10"));
    assertThat(books(desk).realisedPnl()).isEqualTo(money("-0.5"));
    assertThat(books(desk).figures().equity()).isEqualTo(money("1000009.5"));
  }

  @Test
  void aBustLeavesNothingBehind() {
    Desk desk = Desk.open();
    Execution execution = desk.execution(Side.BUY, "1", "95", "0.1", "USD");
    event(desk, OrderEventKind.FILLED, execution, null);
    event(desk, OrderEventKind.TRADE_CANCELED, execution, null);

    assertThat(desk.account().position(BTC).quantity()).isEqualTo(Quantity.ZERO);
    assertThat(books(desk).realisedPnl()).isEqualTo(Money.ZERO);
    assertThat(desk.alarms).anyMatch(text -> text.contains("cancelled by the venue"));
  }

  @Test
  void aCorrectionBooksTheNewTerms() {
    Desk desk = Desk.open();
    Execution wrong = desk.execution(Side.BUY, "1", "95", "0.1", "USD");
    Execution right = desk.execution(Side.BUY, "2", "96", "0.2", "USD");
    event(desk, OrderEventKind.FILLED, wrong, null);
    event(desk, OrderEventKind.TRADE_CORRECTED, right, wrong);

    assertThat(desk.account().position(BTC).quantity()).isEqualTo(Quantity.of("2"));
    // 2 × (100 − 96) − 0.2
    assertThat(books(desk).realisedPnl().plus(books(desk).unrealisedPnl())).isEqualTo(money("7.8"));
  }

  private static void event(
      Desk desk, OrderEventKind kind, Execution execution, @Nullable Execution before) {
    desk.apply(
        MAIN,
        new JournalEvent.OrderEventReceived(
            new OrderEvent(
                MAIN, null, BTC, kind, null, null, desk.now, desk.now, execution, null, null, null,
                "", before)));
  }

  @Test
  void depositsAreNoProfitAndWithdrawalsNoLoss() {
    Desk desk = Desk.open("capital", "1000", "drawdown_threshold_percent", "10");
    desk.command(ControlAction.DEPOSIT, MAIN, null, null, money("500"));
    assertThat(books(desk).figures().equity()).isEqualTo(money("1500"));
    desk.command(ControlAction.WITHDRAW, MAIN, null, null, money("900"));

    assertThat(books(desk).figures().equity()).isEqualTo(money("600"));
    assertThat(books(desk).figures().peakEquity()).isEqualTo(money("600"));
    assertThat(books(desk).dayPnl()).isEqualTo(Money.ZERO);
    assertThat(desk.buy("1").approved()).isTrue();
    desk.command(ControlAction.DEPOSIT, MAIN);
    assertThat(desk.alarms).anyMatch(text -> text.contains("does nothing"));
  }

  @Test
  void openOrdersReserveAtOnceAndGiveBackWhatDoesNotExecute() {
    Desk desk = Desk.open("max_notional_per_position", "1000");
    Decision order = desk.limit(Side.BUY, "10", "90");
    assertThat(desk.limit(Side.BUY, "1", "90").denials()).containsExactly(CheckCode.POSITION_VALUE);
    desk.fill(order.intent(), BTC, Side.BUY, "4", "90", "0", "USD");
    assertThat(desk.limit(Side.BUY, "1", "90").approved()).isFalse();
    desk.news(order, OrderEventKind.CANCELED);
    assertThat(desk.limit(Side.BUY, "6", "90").approved()).isTrue();
    assertThat(desk.limit(Side.BUY, "1", "90").approved()).isFalse();
  }

  @Test
  void aRefusedReplaceGivesItsReservationBack() {
    Desk desk = Desk.open("max_notional_per_position", "1000");
    Decision order = desk.limit(Side.BUY, "4", "90");
    assertThat(desk.replace(order, "10", "90").approved()).isTrue();
    assertThat(desk.limit(Side.BUY, "1", "90").approved()).isFalse();
    desk.news(order, OrderEventKind.REPLACE_REJECTED);
    assertThat(desk.limit(Side.BUY, "6", "90").approved()).isTrue();
  }

  @Test
  void withTwoReplacesOnTheirWayTheLargerCountsUntilBothAreAnswered() {
    Desk desk = Desk.open("max_notional_per_position", "1000");
    Decision order = desk.limit(Side.BUY, "4", "90");
    assertThat(desk.replace(order, "10", "90").approved()).isTrue();
    assertThat(desk.replace(order, "2", "90").approved()).isTrue();
    desk.news(order, OrderEventKind.REPLACE_REJECTED);
    assertThat(desk.limit(Side.BUY, "1", "90").approved()).isFalse();
    desk.news(order, OrderEventKind.REPLACE_REJECTED);
    assertThat(desk.limit(Side.BUY, "1", "90").approved()).isTrue();
  }

  @Test
  void anExecutionIsBookedOnce() {
    Desk desk = Desk.open();
    Execution execution = desk.execution(Side.BUY, "1", "95", "0.1", "USD");
    event(desk, OrderEventKind.FILLED, execution, null);
    event(desk, OrderEventKind.FILLED, execution, null);
    assertThat(desk.account().position(BTC).quantity()).isEqualTo(Quantity.of("1"));
    assertThat(desk.alarms).anyMatch(text -> text.contains("booked once"));
  }

  @Test
  void theDayRollsInTheVenuesCalendar() {
    Desk desk = new Desk();
    desk.limits("*", Desk.wide("time_zone", "America/New_York", "trading_day_start", "17:00"));
    // 17:00 in New York is 21:00 UTC in August
    long before = Desk.nanos("2024-08-08T20:59:59Z");
    assertThat(desk.state.dayOf(before + Desk.SECOND)).isEqualTo(desk.state.dayOf(before) + 1);
  }

  @Test
  void everyFigureOfAnAccountWithoutPositionsIsItsCapital() {
    Desk desk = Desk.open("capital", "1000");
    desk.market(ETH, Side.BUY, "1");
    assertThat(books(desk).figures().equity()).isEqualTo(money("1000"));
    assertThat(books(desk).figures().cash()).isEqualTo(money("1000"));
    assertThat(books(desk).figures().tradesToday()).isEqualTo(1);
  }
}

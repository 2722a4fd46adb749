package io.tapedeck.risk.control;

import static io.tapedeck.risk.control.Desk.AAPL;
import static io.tapedeck.risk.control.Desk.BTC;
import static io.tapedeck.risk.control.Desk.ETH;
import static io.tapedeck.risk.control.Desk.MAIN;
import static io.tapedeck.risk.control.Desk.check;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.order.TimeInForce;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.risk.core.Gate;
import io.tapedeck.risk.core.RiskEngine;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each control lets pass what it should, refuses what it should, and says why with its numbers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateTest {
  private final Set<CheckCode> refused = EnumSet.noneOf(CheckCode.class);

  /** A decision that exactly these controls refuse. */
  private CheckResult denied(Decision decision, CheckCode... codes) {
    assertThat(decision.approved()).isFalse();
    assertThat(decision.denials()).containsExactlyInAnyOrder(codes);
    assertThat(decision.checks()).extracting(CheckResult::code).isEqualTo(Gate.codes());
    refused.addAll(List.of(codes));
    return check(decision, codes[0]);
  }

  private static void approved(Decision decision) {
    assertThat(decision.denials()).isEmpty();
    assertThat(decision.approved()).isTrue();
    assertThat(decision.checks()).extracting(CheckResult::code).isEqualTo(Gate.codes());
  }

  private static void numbers(CheckResult check, String observed, String limit, String headroom) {
    assertThat(check.observed()).isEqualTo(FixedPoint.parse(observed));
    assertThat(check.limit()).isEqualTo(FixedPoint.parse(limit));
    assertThat(check.headroom()).isEqualTo(FixedPoint.parse(headroom));
  }

  @AfterAll
  void everyCodeIsRefusedByATest() {
    Set<CheckCode> all = EnumSet.copyOf(Gate.codes());
    all.removeAll(refused);
    assertThat(all).as("codes that no test here saw refuse").isEmpty();
  }

  @Test
  void refusesBeyondQuarantine() {
    Desk desk = Desk.open();
    desk.apply(MAIN, new JournalEvent.PoisonReceived("bytes", "00"));
    denied(desk.buy("1"), CheckCode.ACCOUNT_QUARANTINED);
    desk.command(ControlAction.RESUME, MAIN);
    approved(desk.buy("1"));
  }

  @Test
  void holdsTradingStates() {
    Desk desk = Desk.open();
    desk.fill(BTC, Side.BUY, "2", "100");
    desk.command(ControlAction.REDUCE, MAIN);
    denied(desk.buy("1"), CheckCode.TRADING_STATE);
    approved(desk.sell("1"));
    desk.command(ControlAction.HALT, null);
    denied(desk.sell("0.5"), CheckCode.TRADING_STATE);
    desk.command(ControlAction.RESUME, null);
    denied(desk.market(ETH, Side.BUY, "1"), CheckCode.TRADING_STATE);
  }

  @Test
  void decidesAnIntentOnce() {
    Desk desk = Desk.open();
    OrderIntent intent =
        desk.intent(BTC, new OrderAction.Submit(OrderTerms.market(Side.BUY, Quantity.of("1"))));
    approved(desk.decide(intent));
    denied(desk.decide(intent), CheckCode.DUPLICATE_INTENT);
  }

  @Test
  void refusesLateIntents() {
    Desk desk = Desk.open();
    OrderIntent intent =
        desk.intent(BTC, new OrderAction.Submit(OrderTerms.market(Side.BUY, Quantity.of("1"))));
    desk.pass(6).mark(BTC, "100");
    numbers(denied(desk.decide(intent), CheckCode.INTENT_EXPIRED), "6", "5", "-1");
  }

  @Test
  void refusesTermsThatMakeNoSense() {
    Desk desk = Desk.open();
    denied(desk.buy("-1"), CheckCode.ORDER_INVALID);
    denied(desk.limit(Side.BUY, "1", "-100"), CheckCode.ORDER_INVALID);
    OrderTerms reduceOnly =
        new OrderTerms(
            Side.BUY, OrderType.MARKET, Quantity.of("1"), null, null, TimeInForce.IOC, true, false);
    denied(
        desk.decide(desk.intent(BTC, new OrderAction.Submit(reduceOnly))), CheckCode.ORDER_INVALID);
  }

  @Test
  void cancelsAndReplacesOnlyWhatWorks() {
    Desk desk = Desk.open();
    Decision order = desk.limit(Side.BUY, "1", "90");
    approved(desk.replace(order, "2", "91"));
    approved(desk.cancel(order));
    desk.news(order, OrderEventKind.CANCELED);
    denied(desk.cancel(order), CheckCode.TARGET_UNKNOWN);
    denied(desk.replace(order, "3", "91"), CheckCode.TARGET_UNKNOWN);
  }

  @Test
  void refusesGrowthWithoutLimitsOrMark() {
    Desk desk = new Desk();
    desk.mark(BTC, "100");
    denied(desk.buy("1"), CheckCode.LIMITS_MISSING);
    Desk noMark = new Desk();
    noMark.limits("*", Desk.wide());
    denied(
        noMark.buy("1"),
        CheckCode.MARK_MISSING,
        CheckCode.MARK_STALE,
        CheckCode.ORDER_VALUE,
        CheckCode.POSITION_VALUE,
        CheckCode.CONCENTRATION);
  }

  @Test
  void refusesStaleMarks() {
    Desk desk = Desk.open("max_mark_age_seconds", "30");
    desk.pass(31);
    numbers(denied(desk.buy("1"), CheckCode.MARK_STALE), "31", "30", "-1");
  }

  @Test
  void refusesWhatCannotBeConverted() {
    Desk desk = Desk.open("currency", "EUR", "conversions", "USD=KRAKEN:USD/EUR");
    desk.fill(BTC, Side.BUY, "1", "100");
    denied(desk.buy("1"), CheckCode.CONVERSION_MISSING);
    desk.mark(new InstrumentId("KRAKEN:USD/EUR"), "0.9");
    Decision converted = desk.buy("1");
    approved(converted);
    assertThat(check(converted, CheckCode.ORDER_VALUE).observed())
        .isEqualTo(FixedPoint.parse("90"));
  }

  @Test
  @Tag("A88")
  void refusesBrokenFeedsAndSilence() {
    Desk desk = Desk.open();
    desk.mark(BTC, "100", FeedStatus.GAP, TradingStatus.TRADING);
    denied(desk.buy("1"), CheckCode.FEED_STALE);
    desk.mark(BTC, "100");
    desk.tick(RiskEngine.DATA_SILENT);
    assertThat(desk.alarms).anyMatch(text -> text.contains("No market data received"));
    denied(desk.buy("1"), CheckCode.FEED_STALE);
    desk.tick(RiskEngine.DATA_BACK);
    approved(desk.buy("1"));
  }

  @Test
  void refusesWhatTheVenueHalts() {
    Desk desk = Desk.open();
    desk.mark(BTC, "100", FeedStatus.CONNECTED, TradingStatus.HALTED);
    denied(desk.buy("1"), CheckCode.INSTRUMENT_HALTED);
    desk.mark(BTC, "100", FeedStatus.CONNECTED, TradingStatus.LIMIT_ONLY);
    denied(desk.buy("1"), CheckCode.INSTRUMENT_HALTED);
    approved(desk.limit(Side.BUY, "1", "99"));
  }

  @Test
  @Tag("U7")
  void refusesWhileBehind() {
    Desk desk = Desk.open("max_state_lag_seconds", "3");
    desk.apply(null, new JournalEvent.LagObserved(4));
    numbers(denied(desk.buy("1"), CheckCode.STATE_LAG), "4", "3", "-1");
    desk.apply(null, new JournalEvent.LagObserved(0));
    approved(desk.buy("1"));
  }

  @Test
  void refusesWhileNobodyCouldStopIt() {
    Desk desk = Desk.open();
    desk.tick(RiskEngine.CONTROL_SILENT);
    denied(desk.buy("1"), CheckCode.CONTROL_STALE);
    desk.tick(RiskEngine.CONTROL_BACK);
    approved(desk.buy("1"));
  }

  @Test
  void refusesWhileTheBreakerIsTripped() {
    Desk desk = Desk.open();
    desk.command(ControlAction.TRIP_BREAKER, null);
    assertThat(denied(desk.buy("1"), CheckCode.CIRCUIT_BREAKER).note()).isEqualTo("why");
    desk.command(ControlAction.RESET_BREAKER, null);
    approved(desk.buy("1"));
  }

  @Test
  void refusesGrowthOfWhatIsBeingClosed() {
    Desk desk = Desk.open("self_match_prevention", "false");
    Decision working = desk.limit(Side.SELL, "1", "120");
    desk.fill(BTC, Side.BUY, "2", "100");
    desk.command(ControlAction.CLOSE_POSITION, MAIN, BTC, null, null);
    denied(desk.buy("1"), CheckCode.POSITION_CLOSING);
    desk.news(working, OrderEventKind.CANCELED);
  }

  @Test
  void refusesDisabledStrategies() {
    Desk desk = Desk.open();
    desk.fill(BTC, Side.BUY, "2", "100");
    desk.command(ControlAction.DISABLE_STRATEGY, MAIN, null, desk.strategy, null);
    denied(desk.buy("1"), CheckCode.STRATEGY_DISABLED);
    approved(desk.sell("1"));
    desk.command(ControlAction.ENABLE_STRATEGY, MAIN, null, desk.strategy, null);
    approved(desk.market(ETH, Side.BUY, "1"));
  }

  @Test
  void refusesInstrumentsThatAreNotPermitted() {
    Desk desk = Desk.open("allowed_instruments", "KRAKEN:*");
    desk.limits("strategy:test", "restricted_instruments", "KRAKEN:ETH/USD");
    approved(desk.buy("1"));
    denied(desk.market(ETH, Side.BUY, "1"), CheckCode.INSTRUMENT_NOT_PERMITTED);
    desk.mark(AAPL, "100");
    denied(desk.market(AAPL, Side.BUY, "1"), CheckCode.INSTRUMENT_NOT_PERMITTED);
  }

  @Test
  void holdsMarketHoursInTheVenuesZone() {
    Desk desk = Desk.open();
    desk.limits(
        "venue:ALPACA",
        "enforce_market_hours",
        "true",
        "time_zone",
        "America/New_York",
        "session_hours",
        "09:30-16:00",
        "premarket_hours",
        "04:00-09:30",
        "holidays",
        "2024-09-02");
    for (String open : List.of("2024-08-08T13:30:00Z", "2024-12-05T14:30:00Z")) {
      desk.now = Desk.nanos(open) - Desk.SECOND;
      desk.mark(AAPL, "100");
      denied(desk.market(AAPL, Side.BUY, "1"), CheckCode.MARKET_CLOSED);
      desk.pass(1).mark(AAPL, "100");
      approved(desk.market(AAPL, Side.BUY, "1"));
    }
    desk.now = Desk.nanos("2024-12-07T15:00:00Z"); // a Saturday
    desk.mark(AAPL, "100").mark(BTC, "100");
    denied(desk.market(AAPL, Side.BUY, "1"), CheckCode.MARKET_CLOSED);
    approved(desk.buy("1"));
  }

  @Test
  @Tag("A55")
  void refusesInBlackoutPeriods() {
    Desk desk =
        Desk.open("blackout_periods", "09:30-09:45,15:45-16:00", "time_zone", "America/New_York");
    desk.now = Desk.nanos("2024-08-08T13:44:59Z");
    desk.mark(BTC, "100");
    denied(desk.buy("1"), CheckCode.BLACKOUT);
    desk.pass(1).mark(BTC, "100");
    approved(desk.buy("1"));
    desk.now = Desk.nanos("2024-08-08T19:45:00Z");
    desk.mark(BTC, "100");
    denied(desk.buy("1"), CheckCode.BLACKOUT);
  }

  @Test
  @Tag("B17")
  void refusesOrdersTooSmall() {
    Desk desk = Desk.open("min_order_size", "10");
    CheckResult check = denied(desk.buy("9"), CheckCode.ORDER_SIZE_MIN);
    numbers(check, "9", "10", "-1");
    assertThat(check.note()).startsWith("Order too small: 9 < 10");
    approved(desk.buy("10"));
  }

  @Test
  @Tag("A54")
  void refusesOrdersTooLarge() {
    Desk desk = Desk.open("max_order_size", "10");
    numbers(denied(desk.buy("11"), CheckCode.ORDER_SIZE_MAX), "11", "10", "-1");
    approved(desk.buy("10"));
  }

  @Test
  @Tag("A49")
  void refusesOrdersWorthTooMuch() {
    Desk desk = Desk.open("max_order_value", "1000");
    numbers(denied(desk.buy("10.01"), CheckCode.ORDER_VALUE), "1001", "1000", "-1");
    approved(desk.buy("10"));
    denied(desk.limit(Side.BUY, "10", "101"), CheckCode.ORDER_VALUE);
  }

  @Test
  void refusesPricesOutOfBounds() {
    Desk desk = Desk.open("min_price", "50", "max_price", "150");
    denied(desk.limit(Side.BUY, "1", "49"), CheckCode.PRICE_MIN);
    denied(desk.limit(Side.BUY, "1", "151"), CheckCode.PRICE_MAX);
    approved(desk.limit(Side.BUY, "1", "50"));
  }

  @Test
  void refusesLimitsMuchWorseThanTheMark() {
    Desk desk = Desk.open("max_slippage_percent", "5");
    numbers(denied(desk.limit(Side.BUY, "1", "106"), CheckCode.PRICE_COLLAR), "6", "5", "-1");
    denied(desk.limit(Side.SELL, "1", "94"), CheckCode.PRICE_COLLAR);
    approved(desk.limit(Side.BUY, "1", "50"));
    desk.fill(ETH, Side.BUY, "1", "100");
    Decision typo =
        desk.decide(
            desk.intent(
                ETH,
                new OrderAction.Submit(
                    OrderTerms.limit(Side.SELL, Quantity.of("1"), Price.of("1")))));
    denied(typo, CheckCode.PRICE_COLLAR);
  }

  @Test
  void refusesAMarketThatJumped() {
    Desk desk = Desk.open("max_price_deviation_percent", "10");
    desk.pass(60).mark(BTC, "100");
    desk.pass(60).mark(BTC, "111");
    numbers(denied(desk.buy("1"), CheckCode.PRICE_REFERENCE), "11", "10", "-1");
    desk.mark(BTC, "110");
    approved(desk.buy("1"));
  }

  @Test
  void refusesAMarketThatMovesTooMuch() {
    Desk desk = Desk.open("max_atr_percent", "1");
    for (int i = 0; i < 16; i++) {
      desk.pass(60).mark(BTC, i % 2 == 0 ? "100" : "102");
    }
    CheckResult check = denied(desk.buy("1"), CheckCode.VOLATILITY);
    // fourteen ranges of 2 on a last close of 100
    numbers(check, "2", "1", "-1");
    desk.limits("*", Desk.wide("max_atr_percent", "1", "reduce_on_high_volatility", "false"));
    approved(desk.buy("1"));
  }

  @Test
  void scalesValueLimitsByVolatility() {
    Desk desk = Desk.open();
    for (int i = 0; i < 16; i++) {
      desk.pass(60).mark(BTC, i % 2 == 0 ? "100" : "102");
    }
    desk.limits(
        "*",
        Desk.wide(
            "max_order_value", "1000",
            "enable_volatility_scaling", "true",
            "base_volatility_percent", "1"));
    desk.mark(BTC, "100");
    // base 1 over current 2: half of the limit
    numbers(denied(desk.buy("6"), CheckCode.ORDER_VALUE), "600", "500", "-100");
    approved(desk.buy("5"));
  }

  @Test
  void refusesDuplicateOrders() {
    Desk desk = Desk.open("duplicate_order_window_seconds", "2");
    approved(desk.buy("1"));
    desk.pass(1);
    numbers(denied(desk.buy("1"), CheckCode.DUPLICATE_ORDER), "1", "2", "-1");
    approved(desk.buy("2"));
    desk.pass(1).mark(BTC, "100");
    approved(desk.buy("1"));
  }

  @Test
  void aStrategyThatRepeatsItselfIsDisabledUntilAPersonEnablesIt() {
    Desk desk = Desk.open("max_repeated_orders", "3", "repeated_order_window_seconds", "60");
    for (int i = 0; i < 3; i++) {
      approved(desk.buy("1"));
    }
    numbers(denied(desk.buy("1"), CheckCode.REPEATED_EXECUTION), "4", "3", "-1");
    assertThat(desk.alarms).anyMatch(text -> text.contains("strategy test of account main"));
    desk.pass(120).mark(BTC, "100");
    denied(desk.buy("7"), CheckCode.STRATEGY_DISABLED);
    desk.command(ControlAction.ENABLE_STRATEGY, MAIN, null, desk.strategy, null);
    approved(desk.buy("1"));
  }

  @Test
  void refusesTooManyMessages() {
    Desk desk = Desk.open("max_messages_per_second", "2", "message_burst", "3");
    Decision order = desk.limit(Side.BUY, "1", "90");
    approved(order);
    approved(desk.buy("2"));
    approved(desk.cancel(order));
    numbers(denied(desk.buy("3"), CheckCode.MESSAGE_RATE), "0", "1", "-1");
    approved(desk.cancel(order));
    desk.pass(1).mark(BTC, "100");
    approved(desk.buy("3"));
    approved(desk.buy("4"));
    denied(desk.buy("5"), CheckCode.MESSAGE_RATE);
  }

  @Test
  void refusesTooManyTradesADay() {
    Desk desk = Desk.open("max_trades_per_day", "2");
    approved(desk.buy("1"));
    approved(desk.buy("2"));
    numbers(denied(desk.buy("3"), CheckCode.TRADES_PER_DAY), "3", "2", "-1");
    desk.pass(86_400).day().mark(BTC, "100");
    approved(desk.buy("3"));
  }

  @Test
  void refusesTooManyWorkingOrders() {
    Desk desk = Desk.open("max_open_orders", "2");
    approved(desk.limit(Side.BUY, "1", "90"));
    Decision second = desk.limit(Side.BUY, "2", "90");
    numbers(denied(desk.buy("3"), CheckCode.OPEN_ORDERS), "3", "2", "-1");
    approved(desk.replace(second, "4", "91"));
    desk.news(second, OrderEventKind.CANCELED);
    approved(desk.buy("3"));
  }

  @Test
  void refusesOrdersThatCouldTradeWithOwnOnes() {
    Desk desk = Desk.open();
    approved(desk.limit(Side.BUY, "1", "90"));
    denied(desk.market(BTC, Side.SELL, "1"), CheckCode.SELF_MATCH);
    denied(desk.limit(Side.SELL, "1", "90"), CheckCode.SELF_MATCH);
    approved(desk.limit(Side.SELL, "1", "91"));
    approved(desk.market(ETH, Side.SELL, "1"));
  }

  @Test
  @Tag("A22")
  @Tag("A29")
  void boundsPositionsInUnitsAndValue() {
    Desk desk = Desk.open("max_shares", "10", "max_notional_per_position", "5000");
    approved(desk.buy("4"));
    numbers(denied(desk.buy("7"), CheckCode.POSITION_SIZE), "11", "10", "-1");
    desk.mark(BTC, "1000");
    numbers(denied(desk.buy("2"), CheckCode.POSITION_VALUE), "6000", "5000", "-1000");
    denied(desk.market(ETH, Side.SELL, "11"), CheckCode.POSITION_SIZE);
  }

  @Test
  void boundsShortPositions() {
    Desk desk = Desk.open("max_short_notional", "100");
    approved(desk.market(ETH, Side.SELL, "1"));
    numbers(denied(desk.market(ETH, Side.SELL, "0.5"), CheckCode.SHORT_VALUE), "150", "100", "-50");
    desk.fill(BTC, Side.BUY, "5", "100");
    approved(desk.sell("5"));
  }

  @Test
  void boundsOpenPositions() {
    Desk desk = Desk.open("max_open_positions", "1");
    approved(desk.buy("1"));
    numbers(denied(desk.market(ETH, Side.BUY, "1"), CheckCode.OPEN_POSITIONS), "2", "1", "-1");
    approved(desk.buy("2"));
  }

  @Test
  void boundsTotalExposureWithOpenOrdersOfTheWorseSide() {
    Desk desk = Desk.open("max_total_exposure", "1000", "max_notional_per_position", "1000");
    desk.fill(ETH, Side.SELL, "4", "100");
    approved(desk.limit(Side.BUY, "5", "90"));
    numbers(denied(desk.buy("2"), CheckCode.TOTAL_EXPOSURE), "1100", "1000", "-100");
    approved(desk.buy("1"));
  }

  @Test
  @Tag("A35")
  void boundsConcentration() {
    Desk desk = Desk.open("capital", "1000", "max_concentration_percent", "25");
    numbers(denied(desk.buy("2.6"), CheckCode.CONCENTRATION), "26", "25", "-1");
    approved(desk.buy("2.5"));
  }

  @Test
  void boundsCorrelatedPositions() {
    Desk desk = Desk.open("enforce_correlation_check", "true", "max_position_correlation", "0.7");
    String[] prices = {"100", "110", "99", "120", "100"};
    for (String price : prices) {
      desk.mark(BTC, price).mark(ETH, price);
      desk.pass(86_400).day();
    }
    desk.mark(BTC, "100").mark(ETH, "100");
    desk.fill(BTC, Side.BUY, "1", "100");
    numbers(denied(desk.market(ETH, Side.BUY, "1"), CheckCode.CORRELATION), "1", "0.7", "-0.3");
    approved(desk.market(ETH, Side.SELL, "1"));
  }

  @Test
  void boundsLeverageMarginAndBuyingPower() {
    Desk desk = Desk.open("capital", "1000", "allow_leverage", "false", "max_leverage", "4");
    approved(desk.buy("6"));
    CheckResult power = check(desk.market(ETH, Side.BUY, "5"), CheckCode.BUYING_POWER);
    denied(desk.market(ETH, Side.BUY, "5"), CheckCode.LEVERAGE, CheckCode.BUYING_POWER);
    numbers(power, "500", "400", "-100");
    assertThat(power.note()).isEqualTo("Insufficient balance: 400 < 500");
    desk.limits("*", Desk.wide("capital", "1000", "allow_leverage", "true", "max_leverage", "4"));
    approved(desk.market(ETH, Side.BUY, "5"));
    desk.limits("*", Desk.wide("capital", "1000", "min_margin_percent", "80"));
    denied(desk.market(ETH, Side.BUY, "2"), CheckCode.MARGIN);
    refused.add(CheckCode.BUYING_POWER);
  }

  @Test
  @Tag("B16")
  void saysInTheOldWordsWhatTheBalanceLacks() {
    Desk desk = Desk.open("capital", "1000", "allow_leverage", "false", "currency", "USD");
    Decision decision = desk.buy("11");
    assertThat(check(decision, CheckCode.BUYING_POWER).note())
        .isEqualTo("Insufficient USD balance: 1000 < 1100");
    assertThat(decision.denials()).contains(CheckCode.BUYING_POWER);
  }

  @Test
  void boundsTheLossOfOneTrade() {
    Desk desk = Desk.open("max_loss_per_trade", "10", "default_stop_loss_percent", "2");
    numbers(denied(desk.buy("6"), CheckCode.LOSS_PER_TRADE), "12", "10", "-2");
    approved(desk.buy("5"));
  }

  @Test
  @Tag("A23")
  @Tag("A33")
  void boundsTheLossesOfDayWeekAndMonth() {
    Desk desk =
        Desk.open(
            "enable_circuit_breaker",
            "false",
            "max_daily_loss",
            "100",
            "max_weekly_loss",
            "150",
            "max_monthly_loss",
            "200");
    desk.fill(BTC, Side.BUY, "10", "100");
    desk.mark(BTC, "89"); // lost 110 today
    numbers(denied(desk.buy("1"), CheckCode.DAILY_LOSS), "110", "100", "-10");
    approved(desk.sell("1"));
    desk.pass(86_400).day().mark(BTC, "84"); // 50 more on Friday, 160 this week
    denied(desk.market(ETH, Side.BUY, "1"), CheckCode.WEEKLY_LOSS);
    desk.pass(3 * 86_400).day().mark(BTC, "79").mark(ETH, "100"); // on Monday 210 this month
    denied(desk.market(ETH, Side.BUY, "1"), CheckCode.MONTHLY_LOSS);
  }

  @Test
  void boundsTheFallFromThePeak() {
    Desk desk =
        Desk.open(
            "enable_circuit_breaker",
            "false",
            "capital",
            "1000",
            "drawdown_threshold_percent",
            "10");
    desk.fill(BTC, Side.BUY, "10", "100");
    desk.mark(BTC, "120");
    desk.tick(RiskEngine.REVALUE); // a peak of 1200
    desk.mark(BTC, "107");
    CheckResult check = denied(desk.market(ETH, Side.BUY, "1"), CheckCode.DRAWDOWN);
    assertThat(check.observed()).isEqualTo(FixedPoint.parse("10.8333333"));
    desk.mark(BTC, "108");
    approved(desk.market(ETH, Side.BUY, "1"));
  }

  @Test
  void boundsLossesInARow() {
    Desk desk = Desk.open("enable_circuit_breaker", "false", "max_consecutive_losses", "2");
    for (int i = 0; i < 2; i++) {
      approved(desk.market(ETH, Side.BUY, "1"));
      desk.fill(BTC, Side.BUY, "1", "100");
      desk.fill(BTC, Side.SELL, "1", "99");
    }
    numbers(denied(desk.market(ETH, Side.BUY, "1"), CheckCode.CONSECUTIVE_LOSSES), "2", "1", "-1");
    desk.fill(BTC, Side.BUY, "1", "100");
    desk.fill(BTC, Side.SELL, "1", "101");
    approved(desk.market(ETH, Side.BUY, "1"));
  }

  @Test
  void refusesFiguresThatLeaveTheMoneyTypeButNeverAReduction() {
    Desk desk = Desk.open();
    desk.fill(BTC, Side.BUY, "9000000", "100");
    desk.mark(BTC, "9000000");
    Decision grow = desk.buy("1");
    assertThat(grow.approved()).isFalse();
    assertThat(grow.denials()).contains(CheckCode.ARITHMETIC);
    refused.add(CheckCode.ARITHMETIC);
    approved(desk.sell("1"));
  }
}

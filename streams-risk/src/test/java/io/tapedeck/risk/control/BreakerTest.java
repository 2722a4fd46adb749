package io.tapedeck.risk.control;

import static io.tapedeck.risk.control.Desk.BTC;
import static io.tapedeck.risk.control.Desk.ETH;
import static io.tapedeck.risk.control.Desk.MAIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.order.TimeInForce;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskEngine;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The circuit breaker, trading states, and closing by command. */
class BreakerTest {
  private static Decision stop(Desk desk) {
    OrderTerms terms =
        new OrderTerms(
            Side.SELL,
            OrderType.STOP,
            Quantity.of("1"),
            null,
            Price.of("80"),
            TimeInForce.GTC,
            false,
            false);
    return desk.decide(desk.intent(BTC, new OrderAction.Submit(terms)));
  }

  @Test
  @Tag("A25")
  void tripsBetweenOrdersCancelsAllButStopsAndLetsReductionsPass() {
    Desk desk = Desk.open("daily_loss_threshold", "100");
    desk.fill(BTC, Side.BUY, "10", "100");
    Decision working = desk.limit(Side.BUY, "1", "70");
    Decision stop = stop(desk);
    desk.mark(BTC, "89");

    Outcome trip = desk.tick(RiskEngine.REVALUE);

    assertThat(Desk.cancels(trip)).containsExactly(working.intent().value());
    assertThat(desk.account().breaker().tripped()).isTrue();
    assertThat(desk.account().breaker().reason()).isEqualTo("loss of 110 this day; ");
    assertThat(desk.market(ETH, Side.BUY, "1").denials())
        .containsExactly(CheckCode.CIRCUIT_BREAKER);
    assertThat(desk.limit(Side.SELL, "1", "89").approved()).isTrue();
    assertThat(desk.account().workingOrder(stop.intent())).isNotNull();
  }

  @Test
  void resumesByItselfAfterTheCooldownOnlyIfItMay() {
    Desk desk =
        Desk.open("max_consecutive_losses", "1", "cooldown_minutes", "60", "auto_resume", "true");
    desk.fill(BTC, Side.BUY, "1", "100");
    desk.fill(BTC, Side.SELL, "1", "99");
    assertThat(desk.account().breaker().tripped()).isTrue();
    desk.pass(3599).mark(ETH, "100");
    assertThat(desk.market(ETH, Side.BUY, "1").approved()).isFalse();
    desk.pass(1).mark(ETH, "100");
    desk.tick(RiskEngine.REVALUE);
    assertThat(desk.account().breaker().tripped()).isFalse();
    assertThat(desk.market(ETH, Side.BUY, "1").approved()).isTrue();
  }

  @Test
  void staysTrippedUntilAPersonResetsItAndDoesNotTripAtOnceAgain() {
    Desk desk = Desk.open("daily_loss_threshold", "100");
    desk.fill(BTC, Side.BUY, "10", "100");
    desk.mark(BTC, "80");
    desk.tick(RiskEngine.REVALUE);
    desk.pass(100_000).mark(BTC, "80").mark(ETH, "100");
    assertThat(desk.account().breaker().tripped()).isTrue();

    desk.command(ControlAction.RESET_BREAKER, MAIN);
    assertThat(desk.market(ETH, Side.BUY, "1").approved()).isTrue();
    desk.day(); // the loss belongs to the day before
    desk.tick(RiskEngine.REVALUE);
    desk.mark(BTC, "60");
    desk.tick(RiskEngine.REVALUE);
    assertThat(desk.account().breaker().tripped()).isTrue();
  }

  @Test
  void aGlobalHaltHoldsAccountsThatWereNeverSeen() {
    Desk desk = Desk.open();
    desk.command(ControlAction.HALT, null);
    assertThat(desk.state.accounts()).doesNotContainKey(MAIN);
    assertThat(desk.buy("1").denials()).containsExactly(CheckCode.TRADING_STATE);
  }

  @Test
  void aCommandThatComesTwiceIsAppliedOnce() {
    Desk desk = Desk.open();
    desk.buy("1");
    ControlCommand command =
        new ControlCommand("once", MAIN, ControlAction.CANCEL_ALL, null, "ann", "why", desk.now);
    Outcome first = desk.apply(MAIN, new JournalEvent.ControlReceived(command));
    Outcome second = desk.apply(MAIN, new JournalEvent.ControlReceived(command));
    assertThat(first.commands()).hasSize(1);
    assertThat(second.commands()).isEmpty();
    assertThat(desk.alarms).anyMatch(text -> text.contains("came twice"));
  }

  private static List<OrderTerms> closings(Outcome outcome) {
    return outcome.commands().stream()
        .map(OrderCommand::action)
        .filter(OrderAction.Submit.class::isInstance)
        .map(action -> ((OrderAction.Submit) action).terms())
        .toList();
  }

  @Test
  void closingWaitsForItsCancelsAndGoesOnUntilFlat() {
    Desk desk = Desk.open();
    desk.fill(BTC, Side.BUY, "5", "100");
    Decision working = desk.limit(Side.SELL, "2", "110");

    Outcome begun = desk.command(ControlAction.CLOSE_POSITION, MAIN, BTC, null, null);
    assertThat(Desk.cancels(begun)).containsExactly(working.intent().value());
    assertThat(closings(begun)).isEmpty();

    // one more executes before the cancel arrives: the closing order takes that into account
    desk.fill(working.intent(), BTC, Side.SELL, "1", "110", "0", "USD");
    Outcome canceled = desk.news(working, OrderEventKind.CANCELED);
    assertThat(closings(canceled)).hasSize(1);
    assertThat(closings(canceled).get(0).quantity()).isEqualTo(Quantity.of("4"));
    assertThat(closings(canceled).get(0).reduceOnly()).isTrue();

    Decision closing = canceled.decisions().get(0);
    desk.fill(closing.intent(), BTC, Side.SELL, "3", "100", "0", "USD");
    Outcome again = desk.news(closing, OrderEventKind.CANCELED);
    assertThat(closings(again).get(0).quantity()).isEqualTo(Quantity.of("1"));
    desk.fill(again.decisions().get(0).intent(), BTC, Side.SELL, "1", "100", "0", "USD");
    assertThat(desk.account().closings()).isEmpty();
    assertThat(desk.account().position(BTC).quantity()).isEqualTo(Quantity.ZERO);
  }

  @Test
  void liquidatesEvenWhileHaltedAndGivesUpWithAnAlarm() {
    Desk desk = Desk.open();
    desk.fill(BTC, Side.BUY, "5", "100");
    desk.fill(ETH, Side.SELL, "2", "100");
    desk.command(ControlAction.HALT, null);

    Outcome outcome = desk.command(ControlAction.LIQUIDATE, MAIN);
    assertThat(closings(outcome)).extracting(OrderTerms::side).containsExactly(Side.SELL, Side.BUY);
    Decision closing = outcome.decisions().get(0);
    for (int i = 0; i < 4; i++) {
      Outcome next = desk.news(closing, OrderEventKind.CANCELED);
      closing = next.decisions().get(0);
    }
    assertThat(closings(desk.news(closing, OrderEventKind.CANCELED))).isEmpty();
    assertThat(desk.alarms).anyMatch(text -> text.contains("is not closed after 5 orders"));
  }

  @Test
  void aGlobalCommandReachesEveryAccountThatIsKnown() {
    Desk desk = Desk.open();
    desk.fill(BTC, Side.BUY, "5", "100");
    assertThat(closings(desk.command(ControlAction.LIQUIDATE, null))).hasSize(1);
    assertThat(desk.state.account(new AccountId("other")).working()).isEmpty();
  }
}

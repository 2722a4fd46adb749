package io.tapedeck.signals.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderAction.Submit;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MovingAverageCrossTest {
  private static Market market(boolean allowShort) {
    return new Market(
        new MovingAverageCross(
            Market.NAME,
            Market.ACCOUNT,
            Set.of(),
            new CrossSettings(
                2, 20, Money.of("1000"), Quantity.of("0.1").raw(), allowShort, Market.SECOND * 5)));
  }

  private static List<OrderAction> moved(Market market, double from, double step, int ticks) {
    List<OrderAction> first = List.of();
    for (int i = 0; i < ticks; i++) {
      String mid = String.format(java.util.Locale.ROOT, "%.2f", from + step * i);
      List<OrderAction> actions = market.tick(mid);
      first = first.isEmpty() ? actions : first;
    }
    return first;
  }

  private static OrderTerms terms(List<OrderAction> actions) {
    return ((Submit) actions.get(0)).terms();
  }

  @Test
  void buysWhenTheFastMeanIsAboveAndSellsWhenItIsBelow() {
    Market market = market(false);
    OrderTerms bought = terms(moved(market, 100, 0.1, 22));
    assertThat(bought.side()).isEqualTo(Side.BUY);
    assertThat(bought.quantity()).isEqualTo(Quantity.of("9.8"));
    market.position("9.8", "102");
    assertThat(moved(market, 102.1, 0.1, 10)).isEmpty();

    OrderTerms sold = terms(moved(market, 103, -0.3, 20));

    assertThat(sold.side()).isEqualTo(Side.SELL);
    assertThat(sold.quantity()).isEqualTo(Quantity.of("9.8"));
    market.position("0", null);
    assertThat(moved(market, 97, -0.1, 20)).as("it may not go short").isEmpty();
  }

  @Test
  void doesNothingBeforeTheSlowMeanIsFull() {
    assertThat(moved(market(false), 100, 0.1, 20)).isEmpty();
  }

  @Test
  void opensNothingWhileReducing() {
    Market market = market(true);
    market.state(TradingState.REDUCING);

    assertThat(moved(market, 100, 0.1, 60)).isEmpty();
  }
}

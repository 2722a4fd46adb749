package io.tapedeck.executor.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import org.junit.jupiter.api.Test;

class LocalCapsTest {
  private static final long SECOND = 1_000_000_000L;

  private static OrderCommand command(OrderAction action) {
    return new OrderCommand(
        new IntentId("i"),
        new AccountId("main"),
        new StrategyId("s"),
        InstrumentId.of("KRAKEN", "BTC/USD"),
        action,
        0,
        0,
        0,
        1,
        Price.of("100"));
  }

  private static OrderCommand limit(Side side, String price) {
    return command(
        new OrderAction.Submit(OrderTerms.limit(side, Quantity.of("1"), Price.of(price))));
  }

  private static LocalCaps caps(int perSecond, String perMinute, int open, long collarRaw) {
    return new LocalCaps(new CapLimits(perSecond, Money.of(perMinute), open, collarRaw));
  }

  @Test
  void countsOrdersOfTheLastSecond() {
    LocalCaps caps = caps(1, "0", 0, 0);

    assertThat(caps.refuse(limit(Side.BUY, "100"), null, 0, 0)).isNull();
    assertThat(caps.refuse(limit(Side.BUY, "100"), null, 0, SECOND - 1))
        .startsWith("CAP_ORDERS_PER_SECOND");
    assertThat(caps.refuse(limit(Side.BUY, "100"), null, 0, SECOND)).isNull();
  }

  @Test
  void sumsNotionalOfTheLastMinute() {
    LocalCaps caps = caps(0, "150", 0, 0);

    assertThat(caps.refuse(limit(Side.BUY, "100"), null, 0, 0)).isNull();
    assertThat(caps.refuse(limit(Side.BUY, "100"), null, 0, 59 * SECOND))
        .isEqualTo("CAP_NOTIONAL_PER_MINUTE: with_this=200 limit=150");
    assertThat(caps.refuse(limit(Side.BUY, "100"), null, 0, 60 * SECOND)).isNull();
  }

  @Test
  void holdsOnlyTheExpensiveSideOfTheMark() {
    LocalCaps caps = caps(0, "0", 0, SECOND / 20);

    assertThat(caps.refuse(limit(Side.BUY, "105"), null, 0, 0)).isNull();
    assertThat(caps.refuse(limit(Side.BUY, "105.01"), null, 0, 0)).startsWith("CAP_COLLAR");
    assertThat(caps.refuse(limit(Side.BUY, "10"), null, 0, 0)).isNull();
    assertThat(caps.refuse(limit(Side.SELL, "94.99"), null, 0, 0)).startsWith("CAP_COLLAR");
    assertThat(caps.refuse(limit(Side.SELL, "1000"), null, 0, 0)).isNull();
  }

  @Test
  void letsCancelsPass() {
    LocalCaps caps = caps(1, "1", 1, 1);

    assertThat(caps.refuse(command(new OrderAction.Cancel(new IntentId("x"))), null, 9, 0))
        .isNull();
  }
}

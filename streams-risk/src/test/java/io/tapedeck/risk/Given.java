package io.tapedeck.risk;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.signal.Evidence;
import io.tapedeck.domain.tape.Coordinates;
import java.util.Map;
import java.util.TreeMap;

/** Values that tests begin with. */
public final class Given {
  public static final AccountId MAIN = new AccountId("main");
  public static final InstrumentId BTC = new InstrumentId("KRAKEN:BTC/USDT");
  public static final InstrumentId ETH = new InstrumentId("KRAKEN:ETH/USDT");
  public static final long SECOND = 1_000_000_000L;
  public static final long T0 = 1_723_161_254L * SECOND;

  private Given() {}

  public static OrderIntent market(String id, Side side, String quantity, long nanos) {
    return intent(
        id, new OrderAction.Submit(OrderTerms.market(side, Quantity.of(quantity))), nanos);
  }

  public static OrderIntent limit(String id, Side side, String quantity, String price, long nanos) {
    return intent(
        id,
        new OrderAction.Submit(OrderTerms.limit(side, Quantity.of(quantity), Price.of(price))),
        nanos);
  }

  public static OrderIntent intent(String id, OrderAction action, long nanos) {
    return new OrderIntent(
        new IntentId(id),
        MAIN,
        new StrategyId("test"),
        BTC,
        action,
        nanos,
        nanos,
        nanos + 5 * SECOND,
        Evidence.byHand(new Coordinates("market-ticks-v1", 0, 1)));
  }

  public static OrderEvent fill(
      String intent, String execution, Side side, String quantity, String price, long nanos) {
    return new OrderEvent(
        MAIN,
        new IntentId(intent),
        BTC,
        OrderEventKind.FILLED,
        null,
        null,
        nanos,
        nanos,
        new Execution(
            new ExecutionId(execution),
            side,
            Quantity.of(quantity),
            Price.of(price),
            Money.of("0.5"),
            "USDT",
            false),
        null,
        null,
        null,
        "");
  }

  public static OrderEvent event(String intent, OrderEventKind kind, long nanos) {
    return new OrderEvent(
        MAIN,
        new IntentId(intent),
        BTC,
        kind,
        null,
        null,
        nanos,
        nanos,
        null,
        null,
        null,
        null,
        "");
  }

  public static RiskLimits limits(long version, Map<String, String> values) {
    TreeMap<String, Long> raw = new TreeMap<>();
    raw.put("capital", FixedPoint.parse("100000"));
    raw.put("max_order_value", FixedPoint.parse("10000"));
    raw.put("max_notional_per_position", FixedPoint.parse("20000"));
    raw.put("max_concentration_percent", FixedPoint.parse("25"));
    raw.put("max_daily_loss", FixedPoint.parse("5000"));
    raw.put("max_mark_age_seconds", FixedPoint.parse("30"));
    values.forEach((name, value) -> raw.put(name, FixedPoint.parse(value)));
    return new RiskLimits("*", version, "me", "", "test", T0, raw);
  }
}

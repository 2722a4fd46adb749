package io.tapedeck.signals;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.runtime.config.Default;
import io.tapedeck.runtime.config.Doc;
import io.tapedeck.runtime.config.Max;
import io.tapedeck.runtime.config.Min;
import io.tapedeck.runtime.config.NotEmpty;
import io.tapedeck.runtime.config.OneOf;
import io.tapedeck.runtime.config.Positive;
import io.tapedeck.runtime.config.Problems;
import io.tapedeck.runtime.config.Validated;
import io.tapedeck.signals.core.Strategy;
import io.tapedeck.signals.core.strategy.ThresholdSettings;
import io.tapedeck.signals.core.strategy.ThresholdStrategy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An entry of {@code signal.strategies}. */
public record StrategyConfig(
    @Doc("unique; part of every intent's id") @NotEmpty String name,
    @Doc("which strategy") @Default("threshold") @OneOf("threshold") String type,
    @Doc("the account it trades for") @NotEmpty String account,
    @Doc("VENUE:SYMBOL of each instrument it trades; empty for all") @Default("")
        List<String> instruments,
    @Doc("score above which it wants to be long") @Default("0.60") double enterLong,
    @Doc("score below which a long ends") @Default("0.50") double exitLong,
    @Doc("score below which it wants to be short, or flat") @Default("0.40") double enterShort,
    @Doc("score above which a short ends") @Default("0.50") double exitShort,
    @Doc("whether it may sell what it does not hold") @Default("false") boolean allowShort,
    @Doc("value of an order at the threshold, in the quote currency") @Default("1000") @Positive
        BigDecimal orderNotional,
    @Doc("how many times that value is added at the most extreme score") @Default("4") @Min(0)
        double sizeScale,
    @Doc("value of the position above which it does not add") @Default("20000") @Positive
        BigDecimal maxPosition,
    @Doc("quantities are rounded down to this step") @Default("0.00000001") @Positive
        BigDecimal quantityStep,
    @Doc("type of the orders that build a position; what ends one is a market order")
        @Default("market")
        @OneOf({"market", "limit"})
        String orderType,
    @Doc("shortest event time between two orders on an instrument") @Default("2000") @Min(0)
        Duration coolDown,
    @Doc("event time after which an order that did not show in the position is given up")
        @Default("10000")
        @Positive
        Duration patience,
    @Doc("event time that a limit order rests before it is repriced or cancelled")
        @Default("5000")
        @Positive
        Duration rest,
    @Doc("how often a limit order is repriced before it is cancelled")
        @Default("1")
        @Min(0)
        @Max(100)
        int repricings)
    implements Validated {

  @Override
  public void validate(Problems problems) {
    boolean ordered = enterLong > exitLong && exitLong >= exitShort && exitShort > enterShort;
    if (!ordered) {
      problems.add(
          "enter_long",
          "enter_long > exit_long >= exit_short > enter_short is needed, found "
              + enterLong
              + ", "
              + exitLong
              + ", "
              + exitShort
              + ", "
              + enterShort);
    }
    for (String instrument : instruments) {
      if (!instrument.matches("[^:]+:.+")) {
        problems.add("instruments", "not VENUE:SYMBOL: \"" + instrument + "\"");
      }
    }
    exact("order_notional", orderNotional, problems);
    exact("max_position", maxPosition, problems);
    exact("quantity_step", quantityStep, problems);
  }

  private static void exact(String key, BigDecimal value, Problems problems) {
    try {
      FixedPoint.ofDecimal(value);
    } catch (ArithmeticException e) {
      problems.add(key, String.valueOf(e.getMessage()));
    }
  }

  Strategy strategy() {
    return new ThresholdStrategy(
        new StrategyId(name),
        new AccountId(account),
        instruments.stream().map(InstrumentId::new).collect(Collectors.toSet()),
        new ThresholdSettings(
            enterLong,
            exitLong,
            enterShort,
            exitShort,
            allowShort,
            new Money(FixedPoint.ofDecimal(orderNotional)),
            sizeScale,
            new Money(FixedPoint.ofDecimal(maxPosition)),
            FixedPoint.ofDecimal(quantityStep),
            OrderType.valueOf(orderType.toUpperCase(Locale.ROOT)),
            coolDown.toNanos(),
            patience.toNanos(),
            rest.toNanos(),
            repricings));
  }
}

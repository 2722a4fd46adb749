package io.tapedeck.signals;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
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
import io.tapedeck.signals.core.strategy.CrossSettings;
import io.tapedeck.signals.core.strategy.Disabled;
import io.tapedeck.signals.core.strategy.MakerSettings;
import io.tapedeck.signals.core.strategy.MarketMaker;
import io.tapedeck.signals.core.strategy.MovingAverageCross;
import io.tapedeck.signals.core.strategy.StopSettings;
import io.tapedeck.signals.core.strategy.Stopped;
import io.tapedeck.signals.core.strategy.ThresholdSettings;
import io.tapedeck.signals.core.strategy.ThresholdStrategy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An entry of {@code signal.strategies}. */
public record StrategyConfig(
    @Doc("unique; part of every intent's id") @NotEmpty String name,
    @Doc("which strategy")
        @Default("threshold")
        @OneOf({"threshold", "market_maker", "moving_average_cross"})
        String type,
    @Doc("false: it cancels what it still works, and does nothing else") @Default("true")
        boolean enabled,
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
    @Doc(
            "an order shrinks by as much as the volatility (basis points a root second) is above"
                + " it; 0 for never")
        @Default("0")
        @Min(0)
        double baseVolatilityBps,
    @Doc("value of the position above which it does not add") @Default("20000") @Positive
        BigDecimal maxPosition,
    @Doc("quantities are rounded down to this step") @Default("0.00000001") @Positive
        BigDecimal quantityStep,
    @Doc("type of the orders that build a position; what ends one is a market order")
        @Default("market")
        @OneOf({"market", "limit"})
        String orderType,
    @Doc(
            "with order_type limit: the limit is at the mid plus (to sell: less) so many spreads,"
                + " so that it executes at once but no worse; 0 = it rests at the best price of its"
                + " own side")
        @Default("0")
        @Min(0)
        BigDecimal maxSlippageTolerance,
    @Doc("step that such limits are rounded to, towards the mid") @Default("0.00000001") @Positive
        BigDecimal priceStep,
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
        int repricings,
    @Doc("of type market_maker") MakerConfig maker,
    @Doc("of type moving_average_cross") CrossConfig cross,
    @Doc("stops around the strategy, whatever its type") StopsConfig stops)
    implements Validated {

  /** Section {@code maker} of a strategy; distances in basis points of the mid. */
  public record MakerConfig(
      @Doc("orders a side") @Default("5") @Min(1) @Max(MakerSettings.MOST_RUNGS) int ordersPerSide,
      @Doc("units of each order") @Default("0.01") @Positive BigDecimal orderQuantity,
      @Doc("units, either way, at which only the other side is quoted") @Default("1") @Positive
          BigDecimal positionLimit,
      @Doc("prices are on this step") @Default("0.1") @Positive BigDecimal priceStep,
      @Doc("gamma of Avellaneda and Stoikov, per basis point") @Default("0.01") @Positive
          double riskAversion,
      @Doc("kappa: how fast fills thin out with distance, per basis point")
          @Default("0.3")
          @Positive
          double liquidity,
      @Doc("how far ahead inventory is a risk") @Default("10s") @Positive Duration horizon,
      @Doc("the innermost order is never nearer to the mid") @Default("1") @Min(0)
          double minHalfSpreadBps,
      @Doc("widens the whole") @Default("1") @Positive double spreadMultiplier,
      @Doc("between the orders of a side") @Default("2") @Min(0) double levelSpacingBps,
      @Doc("an order that is off by less is left alone") @Default("0.5") @Min(0)
          double toleranceBps,
      @Doc(
              "shortest event time between two looks at the quotes; own orders' events are answered"
                  + " at once")
          @Default("1s")
          @Min(0)
          Duration refresh) {}

  /** Section {@code cross} of a strategy. */
  public record CrossConfig(
      @Doc("time constant of the fast mean of the mid") @Default("20s") @Positive Duration fast,
      @Doc("time constant of the slow mean; nothing is done before so long was seen")
          @Default("200s")
          @Positive
          Duration slow) {}

  /** Section {@code stops} of a strategy; percentages of the position's mean price, 0 is off. */
  public record StopsConfig(
      @Doc("ends a position that lost so much") @Default("0") @Min(0) @Max(100)
          double stopLossPercent,
      @Doc("ends one that gave so much of its best price back") @Default("0") @Min(0) @Max(100)
          double trailingStopPercent,
      @Doc("gain before the trailing stop begins") @Default("0") @Min(0)
          double trailingActivationPercent,
      @Doc("ends a long at or below this price, a short at or above it")
          @Nullable BigDecimal absoluteStopPrice,
      @Doc("ends a position that lost so much, in the quote currency") @Default("0") @Min(0)
          BigDecimal maxLoss,
      @Doc("gain at which a part is sold") @Default("0") @Min(0) double firstTargetPercent,
      @Doc("how large a part") @Default("50") @Min(0) @Max(100) double partialProfitPercent,
      @Doc("whether the rest is then ended at the mean price at the worst") @Default("false")
          boolean breakEvenAfterFirstTarget,
      @Doc("gain at which all is sold") @Default("0") @Min(0) double takeProfitPercent,
      @Doc("age at which a position is ended") @Default("0") @Min(0) Duration timeExit,
      @Doc("how long after a stop nothing new is begun") @Default("60s") @Min(0)
          Duration reentryAfter) {

    boolean any() {
      return stopLossPercent > 0
          || trailingStopPercent > 0
          || absoluteStopPrice != null
          || maxLoss.signum() > 0
          || firstTargetPercent > 0
          || takeProfitPercent > 0
          || !timeExit.isZero();
    }
  }

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
      try {
        new InstrumentId(instrument);
      } catch (IllegalArgumentException e) {
        problems.add("instruments", "not VENUE:SYMBOL: \"" + instrument + "\"");
      }
    }
    if (cross.fast().compareTo(cross.slow()) >= 0) {
      problems.add("cross.fast", "must be shorter than cross.slow");
    }
    exact("order_notional", orderNotional, problems);
    exact("max_position", maxPosition, problems);
    exact("quantity_step", quantityStep, problems);
    exact("maker.order_quantity", maker.orderQuantity(), problems);
    exact("maker.position_limit", maker.positionLimit(), problems);
    exact("maker.price_step", maker.priceStep(), problems);
    exact("stops.max_loss", stops.maxLoss(), problems);
    if (stops.absoluteStopPrice() != null) {
      exact("stops.absolute_stop_price", stops.absoluteStopPrice(), problems);
    }
  }

  private static void exact(String key, BigDecimal value, Problems problems) {
    try {
      FixedPoint.ofDecimal(value);
    } catch (ArithmeticException e) {
      problems.add(key, String.valueOf(e.getMessage()));
    }
  }

  /** Whether it listens to a model's scores. */
  public boolean scored() {
    return type.equals("threshold");
  }

  Strategy strategy() {
    Strategy made =
        switch (type) {
          case "market_maker" -> new MarketMaker(id(), accountId(), traded(), makerSettings());
          case "moving_average_cross" ->
              new MovingAverageCross(id(), accountId(), traded(), crossSettings());
          default -> new ThresholdStrategy(id(), accountId(), traded(), thresholdSettings());
        };
    if (stops.any()) {
      made = new Stopped(made, stopSettings());
    }
    return enabled ? made : new Disabled(made);
  }

  private StrategyId id() {
    return new StrategyId(name);
  }

  private AccountId accountId() {
    return new AccountId(account);
  }

  private Set<InstrumentId> traded() {
    return instruments.stream().map(InstrumentId::new).collect(Collectors.toSet());
  }

  private long step() {
    return FixedPoint.ofDecimal(quantityStep);
  }

  private ThresholdSettings thresholdSettings() {
    return new ThresholdSettings(
        enterLong,
        exitLong,
        enterShort,
        exitShort,
        allowShort,
        new Money(FixedPoint.ofDecimal(orderNotional)),
        sizeScale,
        baseVolatilityBps,
        new Money(FixedPoint.ofDecimal(maxPosition)),
        step(),
        OrderType.valueOf(orderType.toUpperCase(Locale.ROOT)),
        FixedPoint.ofDecimal(maxSlippageTolerance),
        FixedPoint.ofDecimal(priceStep),
        coolDown.toNanos(),
        patience.toNanos(),
        rest.toNanos(),
        repricings);
  }

  private MakerSettings makerSettings() {
    return new MakerSettings(
        maker.ordersPerSide(),
        new Quantity(FixedPoint.ofDecimal(maker.orderQuantity())),
        new Quantity(FixedPoint.ofDecimal(maker.positionLimit())),
        allowShort,
        FixedPoint.ofDecimal(maker.priceStep()),
        step(),
        maker.riskAversion(),
        maker.liquidity(),
        maker.horizon().toMillis() / 1e3,
        maker.minHalfSpreadBps(),
        maker.spreadMultiplier(),
        maker.levelSpacingBps(),
        maker.toleranceBps(),
        maker.refresh().toNanos(),
        patience.toNanos());
  }

  private CrossSettings crossSettings() {
    return new CrossSettings(
        cross.fast().toMillis() / 1e3,
        cross.slow().toMillis() / 1e3,
        new Money(FixedPoint.ofDecimal(orderNotional)),
        step(),
        allowShort,
        patience.toNanos());
  }

  private StopSettings stopSettings() {
    BigDecimal level = stops.absoluteStopPrice();
    return new StopSettings(
        stops.stopLossPercent(),
        stops.trailingStopPercent(),
        stops.trailingActivationPercent(),
        level == null ? null : new Price(FixedPoint.ofDecimal(level)),
        new Money(FixedPoint.ofDecimal(stops.maxLoss())),
        stops.firstTargetPercent(),
        stops.partialProfitPercent(),
        stops.breakEvenAfterFirstTarget(),
        stops.takeProfitPercent(),
        stops.timeExit().toNanos(),
        stops.reentryAfter().toNanos(),
        patience.toNanos(),
        step());
  }
}

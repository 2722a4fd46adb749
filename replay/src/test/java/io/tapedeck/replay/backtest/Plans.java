package io.tapedeck.replay.backtest;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.replay.tick.Ticks;
import io.tapedeck.replay.venue.FeeSchedule;
import io.tapedeck.replay.venue.FillRules;
import io.tapedeck.signals.core.Emit;
import io.tapedeck.signals.core.SignalPlan;
import io.tapedeck.signals.core.Strategy;
import io.tapedeck.signals.core.feature.FeatureVector;
import io.tapedeck.signals.core.strategy.CrossSettings;
import io.tapedeck.signals.core.strategy.MakerSettings;
import io.tapedeck.signals.core.strategy.MarketMaker;
import io.tapedeck.signals.core.strategy.MovingAverageCross;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Plans for tests. */
final class Plans {
  private static final long MILLI = 1_000_000;

  private Plans() {}

  /** No latency, first in the queue, 10 basis points for makers and 20 for takers. */
  static final FillRules AT_ONCE =
      new FillRules(
          0, 0, FillRules.Queue.FRONT, FeeSchedule.flat("test", 10, 20), 1, 3_600_000 * MILLI);

  static RiskLimits limits(Map<String, String> others) {
    TreeMap<String, Long> values = new TreeMap<>();
    Map<String, String> wide =
        Map.of(
            "capital", "10000",
            "max_order_value", "1000000",
            "max_notional_per_position", "1000000",
            "max_concentration_percent", "100",
            "max_daily_loss", "10000",
            "max_mark_age_seconds", "3600");
    wide.forEach((name, value) -> values.put(name, FixedPoint.parse(value)));
    others.forEach((name, value) -> values.put(name, FixedPoint.parse(value)));
    return new RiskLimits("*", 1, "test", "", "test", 0, values);
  }

  static BacktestPlan plan(FillRules rules, RiskLimits limits, Strategy... strategies) {
    SignalPlan signals =
        new SignalPlan(
            FeatureVector.of(List.of("spread_bps", "return_1s_bps")),
            250 * MILLI,
            Emit.INTERVAL,
            5_000 * MILLI,
            List.of(strategies));
    return new BacktestPlan(signals, null, List.of(limits), rules, Ticks.SECOND);
  }

  /** Trades often with market orders. */
  static Strategy cross() {
    return new MovingAverageCross(
        new StrategyId("cross"),
        Scripted.MAIN,
        Set.of(),
        new CrossSettings(0.2, 1, Money.of("500"), 10_000, true, 2_000 * MILLI));
  }

  /** Works many passive orders, changes and cancels them. */
  static Strategy maker() {
    return new MarketMaker(
        new StrategyId("maker"),
        new AccountId("other"),
        Set.of(Ticks.ETH),
        new MakerSettings(
            3,
            Quantity.of("0.05"),
            Quantity.of("0.5"),
            true,
            FixedPoint.parse("0.01"),
            FixedPoint.parse("0.01"),
            0.01,
            0.3,
            10,
            1,
            1,
            2,
            0.5,
            300 * MILLI,
            2_000 * MILLI));
  }
}

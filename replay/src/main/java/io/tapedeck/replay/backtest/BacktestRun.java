package io.tapedeck.replay.backtest;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.replay.stats.Performance;
import io.tapedeck.replay.tick.TickSource;
import java.util.List;
import java.util.TreeSet;

/** A backtest from its plan to its result. */
public final class BacktestRun {
  private static final double YEAR_NANOS = 365.0 * 86_400 * 1e9;

  private BacktestRun() {}

  /** Plays ticks to their end; they are not closed. */
  public static BacktestResult of(BacktestPlan plan, TickSource ticks) {
    return of(plan, ticks, new BacktestListener() {});
  }

  /** The same, with a listener to everything that happens. */
  public static BacktestResult of(BacktestPlan plan, TickSource ticks, BacktestListener listener) {
    TreeSet<AccountId> accounts = new TreeSet<>();
    plan.signals().strategies().forEach(strategy -> accounts.add(strategy.account()));
    Findings findings = new Findings(accounts, ticks::lanes);
    Backtest.Ending ending =
        new Backtest(plan, ticks, BacktestListener.both(findings, listener), findings).run();
    BacktestResult.Curves curves = findings.curves();
    return new BacktestResult(
        ending,
        ticks.ranges(),
        List.copyOf(ticks.leftOut()),
        curves,
        findings.counts(),
        findings.trading(),
        findings.denials(),
        Performance.of(curves.equity(), YEAR_NANOS / plan.periodNanos()));
  }
}

package io.tapedeck.replay.backtest;

import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.replay.stats.Performance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A result as JSON values: money as plain decimal texts, so that no reader rounds them; ratios as
 * numbers, null where they have no meaning; times in UTC.
 */
public final class ResultJson {
  private static final long SECOND = 1_000_000_000L;

  private ResultJson() {}

  /** All figures, without the series and the single trades. */
  public static Map<String, Object> figures(BacktestResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ticks", result.ending().ticks());
    json.put("from", time(result.ending().firstNanos()));
    json.put("to", time(result.ending().lastNanos()));
    json.put("merged_by", BacktestResult.MERGED_BY);
    Map<String, Object> ranges = new LinkedHashMap<>();
    result.ranges().forEach((p, r) -> ranges.put(p.toString(), List.of(r.from(), r.to())));
    json.put("offsets", ranges);
    json.put("left_out", result.leftOut());
    json.put("decisions_chain", result.ending().chain());
    json.put("counts", counts(result.counts()));
    json.put("money", money(result));
    json.put("performance", performance(result));
    json.put("accounts", result.accounts().stream().map(ResultJson::account).toList());
    return json;
  }

  /** The figures of a run in one flat row, for tables of many runs. */
  public static Map<String, Object> row(BacktestResult result) {
    Map<String, Object> row = new LinkedHashMap<>();
    double[] equity = result.curves().equity();
    row.put("equity", equity.length == 0 ? null : number(equity[equity.length - 1]));
    row.put("fills", result.trading().fills().size());
    row.put("fees", FixedPoint.format(result.trading().fees()));
    row.put("intents", result.counts().intents());
    row.put("approved", result.counts().approved());
    row.putAll(performance(result));
    row.put("decisions_chain", result.ending().chain());
    return row;
  }

  private static Map<String, Object> counts(BacktestResult.Counts counts) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("intents", counts.intents());
    json.put("approved", counts.approved());
    json.put("journal_entries", counts.entries());
    json.put("denials", texts(counts.denials()));
    json.put("order_events", texts(counts.events()));
    json.put("rejections", counts.rejections());
    json.put("alarms", counts.alarms());
    return json;
  }

  private static Map<String, Object> texts(Map<? extends Enum<?>, Long> counts) {
    Map<String, Object> json = new LinkedHashMap<>();
    counts.forEach((key, count) -> json.put(key.name(), count));
    return json;
  }

  private static Map<String, Object> money(BacktestResult result) {
    BacktestResult.Trading trading = result.trading();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("fills", trading.fills().size());
    json.put("traded", FixedPoint.format(trading.traded()));
    json.put("fees", FixedPoint.format(trading.fees()));
    json.put("round_trips", trading.trips().size());
    json.put("winning_trips", trading.wins());
    json.put("losing_trips", trading.losses());
    json.put("won", FixedPoint.format(trading.won()));
    json.put("lost", FixedPoint.format(trading.lost()));
    return json;
  }

  /** The ratios, by name. */
  public static Map<String, Object> performance(BacktestResult result) {
    Performance p = result.performance();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("periods", p.periods());
    json.put("periods_per_year", number(p.periodsPerYear()));
    json.put("total_return", number(p.totalReturn()));
    json.put("annual_return", number(p.annualReturn()));
    json.put("annual_volatility", number(p.annualVolatility()));
    json.put("sharpe", number(p.sharpe()));
    json.put("sortino", number(p.sortino()));
    json.put("calmar", number(p.calmar()));
    json.put("max_drawdown", number(p.maxDrawdown()));
    json.put("probabilistic_sharpe", number(p.probabilisticSharpe()));
    json.put("skewness", number(p.skewness()));
    json.put("kurtosis", number(p.kurtosis()));
    json.put("turnover", number(result.turnover()));
    json.put("win_rate", number(result.trading().winRate()));
    json.put("profit_factor", number(result.trading().profitFactor()));
    json.put("mean_exposure", number(result.curves().meanExposure()));
    json.put("time_in_market", number(result.curves().timeInMarket()));
    return json;
  }

  private static Map<String, Object> account(AccountSnapshot account) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("account", account.account().value());
    AccountSnapshot.Figures figures = account.figures();
    json.put("equity", figures == null ? null : figures.equity().toString());
    json.put("cash", figures == null ? null : figures.cash().toString());
    json.put("realised", account.realisedPnl().toString());
    json.put("unrealised", account.unrealisedPnl().toString());
    json.put("fees", account.fees().toString());
    json.put("exposure", account.exposure().toString());
    Map<String, Object> positions = new LinkedHashMap<>();
    account
        .positions()
        .forEach(line -> positions.put(line.instrument().value(), line.quantity().toString()));
    json.put("positions", positions);
    return json;
  }

  /** Every execution, in order. */
  public static List<Map<String, Object>> fills(BacktestResult result) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Fill fill : result.trading().fills()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("at", time(fill.nanos()));
      row.put("account", fill.account().value());
      row.put("strategy", fill.strategy().value());
      row.put("instrument", fill.instrument().value());
      row.put("side", fill.side().name());
      row.put("quantity", FixedPoint.format(fill.quantity()));
      row.put("price", FixedPoint.format(fill.price()));
      row.put("fee", FixedPoint.format(fill.fee()));
      row.put("maker", fill.maker());
      row.put("slippage_bps", number(fill.slippageBps()));
      row.put("intent", fill.intent().value());
      rows.add(row);
    }
    return rows;
  }

  /** A number, or null where it has no meaning. */
  public static @Nullable Object number(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** Nanoseconds since the epoch as text. */
  public static String time(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND))
        .toString();
  }
}

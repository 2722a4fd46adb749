package io.tapedeck.replay.backtest;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.replay.stats.Performance;
import io.tapedeck.replay.tick.TickSource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What came of a run. The same tape and plan give an equal one, bit for bit.
 *
 * @param ranges offsets that were played, by partition
 * @param leftOut records or rows that are no ticks
 * @param performance of the equity, sampled at the end of each period
 */
public record BacktestResult(
    Backtest.Ending ending,
    SortedMap<Integer, TickSource.Range> ranges,
    List<String> leftOut,
    Curves curves,
    Counts counts,
    Trading trading,
    List<Findings.Denial> denials,
    Performance performance) {

  /** How ticks of several partitions were put in one order. */
  public static final String MERGED_BY = "received time, partition, offset";

  /**
   * Samples at the begin and at the end of each period.
   *
   * @param beganNanos received time of the first
   * @param seconds after the first
   * @param equity of all accounts
   * @param exposure sum of the positions' absolute values
   * @param limitUse exposure as a share of max_total_exposure, 0 where it is not set
   * @param prices by instrument, NaN before the first
   */
  @SuppressWarnings("ArrayRecordComponent") // series for charts; results are compared as JSON
  public record Curves(
      long beganNanos,
      double[] seconds,
      double[] equity,
      double[] exposure,
      double[] limitUse,
      SortedMap<InstrumentId, double[]> prices) {

    /** Mean of exposure ÷ equity. */
    public double meanExposure() {
      double sum = 0;
      for (int i = 0; i < equity.length; i++) {
        sum += equity[i] == 0 ? 0 : exposure[i] / equity[i];
      }
      return equity.length == 0 ? Double.NaN : sum / equity.length;
    }

    /** Share of the samples at which something was held. */
    public double timeInMarket() {
      long held = 0;
      for (double one : exposure) {
        held += one > 0 ? 1 : 0;
      }
      return exposure.length == 0 ? Double.NaN : held / (double) exposure.length;
    }

    /** Mean of the equity. */
    public double meanEquity() {
      double sum = 0;
      for (double one : equity) {
        sum += one;
      }
      return equity.length == 0 ? Double.NaN : sum / equity.length;
    }

    /** What the first equity had become in equal parts of all instruments, bought and held. */
    public double[] benchmark() {
      double[] held = new double[equity.length];
      for (int i = 0; i < held.length; i++) {
        double sum = 0;
        for (double[] price : prices.values()) {
          double first = firstOf(price);
          sum += i >= price.length || Double.isNaN(price[i]) || !(first > 0) ? 1 : price[i] / first;
        }
        held[i] = prices.isEmpty() ? equity[0] : equity[0] * sum / prices.size();
      }
      return held;
    }

    private static double firstOf(double[] price) {
      for (double one : price) {
        if (!Double.isNaN(one)) {
          return one;
        }
      }
      return Double.NaN;
    }
  }

  /**
   * What happened, counted.
   *
   * @param intents that strategies wanted
   * @param approved by risk, closing orders of its own included
   * @param entries of the risk journal
   * @param denials by code; an intent may be denied by several
   * @param events of orders
   * @param rejections of the venue and expiries, by their reason
   * @param alarms of risk, the first hundred
   */
  public record Counts(
      long intents,
      long approved,
      long entries,
      SortedMap<CheckCode, Long> denials,
      SortedMap<OrderEventKind, Long> events,
      Map<String, Long> rejections,
      List<String> alarms) {}

  /**
   * Executions and round trips; money raw scale 9.
   *
   * @param traded sum of the executions' values
   * @param won sum of what winning trips earned
   * @param lost sum of what losing trips lost
   */
  public record Trading(
      List<Fill> fills,
      List<Trips.Trip> trips,
      long traded,
      long fees,
      long wins,
      long losses,
      long won,
      long lost) {
    /** Winning trips as a share of all that ended; NaN without any. */
    public double winRate() {
      return trips.isEmpty() ? Double.NaN : wins / (double) trips.size();
    }

    /** What was won for each unit lost; NaN where nothing was lost. */
    public double profitFactor() {
      return lost == 0 ? Double.NaN : won / (double) lost;
    }
  }

  /** Sum of the executions' values as a multiple of the mean equity. */
  public double turnover() {
    double mean = curves.meanEquity();
    return mean > 0 ? trading.traded() / 1e9 / mean : Double.NaN;
  }

  /** Accounts at the end. */
  public List<AccountSnapshot> accounts() {
    return ending.accounts();
  }
}

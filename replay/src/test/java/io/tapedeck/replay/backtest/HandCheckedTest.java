package io.tapedeck.replay.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderAction.Cancel;
import io.tapedeck.domain.order.OrderAction.Submit;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.replay.tick.Ticks;
import io.tapedeck.replay.venue.FeeSchedule;
import io.tapedeck.replay.venue.FillRules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs small enough to be worked out on paper; the arithmetic stands beside each figure. */
class HandCheckedTest {
  private static final Map<String, String> WIDE = Map.of();

  private static BacktestResult run(Ticks ticks, BacktestPlan plan) {
    return BacktestRun.of(plan, ticks.source());
  }

  private static Submit market(Side side, String quantity) {
    return new Submit(OrderTerms.market(side, Quantity.of(quantity)));
  }

  private static Submit limit(Side side, String quantity, String price) {
    return new Submit(OrderTerms.limit(side, Quantity.of(quantity), Price.of(price)));
  }

  private static List<String> fills(BacktestResult result) {
    return result.trading().fills().stream()
        .map(
            fill ->
                fill.side()
                    + " "
                    + FixedPoint.format(fill.quantity())
                    + " @ "
                    + FixedPoint.format(fill.price())
                    + " fee "
                    + FixedPoint.format(fill.fee())
                    + (fill.maker() ? " maker" : " taker"))
        .toList();
  }

  private static String equity(BacktestResult result) {
    var figures = result.accounts().get(0).figures();
    return figures == null ? "none" : figures.equity().toString();
  }

  /**
   * The first case. Capital 10,000; takers pay 20 basis points.
   *
   * <pre>
   * buy 7 at market, 5 displayed at 102:  5 × 102     = 510       fee 0.2 % = 1.02
   *   the rest one basis point worse, on the price's own step of 0.01:
   *   102 + 0.01                          2 × 102.01  = 204.02    fee 0.2 % = 0.40804
   * sell 3 at market, 10 displayed at 104: 3 × 104    = 312       fee 0.2 % = 0.624
   * held at the end: 4, marked at the last quote's middle (105 + 107) ÷ 2 = 106
   *
   * cash    10,000 − 510 − 204.02 + 312 − 1.02 − 0.40804 − 0.624 = 9,595.92796
   * equity   9,595.92796 + 4 × 106                               = 10,019.92796
   * cost of 7: 714.02; of the 4 that are kept 714.02 × 4 ÷ 7     = 408.011428571
   * realised 312 − (714.02 − 408.011428571) − fees 2.05204       = 3.939388571
   * unrealised 424 − 408.011428571                               = 15.988571429
   * </pre>
   */
  @Test
  void marketOrdersFeesAndEquityAtTheLastMark() {
    Ticks ticks =
        new Ticks()
            .quote(0, "100", "5", "102", "5")
            .quote(1, "100", "5", "102", "5")
            .quote(2, "104", "10", "106", "5")
            .quote(3, "105", "5", "107", "5");
    Scripted script =
        new Scripted(Map.of(1, ids -> market(Side.BUY, "7"), 2, ids -> market(Side.SELL, "3")));

    BacktestResult result = run(ticks, Plans.plan(Plans.AT_ONCE, Plans.limits(WIDE), script));

    assertThat(fills(result))
        .containsExactly(
            "BUY 5 @ 102 fee 1.02 taker",
            "BUY 2 @ 102.01 fee 0.40804 taker",
            "SELL 3 @ 104 fee 0.624 taker");
    assertThat(equity(result)).isEqualTo("10019.92796");
    assertThat(result.accounts().get(0).realisedPnl()).hasToString("3.939388571");
    assertThat(result.accounts().get(0).unrealisedPnl()).hasToString("15.988571429");
    assertThat(FixedPoint.format(result.trading().traded())).isEqualTo("1026.02");
    double[] curve = result.curves().equity();
    assertThat(curve[curve.length - 1]).isCloseTo(10_019.92796, within(1e-9));
    // 10,000 at the begin; turnover is what was traded over the mean equity
    assertThat(curve[0]).isEqualTo(10_000);
  }

  /**
   * The second case. Makers pay 10 basis points, takers 20. A buy limit at 100 for 1 rests while
   * the instrument is halted; it opens at 95, better than the limit: filled at 95, as taker.
   *
   * <pre>
   * 1 × 95 = 95, fee 0.2 %                                        = 0.19
   * a sell limit at 90 arrives while 97 is bid: filled at 97, not at its limit
   *   0.5 × 97 = 48.5, fee 0.2 %                                  = 0.097
   * a sell limit at 101 rests; a buyer takes 0.2 at 101 when it is first in the queue
   *   0.2 × 101 = 20.2, fee 0.1 %                                 = 0.0202
   * held at the end 0.3, marked at (99 + 101) ÷ 2 = 100
   *
   * equity 10,000 − 95 + 48.5 + 20.2 − 0.19 − 0.097 − 0.0202 + 30 = 10,003.3928
   * </pre>
   */
  @Test
  void limitsFillAtTheOpenOrTheMarketWhenThatIsBetter() {
    Ticks ticks =
        new Ticks()
            .quote(0, "101", "5", "103", "5")
            .quote(1, "101", "5", "103", "5")
            .status(2, TradingStatus.HALTED)
            .quote(3, "90", "5", "94", "5")
            .status(4, TradingStatus.TRADING)
            .quote(5, "93", "5", "95", "5")
            .quote(6, "97", "5", "99", "5")
            .quote(7, "99", "5", "101", "5")
            .trade(8, "101", "0.2", AggressorSide.BUY)
            .quote(9, "99", "5", "101", "5");
    Scripted script =
        new Scripted(
            Map.of(
                1, ids -> limit(Side.BUY, "1", "100"),
                4, ids -> limit(Side.SELL, "0.5", "90"),
                5, ids -> limit(Side.SELL, "0.4", "101")));

    BacktestResult result = run(ticks, Plans.plan(Plans.AT_ONCE, Plans.limits(WIDE), script));

    assertThat(fills(result))
        .containsExactly(
            "BUY 1 @ 95 fee 0.19 taker",
            "SELL 0.5 @ 97 fee 0.097 taker",
            "SELL 0.2 @ 101 fee 0.0202 maker");
    assertThat(equity(result)).isEqualTo("10003.3928");
  }

  /** Sent at 1 s with 0.5 s there: it meets the quote of 1.4 s, not that of 1 s, nor 1.6 s. */
  @Test
  void latencyDecidesWhichMarketAnOrderMeets() {
    Ticks ticks =
        new Ticks()
            .quote(0, "99", "5", "100", "5")
            .quote(1, "99", "5", "100", "5")
            .quote(1.4, "109", "5", "110", "5")
            .quote(1.6, "119", "5", "120", "5")
            .quote(1.7, "119", "5", "120", "5");
    Scripted script = new Scripted(Map.of(1, ids -> market(Side.BUY, "1")));
    FillRules slow =
        new FillRules(
            Ticks.SECOND / 2,
            Ticks.SECOND / 10,
            FillRules.Queue.BACK,
            FeeSchedule.NONE,
            1,
            Plans.AT_ONCE.openAfterNanos());

    BacktestResult result = run(ticks, Plans.plan(slow, Plans.limits(WIDE), script));

    assertThat(fills(result)).containsExactly("BUY 1 @ 110 fee 0 taker");
    // at the venue after 1.5 s, here after 1.6 s: the fourth tick is the first to know
    assertThat(script.seen).containsExactly("3: ACCEPTED null", "3: FILLED 0", "3: position 1");
    // against the mark of the decision, 99.5: 10.5 ÷ 99.5
    assertThat(result.trading().fills().get(0).slippageBps()).isCloseTo(1055.28, within(0.01));
  }

  /** Displayed before it: 4. Trades at its price of 3 and 2 leave 1 for it; one lower takes all. */
  @Test
  void aPassiveOrderWaitsForTheQueueBeforeIt() {
    Ticks ticks =
        new Ticks()
            .quote(0, "100", "4", "101", "5")
            .quote(1, "100", "4", "101", "5")
            .trade(2, "100", "3", AggressorSide.SELL)
            .trade(3, "100", "2", AggressorSide.SELL)
            .quote(4, "100", "4", "101", "5")
            .trade(5, "99.9", "1.5", AggressorSide.SELL)
            .quote(6, "99", "4", "101", "5");
    Scripted script =
        new Scripted(
            Map.of(1, ids -> limit(Side.BUY, "3", "100"), 6, ids -> new Cancel(ids.get(0))));
    FillRules back =
        new FillRules(
            0, 0, FillRules.Queue.BACK, FeeSchedule.NONE, 1, Plans.AT_ONCE.openAfterNanos());

    BacktestResult result = run(ticks, Plans.plan(back, Plans.limits(WIDE), script));

    assertThat(fills(result))
        .containsExactly("BUY 1 @ 100 fee 0 maker", "BUY 1.5 @ 100 fee 0 maker");
    assertThat(result.counts().events()).containsEntry(OrderEventKind.CANCELED, 1L);
  }

  @Test
  void whatRiskRefusesNeverReachesTheVenue() {
    Ticks ticks = new Ticks().quote(0, "99", "5", "101", "5").quote(1, "99", "5", "101", "5");
    Scripted script = new Scripted(Map.of(1, ids -> market(Side.BUY, "2")));

    BacktestResult result =
        run(
            ticks,
            Plans.plan(Plans.AT_ONCE, Plans.limits(Map.of("max_order_value", "150")), script));

    assertThat(fills(result)).isEmpty();
    assertThat(result.counts().denials()).containsExactly(Map.entry(CheckCode.ORDER_VALUE, 1L));
    assertThat(equity(result)).isEqualTo("10000");
  }
}

package io.tapedeck.replay.report;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.replay.backtest.BacktestResult;
import io.tapedeck.replay.backtest.BacktestResult.Curves;
import io.tapedeck.replay.backtest.Fill;
import io.tapedeck.replay.backtest.Findings;
import io.tapedeck.replay.backtest.ResultJson;
import io.tapedeck.replay.backtest.Trips;
import io.tapedeck.replay.stats.Drawdowns;
import io.tapedeck.replay.stats.Performance;
import io.tapedeck.replay.stats.Rolling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A backtest as one HTML file. */
public final class BacktestReport {
  private static final int HEIGHT = 240;
  private static final int LOW = 150;
  private static final int ROWS = 1_000;
  private static final int WORST = 10;
  private static final int INSTRUMENTS = 12;

  private final BacktestResult result;
  private final About about;
  private final Curves curves;
  private final double began;
  private final Html page = new Html();

  /**
   * What a run was.
   *
   * @param tape as it was named
   * @param ticksSha256 of the ticks that were played
   * @param parameters all that the run depended on, as text
   * @param command that runs it again
   */
  public record About(String tape, String ticksSha256, String parameters, String command) {}

  private BacktestReport(BacktestResult result, About about) {
    this.result = result;
    this.about = about;
    this.curves = result.curves();
    this.began = curves.beganNanos() / 1e9;
  }

  /** The file's text. */
  public static String html(BacktestResult result, About about) {
    return new BacktestReport(result, about).write();
  }

  private String write() {
    tiles();
    equity();
    returns();
    exposure();
    prices();
    costs();
    drawdowns();
    denials();
    trades();
    provenance();
    String span =
        ResultJson.time(result.ending().firstNanos())
            + " to "
            + ResultJson.time(result.ending().lastNanos());
    return Page.of("Backtest of " + about.tape(), span, page);
  }

  private void tiles() {
    Performance p = result.performance();
    page.raw("<div class=\"tiles\">\n");
    tile("total return", Axis.percent(p.totalReturn()));
    tile("max drawdown", Axis.percent(p.maxDrawdown()));
    tile("Sharpe", figure(p.sharpe()));
    tile("Sortino", figure(p.sortino()));
    tile("Calmar", figure(p.calmar()));
    tile("probabilistic Sharpe", Axis.percent(p.probabilisticSharpe()));
    tile("win rate", Axis.percent(result.trading().winRate()));
    tile("profit factor", figure(result.trading().profitFactor()));
    tile("turnover", figure(result.turnover()));
    tile("mean exposure", Axis.percent(curves.meanExposure()));
    tile("fills", Axis.number(result.trading().fills().size()));
    tile("fees", Axis.number(result.trading().fees() / 1e9));
    tile("intents", String.valueOf(result.counts().intents()));
    tile("approved", String.valueOf(result.counts().approved()));
    page.raw("</div>\n");
  }

  private void tile(String name, String value) {
    page.raw("<div class=\"tile\"><b>").raw(Html.escape(value)).raw("</b><span>");
    page.raw(Html.escape(name)).raw("</span></div>\n");
  }

  private static String figure(double value) {
    return Double.isFinite(value) ? Axis.number(value) : "–";
  }

  private void equity() {
    page.section(
        "Equity", "Against equal parts of all instruments, bought at their first price and held.");
    legend("blue", "equity", "grey", "bought and held");
    double[] held = curves.benchmark();
    page.raw(
        Chart.around("equity over time", HEIGHT, curves.seconds(), curves.equity(), held)
            .values(Axis::number)
            .times(began)
            .line("other", curves.seconds(), held)
            .line("main", curves.seconds(), curves.equity())
            .markup());
    page.element("h3", "Drawdown");
    double[] depths = Drawdowns.of(curves.equity());
    double[] falls = new double[depths.length];
    for (int i = 0; i < falls.length; i++) {
      falls[i] = -depths[i];
    }
    page.raw(
        Chart.around("drawdown over time", LOW, curves.seconds(), falls, new double[] {0})
            .values(Axis::percent)
            .times(began)
            .area("fall", curves.seconds(), falls, 0)
            .markup());
    page.end();
  }

  private void legend(String... pairs) {
    page.raw("<div class=\"legend\">");
    for (int i = 0; i < pairs.length; i += 2) {
      page.raw("<span><i style=\"background:var(--" + pairs[i] + ")\"></i>");
      page.raw(Html.escape(pairs[i + 1])).raw("</span>");
    }
    page.raw("</div>\n");
  }

  private void returns() {
    page.section(
        "Returns by month", "By calendar month (UTC); the first and the last may be parts of one.");
    MonthlyTable.write(page, curves);
    page.end();
    double[] each = Performance.returns(curves.equity());
    double year = result.performance().periodsPerYear();
    int window = Math.max(30, Math.min(each.length / 10, 250));
    page.section(
        "Rolling Sharpe", "Over the last " + window + " periods, made yearly as the whole one is.");
    double[] sharpe = Rolling.sharpe(each, window, year);
    double[] ends = new double[sharpe.length];
    System.arraycopy(curves.seconds(), Math.min(1, curves.seconds().length), ends, 0, ends.length);
    page.raw(
        Chart.around("rolling Sharpe ratio", LOW, ends, sharpe)
            .values(Axis::number)
            .times(began)
            .line("main", ends, sharpe)
            .markup());
    page.end();
    page.section(
        "Distribution of returns",
        "Of single periods; the outermost bars hold what is farther out.");
    page.raw(Histogram.of("distribution of returns", each, Axis::percent)).end();
  }

  private void exposure() {
    page.section(
        "Exposure and limit use",
        "Sum of the positions' values; share of max_total_exposure, where it is set.");
    page.raw(
        Chart.around(
                "exposure over time", LOW, curves.seconds(), curves.exposure(), new double[] {0})
            .values(Axis::number)
            .times(began)
            .area("held", curves.seconds(), curves.exposure(), 0)
            .markup());
    page.raw(
        Chart.around(
                "limit use over time", LOW, curves.seconds(), curves.limitUse(), new double[] {0})
            .values(Axis::percent)
            .times(began)
            .line("second", curves.seconds(), curves.limitUse())
            .markup());
    page.end();
  }

  private void prices() {
    page.section(
        "Prices, fills and denials",
        "At the ends of periods. Of marks that would lie on top of each other one is drawn.");
    legend("green", "bought", "orange", "sold", "red", "denied by risk");
    int shown = 0;
    for (Map.Entry<InstrumentId, double[]> one : curves.prices().entrySet()) {
      if (shown++ == INSTRUMENTS) {
        page.element("p", "and " + (curves.prices().size() - INSTRUMENTS) + " instruments more");
        break;
      }
      page.element("h3", one.getKey());
      page.raw(price(one.getKey(), one.getValue()));
    }
    page.end();
  }

  private String price(InstrumentId instrument, double[] prices) {
    Chart chart =
        Chart.around("price of " + instrument, HEIGHT, curves.seconds(), prices)
            .values(Axis::number)
            .times(began)
            .line("main", curves.seconds(), prices);
    Marks marks = new Marks(chart);
    for (Fill fill : result.trading().fills()) {
      if (fill.instrument().equals(instrument)) {
        marks.add(
            fill.side().sign() > 0 ? "buy" : "sell",
            (fill.nanos() - curves.beganNanos()) / 1e9,
            fill.price() / 1e9,
            fill.side()
                + " "
                + FixedPoint.format(fill.quantity())
                + " @ "
                + FixedPoint.format(fill.price()));
      }
    }
    for (Findings.Denial denial : result.denials()) {
      if (denial.instrument().equals(instrument) && denial.price() > 0) {
        marks.add(
            "denied",
            (denial.receivedNanos() - curves.beganNanos()) / 1e9,
            denial.price() / 1e9,
            "denied: " + denial.codes());
      }
    }
    String hidden =
        marks.hidden() == 0
            ? ""
            : "<p class=\"note\">" + marks.hidden() + " marks lie under others</p>\n";
    return chart.markup() + hidden;
  }

  private void costs() {
    List<Fill> fills = result.trading().fills();
    double[] slippage = fills.stream().mapToDouble(Fill::slippageBps).toArray();
    double[] waited = fills.stream().mapToDouble(fill -> fill.waitedNanos() / 1e6).toArray();
    page.raw("<div class=\"pair\">\n");
    page.section(
        "Slippage",
        "Basis points worse than the mark at which risk approved; below zero is better.");
    page.raw(Histogram.of("slippage", slippage, Axis::number)).end();
    page.section(
        "Latency", "Milliseconds from the tick to its order's execution; resting included.");
    page.raw(Histogram.of("latency", waited, Axis::number)).end();
  }

  private void drawdowns() {
    page.section("Worst drawdowns", "");
    List<List<?>> rows = new ArrayList<>();
    for (Drawdowns.Drawdown fall : Drawdowns.worst(curves.equity(), WORST)) {
      rows.add(
          List.of(
              Axis.percent(fall.depth()),
              at(fall.peak()),
              at(fall.trough()),
              fall.recovered() < 0 ? "not recovered" : at(fall.recovered())));
    }
    page.table(List.of("depth", "from", "deepest", "recovered"), rows).end();
  }

  private String at(int sample) {
    return ResultJson.time(curves.beganNanos() + Math.round(curves.seconds()[sample] * 1e9));
  }

  private void denials() {
    page.section("Denials", "By the check that failed; an intent may fail several.");
    List<List<?>> rows = new ArrayList<>();
    result.counts().denials().entrySet().stream()
        .sorted(Map.Entry.comparingByValue((a, b) -> Long.compare(b, a)))
        .forEach(one -> rows.add(List.of(one.getKey().name(), one.getValue())));
    page.table(List.of("check", "times"), rows);
    if (!result.counts().rejections().isEmpty()) {
      page.element("h3", "Refused or expired at the venue");
      List<List<?>> refused = new ArrayList<>();
      result.counts().rejections().forEach((why, times) -> refused.add(List.of(why, times)));
      page.table(List.of("reason", "times"), refused);
    }
    page.end();
  }

  private void trades() {
    List<Trips.Trip> trips = result.trading().trips();
    page.section("Round trips", counted(trips.size()));
    List<List<?>> rows = new ArrayList<>();
    for (Trips.Trip trip : trips.subList(0, Math.min(ROWS, trips.size()))) {
      rows.add(
          List.of(
              ResultJson.time(trip.beganNanos()),
              ResultJson.time(trip.endedNanos()),
              trip.account(),
              trip.instrument(),
              FixedPoint.format(trip.result())));
    }
    page.table(List.of("began", "ended", "account", "instrument", "result after fees"), rows).end();
    List<Fill> fills = result.trading().fills();
    page.section("Fills", counted(fills.size()));
    List<List<?>> lines = new ArrayList<>();
    for (Fill fill : fills.subList(0, Math.min(ROWS, fills.size()))) {
      lines.add(
          List.of(
              ResultJson.time(fill.nanos()),
              fill.strategy(),
              fill.instrument(),
              fill.side(),
              FixedPoint.format(fill.quantity()),
              FixedPoint.format(fill.price()),
              FixedPoint.format(fill.fee()),
              fill.maker() ? "maker" : "taker",
              figure(fill.slippageBps())));
    }
    page.table(
            List.of(
                "time",
                "strategy",
                "instrument",
                "side",
                "quantity",
                "price",
                "fee",
                "as",
                "slippage bps"),
            lines)
        .end();
  }

  private static String counted(int count) {
    return count <= ROWS ? count + " in all." : "The first " + ROWS + " of " + count + ".";
  }

  private void provenance() {
    page.section("What it was", "Equal parameters and ticks give an equal decisions chain.");
    List<List<?>> rows = new ArrayList<>();
    rows.add(List.of("tape", about.tape()));
    rows.add(
        List.of("ticks", result.ending().ticks() + " (" + result.leftOut().size() + " left out)"));
    rows.add(List.of("SHA-256 of the ticks", about.ticksSha256()));
    result
        .ranges()
        .forEach(
            (partition, range) ->
                rows.add(
                    List.of(
                        "partition " + partition,
                        "offsets " + range.from() + " to " + (range.to() - 1))));
    rows.add(List.of("merged by", BacktestResult.MERGED_BY));
    rows.add(List.of("decisions chain", result.ending().chain()));
    page.table(List.of("", ""), rows);
    page.element("h3", "Parameters").element("pre", about.parameters());
    page.element("h3", "To run it again").element("pre", about.command()).end();
  }
}

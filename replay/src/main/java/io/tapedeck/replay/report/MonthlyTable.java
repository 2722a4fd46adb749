package io.tapedeck.replay.report;

import io.tapedeck.replay.backtest.BacktestResult.Curves;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Returns by calendar month (UTC), a row a year. */
final class MonthlyTable {
  private MonthlyTable() {}

  /** First and last equity of a month. */
  private static final class Span {
    private final double first;
    private double last;

    Span(double first) {
      this.first = first;
      this.last = first;
    }

    double change() {
      return first > 0 ? last / first - 1 : Double.NaN;
    }
  }

  static void write(Html page, Curves curves) {
    TreeMap<Integer, Span> years = new TreeMap<>();
    TreeMap<Integer, Map<Month, Span>> months = new TreeMap<>();
    double before = curves.equity().length == 0 ? 0 : curves.equity()[0];
    for (int i = 0; i < curves.equity().length; i++) {
      long second = Math.floorDiv(curves.beganNanos(), 1_000_000_000L) + (long) curves.seconds()[i];
      LocalDate day = Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC).toLocalDate();
      double earlier = before;
      double now = curves.equity()[i];
      years.computeIfAbsent(day.getYear(), year -> new Span(earlier)).last = now;
      months
              .computeIfAbsent(day.getYear(), year -> new TreeMap<>())
              .computeIfAbsent(day.getMonth(), month -> new Span(earlier))
              .last =
          now;
      before = now;
    }
    page.raw("<div class=\"scroll\"><table><thead><tr><th>year</th>");
    for (Month month : Month.values()) {
      page.raw("<th>" + month.getDisplayName(TextStyle.SHORT, Locale.ROOT) + "</th>");
    }
    page.raw("<th>all</th></tr></thead><tbody>\n");
    years.forEach(
        (year, span) -> {
          page.raw("<tr><td>" + year + "</td>");
          for (Month month : Month.values()) {
            cell(page, months.getOrDefault(year, Map.of()).get(month));
          }
          cell(page, span);
          page.raw("</tr>\n");
        });
    page.raw("</tbody></table></div>\n");
  }

  private static void cell(Html page, @Nullable Span span) {
    if (span == null) {
      page.raw("<td></td>");
      return;
    }
    double change = span.change();
    String style = change < 0 ? "down" : "up";
    page.raw("<td class=\"" + style + "\">" + Html.escape(Axis.percent(change)) + "</td>");
  }
}

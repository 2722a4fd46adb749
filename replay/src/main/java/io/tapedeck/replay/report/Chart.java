package io.tapedeck.replay.report;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * One chart as SVG: a frame with axes, and lines, areas, bars and marks in it. Colours are classes
 * of the page's style, so that it may be dark or light. For one thread.
 */
final class Chart {
  static final int COLUMNS = 900;
  private static final int LEFT = 72;
  private static final int TOP = 10;
  private static final int BOTTOM = 24;
  private static final int RIGHT = 12;

  private final StringBuilder body = new StringBuilder();
  private final String label;
  private final int height;
  private final double xFrom;
  private final double xTo;
  private final double yFrom;
  private final double yTo;

  /**
   * A frame over these ranges.
   *
   * @param label what a reader who does not see it is told
   */
  Chart(String label, int height, double xFrom, double xTo, double yFrom, double yTo) {
    this.label = label;
    this.height = height;
    this.xFrom = xFrom;
    this.xTo = xTo > xFrom ? xTo : xFrom + 1;
    double room = yTo > yFrom ? 0 : Math.max(1, Math.abs(yFrom)) * 0.01;
    this.yFrom = yFrom - room;
    this.yTo = yTo + room;
  }

  /** A frame that a series fits in, with a little room above and below. */
  static Chart around(String label, int height, double[] x, double[]... series) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[] values : series) {
      for (double value : values) {
        if (Double.isFinite(value)) {
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
    }
    if (low > high) {
      low = 0;
      high = 1;
    }
    double room = (high - low) * 0.04;
    double end = x.length == 0 ? 1 : x[x.length - 1];
    return new Chart(label, height, x.length == 0 ? 0 : x[0], end, low - room, high + room);
  }

  double x(double value) {
    return LEFT + (value - xFrom) / (xTo - xFrom) * COLUMNS;
  }

  double y(double value) {
    double inner = (double) height - TOP - BOTTOM;
    return TOP + (1 - (value - yFrom) / (yTo - yFrom)) * inner;
  }

  private static String at(double pixel) {
    return String.format(Locale.ROOT, "%.1f", pixel);
  }

  /** Lines and texts for values. */
  Chart values(DoubleFunction<String> text) {
    for (double tick : Axis.ticks(yFrom, yTo, Math.max(2, height / 45))) {
      String y = at(y(tick));
      line("grid", at(LEFT), y, at(LEFT + COLUMNS), y);
      text("end", at(LEFT - 6), at(y(tick) + 4), text.apply(tick));
    }
    return this;
  }

  /** Texts for times, x being seconds after a moment. */
  Chart times(double beganSeconds) {
    for (double tick : Axis.times(beganSeconds + xFrom, xTo - xFrom, 9)) {
      String x = at(x(xFrom + tick));
      line("grid", x, at(TOP), x, at(height - BOTTOM));
      text(
          "middle",
          x,
          at(height - 8),
          Axis.time(Math.rint((beganSeconds + xFrom + tick) * 1000) / 1000, xTo - xFrom));
    }
    return this;
  }

  /** Texts for numbers along the x axis. */
  Chart numbers(DoubleFunction<String> text) {
    for (double tick : Axis.ticks(xFrom, xTo, 9)) {
      text("middle", at(x(tick)), at(height - 8), text.apply(tick));
    }
    return this;
  }

  private void line(String style, String x1, String y1, String x2, String y2) {
    body.append("<line class=\"").append(style).append("\" x1=\"").append(x1);
    body.append("\" y1=\"").append(y1).append("\" x2=\"").append(x2).append("\" y2=\"");
    body.append(y2).append("\"/>\n");
  }

  private void text(String anchor, String x, String y, String text) {
    body.append("<text text-anchor=\"").append(anchor).append("\" x=\"").append(x);
    body.append("\" y=\"").append(y).append("\">").append(Html.escape(text)).append("</text>\n");
  }

  /** A line through points, of which as many are drawn as can be seen. */
  Chart line(String style, double[] x, double[] y) {
    body.append("<polyline class=\"").append(style).append("\" points=\"");
    for (int i : Decimation.of(x, y, COLUMNS)) {
      body.append(at(x(x[i]))).append(',').append(at(y(y[i]))).append(' ');
    }
    body.append("\"/>\n");
    return this;
  }

  /** The area between points and a value. */
  Chart area(String style, double[] x, double[] y, double base) {
    int[] kept = Decimation.of(x, y, COLUMNS);
    if (kept.length == 0) {
      return this;
    }
    body.append("<polygon class=\"").append(style).append("\" points=\"");
    body.append(at(x(x[kept[0]]))).append(',').append(at(y(base))).append(' ');
    for (int i : kept) {
      body.append(at(x(x[i]))).append(',').append(at(y(y[i]))).append(' ');
    }
    body.append(at(x(x[kept[kept.length - 1]]))).append(',').append(at(y(base))).append("\"/>\n");
    return this;
  }

  /** Bars of equal width over the whole frame. */
  Chart bars(String style, List<Double> heights, List<String> titles) {
    double width = (double) COLUMNS / Math.max(1, heights.size());
    for (int i = 0; i < heights.size(); i++) {
      double top = y(heights.get(i));
      body.append("<rect class=\"")
          .append(style)
          .append("\" x=\"")
          .append(at(LEFT + i * width + 1));
      body.append("\" y=\"")
          .append(at(top))
          .append("\" width=\"")
          .append(at(Math.max(1, width - 2)));
      body.append("\" height=\"").append(at(Math.max(0, y(0) - top))).append("\"><title>");
      body.append(Html.escape(titles.get(i))).append("</title></rect>\n");
    }
    return this;
  }

  /** A mark: a triangle up or down, or a cross. */
  Chart mark(String style, double x, double y, String title) {
    String px = at(x(x));
    double middle = y(y);
    String path =
        switch (style) {
          case "buy" -> "M" + px + " " + at(middle + 2) + "l4 8h-8z";
          case "sell" -> "M" + px + " " + at(middle - 2) + "l4 -8h-8z";
          default -> "M" + px + " " + at(middle) + "m-3 -3l6 6m0 -6l-6 6";
        };
    body.append("<path class=\"").append(style).append("\" d=\"").append(path).append("\"><title>");
    body.append(Html.escape(title)).append("</title></path>\n");
    return this;
  }

  /** The whole, as markup. */
  String markup() {
    int width = LEFT + COLUMNS + RIGHT;
    return "<svg role=\"img\" aria-label=\""
        + Html.escape(label)
        + "\" viewBox=\"0 0 "
        + width
        + " "
        + height
        + "\">\n"
        + body
        + "</svg>\n";
  }
}

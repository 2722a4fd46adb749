package io.tapedeck.signals.core.feature;

import java.util.Arrays;

/**
 * The values of a series' features, made anew from its bars whenever one closes, so that windows
 * never drift. One that has not seen its warm-up is 0.
 */
final class Indicators {
  private static final double BPS = 10_000;
  private static final double PERCENT = 100;
  private static final BarFeature[] FEATURES = BarFeature.values();

  private final BarSeries series;
  private final double[] values = new double[FEATURES.length];

  Indicators(BarSeries series) {
    this.series = series;
  }

  @SuppressWarnings("EnumOrdinal") // an index into this object's own array
  double value(BarFeature feature) {
    return values[feature.ordinal()];
  }

  @SuppressWarnings("EnumOrdinal") // an index into this object's own array
  private void put(BarFeature feature, double value) {
    values[feature.ordinal()] = series.warm(feature) ? value : 0;
  }

  void update() {
    Arrays.fill(values, 0);
    put(BarFeature.RSI, rsi());
    double macd = series.macd();
    put(BarFeature.MACD, macd);
    put(BarFeature.MACD_SIGNAL, series.macdSignal());
    put(BarFeature.MACD_HISTOGRAM, macd - series.macdSignal());
    put(BarFeature.EWMA, series.mean20());
    put(BarFeature.ATR, series.trueRange());
    put(BarFeature.OBV, series.balance());
    means();
    if (series.warm(BarFeature.STOCHASTIC_K)) {
      put(BarFeature.STOCHASTIC_K, stochastic(0));
    }
    if (series.warm(BarFeature.STOCHASTIC_D)) {
      put(BarFeature.STOCHASTIC_D, (stochastic(0) + stochastic(1) + stochastic(2)) / 3);
    }
    put(BarFeature.PRICE_MOMENTUM, change(10) * PERCENT);
    put(BarFeature.BAR_RETURN_1, change(1) * BPS);
    put(BarFeature.BAR_RETURN_5, change(5) * BPS);
    put(BarFeature.BAR_RETURN_20, change(20) * BPS);
  }

  private double rsi() {
    double gain = series.gain();
    double loss = series.loss();
    if (loss == 0) {
      return gain == 0 ? 50 : 100;
    }
    return 100 - 100 / (1 + gain / loss);
  }

  /** Relative change of the close over so many bars; 0 if there were fewer. */
  private double change(int bars) {
    if (series.bars() <= bars) {
      return 0;
    }
    double before = series.closeAgo(bars);
    return (series.closeAgo(0) - before) / before;
  }

  private void means() {
    int bars = (int) Math.min(series.bars(), 200);
    double[] closes = series.closes();
    int at = series.newestClose();
    double sum = 0;
    for (int ago = 0; ago < bars; ago++) {
      sum += closes[at];
      at = at == 0 ? closes.length - 1 : at - 1;
      if (ago == 19) {
        windowOf20(sum / 20);
      } else if (ago == 49) {
        put(BarFeature.MOVING_AVERAGE_50, sum / 50);
      } else if (ago == 199) {
        put(BarFeature.MOVING_AVERAGE_200, sum / 200);
      }
    }
  }

  private void windowOf20(double mean) {
    double squares = 0;
    double volume = 0;
    double turnover = 0;
    for (int ago = 0; ago < 20; ago++) {
      double off = series.closeAgo(ago) - mean;
      squares += off * off;
      volume += series.volumeAgo(ago);
      turnover += series.turnoverAgo(ago);
    }
    double deviation = Math.sqrt(squares / 20);
    double lower = mean - 2 * deviation;
    double upper = mean + 2 * deviation;
    put(BarFeature.MOVING_AVERAGE_20, mean);
    put(BarFeature.BOLLINGER_LOWER, lower);
    put(BarFeature.BOLLINGER_UPPER, upper);
    put(BarFeature.BOLLINGER_WIDTH, (upper - lower) / mean);
    double close = series.closeAgo(0);
    put(BarFeature.BOLLINGER_BANDS, upper > lower ? (close - lower) / (upper - lower) : 0.5);
    put(BarFeature.VOLUME_RATIO, volume > 0 ? series.volumeAgo(0) / (volume / 20) : 0);
    put(BarFeature.VWAP, volume > 0 ? turnover / volume : close);
    if (series.warm(BarFeature.REALIZED_VOLATILITY)) {
      put(BarFeature.REALIZED_VOLATILITY, realizedVolatility());
    }
  }

  private double realizedVolatility() {
    double squares = 0;
    for (int ago = 0; ago < 20; ago++) {
      double before = series.closeAgo(ago + 1);
      double step = (series.closeAgo(ago) - before) / before;
      squares += step * step;
    }
    return Math.sqrt(squares / 20) * BPS;
  }

  private double stochastic(int ago) {
    double lowest = Double.MAX_VALUE;
    double highest = 0;
    for (int i = ago; i < ago + 14; i++) {
      lowest = Math.min(lowest, series.lowAgo(i));
      highest = Math.max(highest, series.highAgo(i));
    }
    return highest > lowest ? 100 * (series.closeAgo(ago) - lowest) / (highest - lowest) : 50;
  }
}

package io.tapedeck.signals.core.feature;

import java.util.Locale;

/**
 * Features of bars. They change when a bar closes and hold until the next one does; the open bar is
 * in none of them. Averages begin at the first value, as ta4j's do.
 */
public enum BarFeature {
  RSI(
      "100 - 100 / (1 + mean gain / mean loss), Wilder means of 14 closes; 50 where nothing moved",
      "Wilder 1978",
      15),
  MACD("EMA 12 - EMA 26 of closes", "Appel 1979", 26),
  MACD_SIGNAL("EMA 9 of macd", "Appel 1979", 34),
  MACD_HISTOGRAM("macd - macd_signal", "Aspray 1986", 34),
  BOLLINGER_BANDS(
      "where the close lies: 0 at bollinger_lower, 1 at bollinger_upper (%b); 0.5 where they meet",
      "Bollinger 2001", 20),
  BOLLINGER_UPPER("mean + 2 population standard deviations of 20 closes", "Bollinger 2001", 20),
  BOLLINGER_LOWER("mean - 2 population standard deviations of 20 closes", "Bollinger 2001", 20),
  BOLLINGER_WIDTH("(bollinger_upper - bollinger_lower) / mean of 20 closes", "Bollinger 2001", 20),
  MOVING_AVERAGE_20("mean of 20 closes", "py_rt", 20),
  MOVING_AVERAGE_50("mean of 50 closes", "py_rt", 50),
  MOVING_AVERAGE_200("mean of 200 closes", "py_rt", 200),
  EWMA("EMA 20 of closes, weight 2 / 21", "Roberts 1959", 20),
  VOLUME_RATIO("volume of the bar / mean volume of 20 bars", "py_rt", 20),
  PRICE_MOMENTUM("close against the close 10 bars before, in percent", "py_rt", 11),
  ATR(
      "Wilder mean of 14 true ranges: the largest of high - low, |high - close before|, |low -"
          + " close before|",
      "Wilder 1978",
      14),
  OBV("volume added where the close rose, taken where it fell", "Granville 1963", 2),
  STOCHASTIC_K(
      "100 (close - lowest) / (highest - lowest) of 14 bars; 50 where they are equal",
      "Lane 1984",
      14),
  STOCHASTIC_D("mean of 3 stochastic_k", "Lane 1984", 16),
  VWAP("sum of price × size / sum of size over the trades of 20 bars", "Berkowitz 1988", 20),
  REALIZED_VOLATILITY(
      "root of the mean squared return of 20 bars, in basis points",
      "Andersen, Bollerslev 1998",
      21),
  BAR_RETURN_1("close against the close 1 bar before, in basis points", "definition", 2),
  BAR_RETURN_5("close against the close 5 bars before, in basis points", "definition", 6),
  BAR_RETURN_20("close against the close 20 bars before, in basis points", "definition", 21);

  private final String formula;
  private final String source;
  private final int warmUpBars;

  BarFeature(String formula, String source, int warmUpBars) {
    this.formula = formula;
    this.source = source;
    this.warmUpBars = warmUpBars;
  }

  /** How config and model cards write it, without its bars. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Formula and unit. */
  public String formula() {
    return formula;
  }

  /** Who defined it. */
  public String source() {
    return source;
  }

  /** Closed bars before it means something; it is 0 until then. */
  public int warmUpBars() {
    return warmUpBars;
  }
}

package io.tapedeck.signals.core.feature;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Features of the last quotes and trades, renewed with every tick. A name never changes its
 * meaning: models name them on their cards.
 *
 * <p>All are 0 where they are not defined yet; none is NaN or infinite.
 */
public enum TickFeature {
  SPREAD_BPS(
      "offer less bid, in basis points of the mid", "definition", f -> f.quotes().spreadBps()),
  BOOK_IMBALANCE(
      "(bid size - offer size) / (bid size + offer size)",
      "Cartea, Jaimungal, Penalva 2015",
      f -> f.quotes().imbalance()),
  MICROPRICE_BPS(
      "mid weighted by the opposite sizes, less the mid, in basis points of the mid",
      "Gatheral, Oomen 2010",
      f -> f.quotes().micropriceBps()),
  RETURN_1S_BPS(
      "mid against its running mean of 1 s, in basis points",
      "definition",
      f -> f.quotes().fastReturnBps()),
  RETURN_10S_BPS(
      "mid against its running mean of 10 s, in basis points",
      "definition",
      f -> f.quotes().mediumReturnBps()),
  RETURN_60S_BPS(
      "mid against its running mean of 60 s, in basis points",
      "definition",
      f -> f.quotes().slowReturnBps()),
  VOLATILITY_BPS(
      "square root of the mid's realised variance per second, forgotten over 10 s, in basis points",
      "Andersen, Bollerslev 1998",
      f -> f.quotes().volatilityBps()),
  TRADE_IMBALANCE_1S(
      "(bought - sold) / traded by aggressor, forgotten over 1 s",
      "Chordia, Subrahmanyam 2004",
      f -> f.trades().fastImbalance()),
  TRADE_IMBALANCE_10S(
      "(bought - sold) / traded by aggressor, forgotten over 10 s",
      "Chordia, Subrahmanyam 2004",
      f -> f.trades().slowImbalance()),
  TRADE_INTENSITY(
      "trades per second, forgotten over 10 s", "definition", f -> f.trades().intensity()),
  LAST_TRADE_BPS(
      "last trade against the mid, in basis points", "definition", TickFeature::lastTradeBps),
  MID(
      "(bid + offer) / 2, in the quote currency",
      "definition",
      f -> f.quotes().mid() / TickFeature.RAW),
  MICROPRICE(
      "mid weighted by the opposite sizes, in the quote currency",
      "Gatheral, Oomen 2010",
      f -> f.quotes().microprice() / TickFeature.RAW),
  SPREAD(
      "offer less bid, in the quote currency",
      "definition",
      f -> f.quotes().spread() / TickFeature.RAW),
  EWMA_1S(
      "running mean of the mid over 1 s, in the quote currency",
      "Roberts 1959",
      f -> f.quotes().fastMean() / TickFeature.RAW),
  EWMA_10S(
      "running mean of the mid over 10 s, in the quote currency",
      "Roberts 1959",
      f -> f.quotes().mediumMean() / TickFeature.RAW),
  EWMA_60S(
      "running mean of the mid over 60 s, in the quote currency",
      "Roberts 1959",
      f -> f.quotes().slowMean() / TickFeature.RAW),
  VWAP_60S(
      "sum of price × size / sum of size over trades, forgotten over 60 s, in the quote currency",
      "Berkowitz 1988",
      f -> f.trades().vwap()),
  VWAP_60S_BPS("mid against vwap_60s, in basis points", "Berkowitz 1988", TickFeature::vwapBps),
  TIME_OF_DAY(
      "share of the day (UTC) that is over at the latest event time",
      "definition",
      f -> f.timeOfDay()),
  TIME_OF_DAY_SIN(
      "sine of time_of_day as an angle",
      "definition",
      f -> StrictMath.sin(TickFeature.FULL_TURN * f.timeOfDay())),
  TIME_OF_DAY_COS(
      "cosine of time_of_day as an angle",
      "definition",
      f -> StrictMath.cos(TickFeature.FULL_TURN * f.timeOfDay()));

  private static final double BPS = 10_000;
  private static final double RAW = 1e9;
  private static final double FULL_TURN = 2 * Math.PI;

  private final String formula;
  private final String source;

  @SuppressWarnings("ImmutableEnumChecker") // the formulas are stateless lambdas
  private final ToDoubleFunction<Features> value;

  TickFeature(String formula, String source, ToDoubleFunction<Features> value) {
    this.formula = formula;
    this.source = source;
    this.value = value;
  }

  /** How config and model cards write it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Formula and unit in words. */
  public String formula() {
    return formula;
  }

  /** Who defined it. */
  public String source() {
    return source;
  }

  double of(Features features) {
    return value.applyAsDouble(features);
  }

  private static double lastTradeBps(Features features) {
    long last = features.trades().lastPrice();
    double mid = features.quotes().mid();
    return last == 0 || mid == 0 ? 0 : (last - mid) / mid * BPS;
  }

  private static double vwapBps(Features features) {
    double vwap = features.trades().vwap();
    double mid = features.quotes().mid() / RAW;
    return vwap == 0 || mid == 0 ? 0 : (mid - vwap) / vwap * BPS;
  }
}

package io.tapedeck.signals.core;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The named features. A name never changes its meaning: models name them on their cards.
 *
 * <p>All are 0 where they are not defined yet; none is NaN or infinite once {@link Features#warm}.
 */
public enum Feature {
  SPREAD_BPS("offer less bid, in basis points of the mid", f -> f.quotes().spreadBps()),
  BOOK_IMBALANCE("(bid size - offer size) / (bid size + offer size)", f -> f.quotes().imbalance()),
  MICROPRICE_BPS(
      "mid weighted by the opposite sizes, less the mid, in basis points of the mid",
      f -> f.quotes().micropriceBps()),
  RETURN_1S_BPS(
      "mid against its running mean of 1 s, in basis points", f -> f.quotes().fastReturnBps()),
  RETURN_10S_BPS(
      "mid against its running mean of 10 s, in basis points", f -> f.quotes().mediumReturnBps()),
  RETURN_60S_BPS(
      "mid against its running mean of 60 s, in basis points", f -> f.quotes().slowReturnBps()),
  VOLATILITY_BPS(
      "square root of the mid's realised variance per second, forgotten over 10 s, in basis points",
      f -> f.quotes().volatilityBps()),
  TRADE_IMBALANCE_1S(
      "(bought - sold) / traded by aggressor, forgotten over 1 s", f -> f.trades().fastImbalance()),
  TRADE_IMBALANCE_10S(
      "(bought - sold) / traded by aggressor, forgotten over 10 s",
      f -> f.trades().slowImbalance()),
  TRADE_INTENSITY("trades per second, forgotten over 10 s", f -> f.trades().intensity()),
  LAST_TRADE_BPS("last trade against the mid, in basis points", Feature::lastTradeBps);

  private static final double BPS = 10_000;
  private static final Map<String, Feature> BY_NAME = new LinkedHashMap<>();

  static {
    for (Feature feature : values()) {
      BY_NAME.put(feature.key(), feature);
    }
  }

  private final String doc;

  @SuppressWarnings("ImmutableEnumChecker") // the formulas are stateless lambdas
  private final ToDoubleFunction<Features> formula;

  Feature(String doc, ToDoubleFunction<Features> formula) {
    this.doc = doc;
    this.formula = formula;
  }

  /** How config and model cards write it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Formula and unit in words. */
  public String doc() {
    return doc;
  }

  double of(Features features) {
    return formula.applyAsDouble(features);
  }

  /** Every name, in the order of this list. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Feature::key).toList();
  }

  /**
   * The features of these names, in their order.
   *
   * @throws IllegalArgumentException with the known names, if one is unknown
   */
  public static List<Feature> named(List<String> names) {
    return names.stream().map(Feature::named).toList();
  }

  private static Feature named(String name) {
    Feature feature = BY_NAME.get(name);
    if (feature == null) {
      throw new IllegalArgumentException(
          "unknown feature \"" + name + "\". Known features: " + String.join(", ", names()));
    }
    return feature;
  }

  private static double lastTradeBps(Features features) {
    long last = features.trades().lastPrice();
    double mid = features.quotes().mid();
    return last == 0 ? 0 : (last - mid) / mid * BPS;
  }
}

package io.tapedeck.signals.core.feature;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A named feature: one of ticks, or one of bars with the bars that it is of.
 *
 * @param name as config and cards write it, such as {@code spread_bps}, {@code rsi}, {@code rsi@5m}
 * @param tick set for a feature of ticks
 * @param bar set for a feature of bars
 * @param spec the bars; of no meaning for ticks
 */
public record Feature(
    String name, @Nullable TickFeature tick, @Nullable BarFeature bar, BarSpec spec) {
  private static final Map<String, TickFeature> TICK = new LinkedHashMap<>();
  private static final Map<String, BarFeature> BAR = new LinkedHashMap<>();

  static {
    for (TickFeature feature : TickFeature.values()) {
      TICK.put(feature.key(), feature);
    }
    for (BarFeature feature : BarFeature.values()) {
      BAR.put(feature.key(), feature);
    }
  }

  /** Every name without bars, ticks first. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(TICK.keySet());
    names.addAll(BAR.keySet());
    return names;
  }

  /**
   * The features of these names, in their order.
   *
   * @throws IllegalArgumentException with the known names, if one is unknown
   */
  public static List<Feature> named(List<String> names) {
    return names.stream().map(Feature::named).toList();
  }

  /**
   * The feature of a name.
   *
   * @throws IllegalArgumentException with the known names, if it is unknown
   */
  public static Feature named(String name) {
    TickFeature tick = TICK.get(name);
    if (tick != null) {
      return new Feature(name, tick, null, BarSpec.DEFAULT);
    }
    int at = name.indexOf('@');
    BarFeature bar = BAR.get(at < 0 ? name : name.substring(0, at));
    if (bar == null) {
      throw new IllegalArgumentException(
          "unknown feature \""
              + name
              + "\". Known features: "
              + String.join(", ", names())
              + "; those of bars may name theirs, as in rsi@5m, rsi@100t, rsi@2.5v");
    }
    BarSpec spec = at < 0 ? BarSpec.DEFAULT : BarSpec.parse(name.substring(at + 1));
    return new Feature(name, null, bar, spec);
  }
}

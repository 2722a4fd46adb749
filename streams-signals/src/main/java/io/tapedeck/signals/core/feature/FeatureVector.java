package io.tapedeck.signals.core.feature;

import java.util.ArrayList;
import java.util.List;

/** The features of a model in its order, and the bars that they need. Immutable. */
public final class FeatureVector {
  private final Feature[] features;
  private final int[] seriesOf;
  private final List<BarSpec> bars = new ArrayList<>();

  /** Of these features. */
  public FeatureVector(List<Feature> features) {
    this.features = features.toArray(Feature[]::new);
    this.seriesOf = new int[this.features.length];
    for (int i = 0; i < this.features.length; i++) {
      seriesOf[i] = this.features[i].bar() == null ? -1 : series(this.features[i].spec());
    }
  }

  private int series(BarSpec spec) {
    for (int i = 0; i < bars.size(); i++) {
      BarSpec known = bars.get(i);
      if (known.kind() == spec.kind() && known.size() == spec.size()) {
        return i;
      }
    }
    bars.add(spec);
    return bars.size() - 1;
  }

  /** Of the features of these names. */
  public static FeatureVector of(List<String> names) {
    return new FeatureVector(Feature.named(names));
  }

  /** How many. */
  public int width() {
    return features.length;
  }

  /** Names in order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (Feature feature : features) {
      names.add(feature.name());
    }
    return names;
  }

  /** The bars that are needed, each once. */
  public List<BarSpec> bars() {
    return List.copyOf(bars);
  }

  /** A fresh state for one instrument. */
  public Features start() {
    return new Features(bars);
  }

  /** True once every feature has seen its warm-up. */
  public boolean warm(Features state) {
    for (int i = 0; i < features.length; i++) {
      BarFeature bar = features[i].bar();
      if (bar == null ? !state.warm() : !state.series(seriesOf[i]).warm(bar)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Computes the vector as the model gets it.
   *
   * @param state from {@link #start} of this vector
   */
  public void compute(Features state, float[] into) {
    compute(state, into, 0);
  }

  /** The same, put into a batch at a place. */
  public void compute(Features state, float[] into, int at) {
    for (int i = 0; i < features.length; i++) {
      TickFeature tick = features[i].tick();
      BarFeature bar = features[i].bar();
      double value =
          tick != null ? tick.of(state) : bar != null ? state.series(seriesOf[i]).value(bar) : 0;
      into[at + i] = (float) value;
    }
  }
}

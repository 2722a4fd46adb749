package io.tapedeck.signals.core;

import java.util.ArrayList;
import java.util.List;

/** The features of a model in its order. Immutable. */
public final class FeatureVector {
  private final Feature[] features;

  /** Of these features. */
  public FeatureVector(List<Feature> features) {
    this.features = features.toArray(Feature[]::new);
  }

  /** How many. */
  public int width() {
    return features.length;
  }

  /** Names in order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (Feature feature : features) {
      names.add(feature.key());
    }
    return names;
  }

  /** Computes the vector as the model gets it. */
  public void compute(Features state, float[] into) {
    for (int i = 0; i < features.length; i++) {
      into[i] = (float) features[i].of(state);
    }
  }
}

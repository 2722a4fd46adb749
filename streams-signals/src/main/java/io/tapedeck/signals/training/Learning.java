package io.tapedeck.signals.training;

import java.util.Locale;

/** What can be learned with. */
public enum Learning {
  /** Logistic regression: scores are probabilities. */
  LOGISTIC("logistic regression, Tribuo 4.3.2 LinearSGD with AdaGrad", true),
  /** Factorization machine of 4 factors: scores are probabilities, pairs of features count. */
  FACTORIZATION_MACHINE("factorization machine of 4 factors, Tribuo 4.3.2 with AdaGrad", true),
  /** Linear support vector machine: scores are margins, not probabilities. */
  LINEAR_SVM(
      "linear support vector machine (hinge loss), Tribuo 4.3.2 LinearSGD with AdaGrad", false);

  private final String words;
  private final boolean probabilistic;

  Learning(String words, boolean probabilistic) {
    this.words = words;
    this.probabilistic = probabilistic;
  }

  /** How the command line writes it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String words() {
    return words;
  }

  boolean probabilistic() {
    return probabilistic;
  }

  /** Scores above it say up. */
  double threshold() {
    return probabilistic ? 0.5 : 0;
  }

  /**
   * The one of a name.
   *
   * @throws IllegalArgumentException with the known names
   */
  public static Learning named(String key) {
    for (Learning one : values()) {
      if (one.key().equals(key)) {
        return one;
      }
    }
    throw new IllegalArgumentException(
        "\"" + key + "\" is not logistic, factorization-machine or linear-svm");
  }
}

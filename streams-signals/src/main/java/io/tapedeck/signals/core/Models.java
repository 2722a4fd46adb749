package io.tapedeck.signals.core;

/** The models at hand, by the hash of their file. For one thread. */
public interface Models {
  /**
   * The model of a hash.
   *
   * @throws ModelException if it is not at hand
   */
  Model of(String sha256);

  /** One model and no other. */
  static Models only(Model model) {
    return sha256 -> {
      if (!model.sha256().equals(sha256)) {
        throw new ModelException(
            "the journal switches to model " + sha256 + ", at hand is " + model.sha256());
      }
      return model;
    };
  }
}

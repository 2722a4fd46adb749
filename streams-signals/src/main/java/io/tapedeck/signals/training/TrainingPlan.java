package io.tapedeck.signals.training;

import java.nio.file.Path;
import java.util.List;

/**
 * What is trained, on what.
 *
 * @param tape a file of the neutral CSV
 * @param out the model file to write; its card comes beside it
 * @param horizonQuotes the label is the direction of the mid over so many quotes
 * @param everyQuotes a sample is taken at every so-manieth quote
 * @param trainShare share of the tape's rows, from its beginning, that is trained on
 * @param folds parts of the tape on which a model trained on all before is tried
 * @param scaled whether the model scales its features by itself
 * @param opset ONNX operator set of the file
 * @param delayTradesMillis trades are held back so long by the receiver's clock, to see what is
 *     left of a score that rests on trades running ahead of quotes
 */
public record TrainingPlan(
    Path tape,
    Path out,
    Learning learning,
    List<String> features,
    int horizonQuotes,
    int everyQuotes,
    double trainShare,
    int folds,
    boolean scaled,
    int opset,
    int epochs,
    double learningRate,
    long seed,
    long delayTradesMillis) {
  /** The operator set that Tribuo writes; later ones mean the same for what it uses. */
  public static final int FIRST_OPSET = 13;

  /** The shipped model's features. */
  public static final List<String> SHIPPED_FEATURES =
      List.of(
          "spread_bps",
          "book_imbalance",
          "microprice_bps",
          "return_1s_bps",
          "return_10s_bps",
          "return_60s_bps",
          "volatility_bps",
          "trade_imbalance_1s",
          "trade_imbalance_10s",
          "trade_intensity",
          "last_trade_bps");

  public TrainingPlan {
    features = List.copyOf(features);
    if (opset < FIRST_OPSET) {
      throw new IllegalArgumentException(
          "opset "
              + opset
              + " is older than "
              + FIRST_OPSET
              + ", in which models are written here");
    }
    if (!(trainShare > 0 && trainShare < 1)) {
      throw new IllegalArgumentException("the share to train on must be between 0 and 1");
    }
    if (everyQuotes < 1 || horizonQuotes < everyQuotes || folds < 0 || epochs < 1) {
      throw new IllegalArgumentException(
          "wanted: every >= 1, horizon >= every, folds >= 0, epochs >= 1");
    }
  }

  /** As the shipped model was made, from a tape into a file. */
  public static TrainingPlan shipped(Path tape, Path out) {
    return new TrainingPlan(
        tape,
        out,
        Learning.LOGISTIC,
        SHIPPED_FEATURES,
        50,
        5,
        0.6,
        4,
        false,
        FIRST_OPSET,
        10,
        0.1,
        20240808,
        0);
  }

  TrainingPlan withFeatures(List<String> others) {
    return new TrainingPlan(
        tape,
        out,
        learning,
        others,
        horizonQuotes,
        everyQuotes,
        trainShare,
        folds,
        scaled,
        opset,
        epochs,
        learningRate,
        seed,
        delayTradesMillis);
  }

  TrainingPlan withDelay(long millis) {
    return new TrainingPlan(
        tape,
        out,
        learning,
        features,
        horizonQuotes,
        everyQuotes,
        trainShare,
        folds,
        scaled,
        opset,
        epochs,
        learningRate,
        seed,
        millis);
  }
}

package io.tapedeck.signals.training;

import io.tapedeck.signals.onnx.ModelCard;
import io.tapedeck.signals.onnx.ModelFile;
import io.tapedeck.signals.onnx.OnnxModel;
import io.tapedeck.signals.training.Samples.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Makes a model from a tape file:
 *
 * <ol>
 *   <li>features by the service's own code, labels from what came after
 *   <li>walk forward: each part of the tape is tried with a model trained on all before it
 *   <li>the model itself, trained on the first part, tried on the rest
 *   <li>the file, and a check that ONNX Runtime gives Tribuo's scores on all of the rest
 *   <li>the card, with the figures beside those of the baselines, and what may be claimed
 * </ol>
 *
 * The same tape and plan give the same file.
 */
public final class ModelTraining {
  private static final double AGREEMENT = 1e-4;
  private static final int FEWEST = 100;

  /** Features that come from trades, for the question what a score rests on. */
  private static final List<String> OF_TRADES = List.of("trade_", "last_trade", "vwap");

  private final TrainingPlan plan;
  private final Consumer<String> progress;

  /** Of a plan. */
  public ModelTraining(TrainingPlan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Trains, writes model and card, and returns the card.
   *
   * @param ablations whether it is tried, too, what is left without some features
   */
  public ModelCard run(boolean ablations) throws IOException {
    progress.accept("features and labels of " + plan.tape());
    Samples samples = Samples.of(plan);
    long split = (long) (samples.rows() * plan.trainShare());
    List<Sample> train = samples.before(split);
    List<Sample> test = samples.between(split, Long.MAX_VALUE);
    if (train.size() < FEWEST || test.size() < FEWEST) {
      throw new IllegalArgumentException(
          plan.tape()
              + " gives "
              + train.size()
              + " samples to train on and "
              + test.size()
              + " to test on; at least "
              + FEWEST
              + " of each are needed");
    }
    List<Map<String, Object>> folds = walkForward(samples);
    progress.accept("training on " + train.size() + " samples, testing on " + test.size());
    TrainedModel trained = TrainedModel.on(train, plan);
    Map<String, Object> metrics = metrics(trained, train, test, folds);
    if (ablations) {
      metrics.put("auc_of_each_feature_alone", alone(test));
      metrics.put("ablations", ablations());
    }
    byte[] bytes = trained.onnx(plan.opset());
    Path directory = plan.out().toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    Files.write(plan.out(), bytes);
    ModelCard card = card(trained, bytes, samples, split, train, metrics);
    card.write(plan.out());
    refuseUnlessRuntimeAgrees(trained, test);
    return card;
  }

  private List<Map<String, Object>> walkForward(Samples samples) {
    List<Map<String, Object>> folds = new ArrayList<>();
    long rows = samples.rows();
    for (int fold = 1; fold <= plan.folds(); fold++) {
      long from = rows * fold / (plan.folds() + 1);
      long end = rows * (fold + 1) / (plan.folds() + 1);
      List<Sample> before = samples.before(from);
      List<Sample> part = samples.between(from, end);
      if (before.size() < FEWEST || part.size() < FEWEST) {
        continue;
      }
      progress.accept("walk forward " + fold + " of " + plan.folds());
      TrainedModel trained = TrainedModel.on(before, plan);
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("rows", from + "-" + (end - 1));
      figures.put("trained_on", before.size());
      figures.put("samples", part.size());
      figures.put("share_up", rounded(shareUp(part)));
      figures.put("auc", rounded(Metrics.auc(part, sample -> trained.up(sample.vector()))));
      figures.put("auc_last_move", rounded(Metrics.auc(part, Sample::lastMove)));
      folds.add(figures);
    }
    return folds;
  }

  private Map<String, Object> metrics(
      TrainedModel trained,
      List<Sample> train,
      List<Sample> test,
      List<Map<String, Object>> folds) {
    double base = shareUp(train);
    Map<String, Object> model = figures(test, sample -> trained.up(sample.vector()));
    Map<String, Object> majority = probabilities(test, sample -> base);
    Map<String, Object> lastMove =
        probabilities(test, sample -> sample.lastMove() > 0 ? 0.51 : 0.49);
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("test_samples", test.size());
    metrics.put("test_share_up", rounded(shareUp(test)));
    metrics.put("model", model);
    metrics.put("baseline_majority_class", majority);
    metrics.put("baseline_last_move_goes_on", lastMove);
    metrics.put("walk_forward", folds);
    metrics.put("claim", claim(model, majority, lastMove, folds));
    metrics.put(
        "note",
        "Samples overlap and come from minutes of one day on one venue: the figures say which score"
            + " orders this tape's moves better, and nothing about profit after cost.");
    return metrics;
  }

  private static String claim(
      Map<String, Object> model,
      Map<String, Object> majority,
      Map<String, Object> lastMove,
      List<Map<String, Object>> folds) {
    double auc = number(model, "auc");
    boolean held =
        auc > number(majority, "auc")
            && auc > number(lastMove, "auc")
            && number(model, "accuracy") > number(majority, "accuracy")
            && number(model, "accuracy") > number(lastMove, "accuracy");
    boolean calibrated =
        !model.containsKey("log_loss") || number(model, "log_loss") < number(majority, "log_loss");
    long better =
        folds.stream().filter(fold -> number(fold, "auc") > number(fold, "auc_last_move")).count();
    if (held && calibrated && better == folds.size()) {
      return "better than both baselines on the held-out part and in all "
          + folds.size()
          + " steps of the walk forward";
    }
    return "none: on the held-out part it "
        + (held ? "orders moves better than" : "does not beat")
        + " the baselines"
        + (calibrated ? "" : ", its probabilities are worse than the class shares")
        + ", and it is better in "
        + better
        + " of "
        + folds.size()
        + " steps of the walk forward";
  }

  /** How well each feature orders the test part by itself, whichever way round. */
  private Map<String, Object> alone(List<Sample> test) {
    Map<String, Object> found = new LinkedHashMap<>();
    for (int i = 0; i < plan.features().size(); i++) {
      int column = i;
      double auc = Metrics.auc(test, sample -> sample.vector()[column]);
      found.put(plan.features().get(i), rounded(Math.max(auc, 1 - auc)));
    }
    return found;
  }

  /** What is left without trades, with the last trade alone, and when trades come later. */
  private Map<String, Object> ablations() throws IOException {
    Map<String, Object> found = new LinkedHashMap<>();
    List<String> quotesOnly =
        plan.features().stream()
            .filter(name -> OF_TRADES.stream().noneMatch(name::startsWith))
            .toList();
    if (!quotesOnly.isEmpty() && quotesOnly.size() < plan.features().size()) {
      found.put("auc_without_features_of_trades", auc(plan.withFeatures(quotesOnly)));
    }
    if (plan.features().contains("last_trade_bps")) {
      List<String> others =
          plan.features().stream().filter(name -> !name.equals("last_trade_bps")).toList();
      found.put("auc_without_last_trade_bps", auc(plan.withFeatures(others)));
      found.put("auc_of_last_trade_bps_alone", auc(plan.withFeatures(List.of("last_trade_bps"))));
    }
    for (long delay : new long[] {250, 500, 1_000, 1_500, 2_000}) {
      found.put("auc_with_trades_" + delay + "_ms_later", auc(plan.withDelay(delay)));
    }
    return found;
  }

  private static double auc(TrainingPlan other) throws IOException {
    Samples samples = Samples.of(other);
    long split = (long) (samples.rows() * other.trainShare());
    TrainedModel trained = TrainedModel.on(samples.before(split), other);
    return rounded(
        Metrics.auc(samples.between(split, Long.MAX_VALUE), sample -> trained.up(sample.vector())));
  }

  private Map<String, Object> figures(List<Sample> samples, ToDoubleFunction<Sample> score) {
    if (plan.learning().probabilistic()) {
      return probabilities(samples, score);
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("auc", rounded(Metrics.auc(samples, score)));
    figures.put("accuracy", rounded(Metrics.accuracy(samples, score, plan.learning().threshold())));
    return figures;
  }

  private static Map<String, Object> probabilities(
      List<Sample> samples, ToDoubleFunction<Sample> probability) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("auc", rounded(Metrics.auc(samples, probability)));
    figures.put("accuracy", rounded(Metrics.accuracy(samples, probability, 0.5)));
    figures.put("log_loss", rounded(Metrics.logLoss(samples, probability)));
    return figures;
  }

  private ModelCard card(
      TrainedModel trained,
      byte[] bytes,
      Samples samples,
      long split,
      List<Sample> train,
      Map<String, Object> metrics)
      throws IOException {
    long rows = samples.rows();
    String file = String.valueOf(plan.out().getFileName());
    int dot = file.lastIndexOf('.');
    Map<String, Object> training = new LinkedHashMap<>();
    training.put("tape", String.valueOf(plan.tape().getFileName()));
    training.put("tape_sha256", ModelFile.sha256(Files.readAllBytes(plan.tape())));
    training.put("tape_rows", rows);
    training.put("train_rows", "1-" + (split - 1));
    training.put("test_rows", split + "-" + rows);
    training.put("label", "direction of the mid over the next " + plan.horizonQuotes() + " quotes");
    training.put("left_out", "samples where the mid did not move");
    training.put("share_that_moved", rounded(samples.shareMoved()));
    training.put("mean_move_bps", rounded(samples.meanMoveBps()));
    training.put(
        "split", "by row; a training sample's outcome was known before the first row tested on");
    training.put("sampled", "every " + plan.everyQuotes() + "th quote");
    if (plan.delayTradesMillis() > 0) {
      training.put("trades_delayed_ms", plan.delayTradesMillis());
    }
    training.put("train_samples", train.size());
    training.put("train_samples_up", train.stream().filter(Sample::up).count());
    training.put("train_share_up", rounded(shareUp(train)));
    training.put("algorithm", plan.learning().words());
    training.put("scaled", plan.scaled());
    training.put("learning_rate", plan.learningRate());
    training.put("epochs", plan.epochs());
    training.put("seed", plan.seed());
    String meaning =
        plan.learning().probabilistic()
            ? "probability that the mid's next move over "
                + plan.horizonQuotes()
                + " quotes is up, given that it moves"
            : "margin, above 0 for up over the next " + plan.horizonQuotes() + " quotes";
    return new ModelCard(
        dot > 0 ? file.substring(0, dot) : file,
        ModelFile.sha256(bytes),
        plan.features(),
        TrainedModel.INPUT,
        TrainedModel.OUTPUT,
        trained.upColumn(),
        null,
        meaning,
        plan.opset(),
        training,
        metrics);
  }

  private void refuseUnlessRuntimeAgrees(TrainedModel trained, List<Sample> test) {
    progress.accept("ONNX Runtime against Tribuo on " + test.size() + " samples");
    float[] score = new float[1];
    try (OnnxModel model = OnnxModel.load(plan.out())) {
      for (Sample sample : test) {
        model.score(sample.vector(), 1, score);
        double expected = trained.up(sample.vector());
        if (!(Math.abs(score[0] - expected) < AGREEMENT * Math.max(1, Math.abs(expected)))) {
          throw new IllegalStateException(
              "ONNX Runtime gives " + score[0] + " where Tribuo gives " + expected);
        }
      }
    }
  }

  private static double number(Map<String, Object> figures, String name) {
    return ((Number) figures.getOrDefault(name, Double.NaN)).doubleValue();
  }

  private static double shareUp(List<Sample> samples) {
    return (double) samples.stream().filter(Sample::up).count() / samples.size();
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }
}

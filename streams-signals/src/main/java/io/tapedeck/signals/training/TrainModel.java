package io.tapedeck.signals.training;

import io.tapedeck.signals.core.feature.FeatureVector;
import io.tapedeck.signals.core.feature.TickFeature;
import io.tapedeck.signals.onnx.ModelCard;
import io.tapedeck.signals.onnx.ModelFile;
import io.tapedeck.signals.onnx.OnnxModel;
import io.tapedeck.signals.training.Samples.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the shipped model from a tape file: features by the service's own code, the first part to
 * train on, the later part held out, the card written with the held-out figures beside baselines.
 * The same tape gives the same file.
 *
 * <pre>mvn -q -pl streams-signals -am process-classes -Ptrain-model -Dtape=TAPE.csv.gz</pre>
 */
public final class TrainModel {
  private static final Logger LOG = LoggerFactory.getLogger(TrainModel.class);

  private static final int HORIZON_QUOTES = 50;
  private static final int EVERY_QUOTES = 5;
  private static final double TRAIN_SHARE = 0.6;
  private static final double AGREEMENT = 1e-5;
  private static final int OPSET = 13;
  private static final List<String> FEATURES =
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

  private final Path tape;
  private final Path out;
  private final FeatureVector vector = FeatureVector.of(FEATURES);

  private TrainModel(Path tape, Path out) {
    this.tape = tape;
    this.out = out;
  }

  /**
   * Trains.
   *
   * @param args the tape file, the model file to write
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("usage: TrainModel TAPE.csv[.gz] MODEL.onnx");
    }
    ModelCard card = new TrainModel(Path.of(args[0]), Path.of(args[1])).run();
    LOG.info("{} {} {}", card.name(), card.sha256(), card.metrics());
  }

  private ModelCard run() throws IOException {
    Samples samples = new Samples(vector, HORIZON_QUOTES, EVERY_QUOTES);
    TapeCsv.read(tape, samples::add);
    long split = (long) (samples.rows() * TRAIN_SHARE);
    List<Sample> train = samples.before(split);
    List<Sample> test = samples.from(split);
    LogisticTraining trained = LogisticTraining.on(train, vector.width());
    byte[] bytes = trained.onnx();
    Path directory = out.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    Files.write(out, bytes);
    ModelCard card = card(trained, bytes, samples.rows(), split, train, test);
    card.write(out);
    refuseUnlessRuntimeAgrees(trained, test);
    return card;
  }

  private ModelCard card(
      LogisticTraining trained,
      byte[] bytes,
      long rows,
      long split,
      List<Sample> train,
      List<Sample> test)
      throws IOException {
    String file = String.valueOf(out.getFileName());
    Map<String, Object> training = new LinkedHashMap<>();
    training.put("tape", String.valueOf(tape.getFileName()));
    training.put("tape_sha256", ModelFile.sha256(Files.readAllBytes(tape)));
    training.put("tape_rows", rows);
    training.put("train_rows", "1-" + (split - 1));
    training.put("test_rows", split + "-" + rows);
    training.put("label", "direction of the mid over the next " + HORIZON_QUOTES + " quotes");
    training.put("left_out", "samples where the mid did not move");
    training.put("sampled", "every " + EVERY_QUOTES + "th quote");
    training.put("train_samples", train.size());
    training.put("train_share_up", rounded(shareUp(train)));
    training.put("algorithm", "logistic regression, Tribuo 4.3.2 LinearSGD with AdaGrad");
    training.put("learning_rate", LogisticTraining.LEARNING_RATE);
    training.put("epochs", LogisticTraining.EPOCHS);
    training.put("seed", LogisticTraining.SEED);
    return new ModelCard(
        file.substring(0, file.lastIndexOf('.')),
        ModelFile.sha256(bytes),
        vector.names(),
        "input",
        "output",
        trained.upColumn(),
        "probability that the mid's next move over "
            + HORIZON_QUOTES
            + " quotes is up, given that it moves",
        OPSET,
        training,
        metrics(trained, train, test));
  }

  private Map<String, Object> metrics(
      LogisticTraining trained, List<Sample> train, List<Sample> test) {
    double base = shareUp(train);
    int lastMove = vector.names().indexOf(TickFeature.RETURN_1S_BPS.key());
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("test_samples", test.size());
    metrics.put("test_share_up", rounded(shareUp(test)));
    metrics.put("model", figures(test, sample -> trained.up(sample.vector())));
    metrics.put("baseline_majority_class", figures(test, sample -> base));
    metrics.put(
        "baseline_last_move_goes_on",
        figures(test, sample -> sample.vector()[lastMove] > 0 ? 0.51 : 0.49));
    metrics.put(
        "note",
        "Samples overlap and come from minutes of one day on one venue: the figures show that the"
            + " model is better than the baselines there, and nothing about profit after cost.");
    return metrics;
  }

  private static Map<String, Object> figures(
      List<Sample> samples, ToDoubleFunction<Sample> probability) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("auc", rounded(Metrics.auc(samples, probability)));
    figures.put("accuracy", rounded(Metrics.accuracy(samples, probability)));
    figures.put("log_loss", rounded(Metrics.logLoss(samples, probability)));
    return figures;
  }

  private void refuseUnlessRuntimeAgrees(LogisticTraining trained, List<Sample> test) {
    float[] score = new float[1];
    try (OnnxModel model = OnnxModel.load(out)) {
      for (Sample sample : test) {
        model.score(sample.vector(), 1, score);
        double expected = trained.up(sample.vector());
        if (!(Math.abs(score[0] - expected) < AGREEMENT)) {
          throw new IllegalStateException(
              "ONNX Runtime gives " + score[0] + " where Tribuo gives " + expected);
        }
      }
    }
  }

  private static double shareUp(List<Sample> samples) {
    return (double) samples.stream().filter(Sample::up).count() / samples.size();
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }
}

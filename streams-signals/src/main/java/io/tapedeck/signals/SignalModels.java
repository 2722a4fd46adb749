package io.tapedeck.signals;

import io.tapedeck.runtime.Platform;
import io.tapedeck.signals.core.ModelAudit;
import io.tapedeck.signals.core.ModelException;
import io.tapedeck.signals.core.feature.BarFeature;
import io.tapedeck.signals.core.feature.Feature;
import io.tapedeck.signals.core.feature.TickFeature;
import io.tapedeck.signals.kafka.ModelCommands;
import io.tapedeck.signals.kafka.SignalReader;
import io.tapedeck.signals.onnx.ModelCard;
import io.tapedeck.signals.onnx.ModelFile;
import io.tapedeck.signals.onnx.ModelInspection;
import io.tapedeck.signals.onnx.OnnxModel;
import io.tapedeck.signals.onnx.Opsets;
import io.tapedeck.signals.training.Learning;
import io.tapedeck.signals.training.ModelTraining;
import io.tapedeck.signals.training.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;

/** What people do with model files, for the command line. */
public final class SignalModels {
  private static final int TRIAL = 256;
  private static final double SAME = 1e-6;

  private SignalModels() {}

  /**
   * What is trained; see {@code model train --help}.
   *
   * @param features names, empty for the shipped model's
   */
  public record Training(
      Path tape,
      Path out,
      String algorithm,
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
      long delayTradesMillis,
      boolean ablations) {}

  /** Every feature there is, those of bars on each of these bars. */
  public static List<String> allFeatures(List<String> bars) {
    List<String> all = new ArrayList<>();
    for (TickFeature feature : TickFeature.values()) {
      all.add(feature.key());
    }
    for (String spec : bars) {
      for (BarFeature feature : BarFeature.values()) {
        all.add(feature.key() + "@" + spec);
      }
    }
    return all;
  }

  /** Trains a model and returns its card as it was written. */
  public static Map<String, Object> train(Training training, Consumer<String> progress)
      throws IOException {
    List<String> features =
        training.features().isEmpty() ? TrainingPlan.SHIPPED_FEATURES : training.features();
    TrainingPlan plan =
        new TrainingPlan(
            training.tape(),
            training.out(),
            Learning.named(training.algorithm()),
            features,
            training.horizonQuotes(),
            training.everyQuotes(),
            training.trainShare(),
            training.folds(),
            training.scaled(),
            training.opset(),
            training.epochs(),
            training.learningRate(),
            training.seed(),
            training.delayTradesMillis());
    ModelCard card = new ModelTraining(plan, progress).run(training.ablations());
    Map<String, Object> done = new LinkedHashMap<>();
    done.put("model", training.out().toString());
    done.put("sha256", card.sha256());
    done.put("features", card.features());
    done.put("opset", card.opset());
    done.put("training", card.training());
    done.put("metrics", card.metrics());
    return done;
  }

  /** What a model file says of itself, with or without a card. */
  public static Map<String, Object> inspect(Path model) {
    return ModelInspection.of(model);
  }

  /**
   * Loads a model as the service would and scores some vectors.
   *
   * @throws ModelException if it cannot be loaded, or gives no finite number
   */
  public static Map<String, Object> test(Path path) {
    try (OnnxModel model = ModelFile.read(path).open()) {
      float[] vectors = trial(model.width());
      float[] scores = new float[TRIAL];
      model.score(vectors, TRIAL, scores);
      float least = Float.POSITIVE_INFINITY;
      float most = Float.NEGATIVE_INFINITY;
      for (float score : scores) {
        if (!Float.isFinite(score)) {
          throw new ModelException(
              "Model inference error: a trial vector gives the score " + score);
        }
        least = Math.min(least, score);
        most = Math.max(most, score);
      }
      Map<String, Object> done = new LinkedHashMap<>();
      done.put("model", path.toString());
      done.put("sha256", model.sha256());
      done.put("features", model.width());
      done.put("trial_vectors", TRIAL);
      done.put("lowest_score", least);
      done.put("highest_score", most);
      done.put("vectors_at_once", model.rowsAtOnce());
      return done;
    }
  }

  /** All that stands against using a model here; empty if nothing does. */
  public static List<String> check(Path path) {
    List<String> problems = new ArrayList<>();
    ModelCard card;
    try {
      card = ModelCard.of(path);
    } catch (ModelException e) {
      problems.add(String.valueOf(e.getMessage()));
      return problems;
    }
    for (String feature : card.features()) {
      try {
        Feature.named(feature);
      } catch (IllegalArgumentException e) {
        problems.add("features: " + e.getMessage());
      }
    }
    try {
      Map<String, Object> tested = test(path);
      if (Objects.equals(tested.get("lowest_score"), tested.get("highest_score"))) {
        problems.add("the score is the same for every trial vector");
      }
    } catch (ModelException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    for (String figure :
        List.of("model", "baseline_majority_class", "baseline_last_move_goes_on")) {
      if (!(card.metrics().get(figure) instanceof Map)) {
        problems.add("metrics: no figures of \"" + figure + "\" to judge the model by");
      }
    }
    return problems;
  }

  /**
   * Writes a model anew in another operator set, with its card, if ONNX Runtime then gives the same
   * scores.
   *
   * @throws ModelException if it does not, and nothing is written
   */
  public static Map<String, Object> export(Path from, Path to, int opset) throws IOException {
    ModelFile model = ModelFile.read(from);
    byte[] bytes = Opsets.withDefault(Files.readAllBytes(from), opset);
    Path aside = Files.createTempDirectory("tapedeck-export");
    Path tried = aside.resolve("tried.onnx");
    try {
      Files.write(tried, bytes);
      model.card().withFile(ModelFile.sha256(bytes), opset).write(tried);
      sameScores(model, ModelFile.read(tried), opset);
      Files.copy(tried, to, StandardCopyOption.REPLACE_EXISTING);
      Files.copy(
          ModelCard.pathOf(tried), ModelCard.pathOf(to), StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(tried);
      Files.deleteIfExists(ModelCard.pathOf(tried));
      Files.deleteIfExists(aside);
    }
    Map<String, Object> done = new LinkedHashMap<>();
    done.put("model", to.toString());
    done.put("sha256", ModelFile.sha256(bytes));
    done.put("opset", opset);
    return done;
  }

  private static void sameScores(ModelFile before, ModelFile after, int opset) {
    try (OnnxModel old = before.open();
        OnnxModel young = after.open()) {
      float[] vectors = trial(old.width());
      float[] expected = new float[TRIAL];
      float[] scores = new float[TRIAL];
      old.score(vectors, TRIAL, expected);
      young.score(vectors, TRIAL, scores);
      for (int i = 0; i < TRIAL; i++) {
        if (!(Math.abs(scores[i] - expected[i]) <= SAME)) {
          throw new ModelException(
              "Cannot write the model in opset "
                  + opset
                  + ": its operators mean something else there ("
                  + expected[i]
                  + " became "
                  + scores[i]
                  + "); convert it with the tool that made it");
        }
      }
    }
  }

  private static float[] trial(int width) {
    Random random = new Random(1);
    float[] vectors = new float[TRIAL * width];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) random.nextGaussian();
    }
    return vectors;
  }

  /**
   * Commands the services to use another model of their models' folder.
   *
   * @param name file name, empty for the config's own model
   * @return the command's id
   */
  public static String command(
      Platform platform, String name, String sha256, String actor, String reason) {
    return new ModelCommands(platform).use(name, sha256, actor, reason);
  }

  /**
   * Past signals of the topic scored again with another model, and how their features drift.
   *
   * @param from first offset of each partition
   * @param to one beyond the last
   * @param rangeSize signals of a range
   */
  public static Map<String, Object> audit(
      Path candidate, Platform platform, long from, long to, int rangeSize) {
    ModelFile file = ModelFile.read(candidate);
    try (OnnxModel model = file.open()) {
      ModelAudit audit = new ModelAudit(model, file.card().features(), rangeSize);
      new SignalReader(platform).read(from, to, audit::add);
      return audit.report();
    }
  }

  /**
   * Copies a model, its card and their checksums ({@code sha256sum -c} reads them) into a folder.
   *
   * @throws ModelException if the model cannot be used: what is broken is not worth a backup
   */
  public static Map<String, Object> backup(Path model, Path folder) throws IOException {
    ModelFile sound = ModelFile.read(model);
    sound.open().close();
    Files.createDirectories(folder);
    return copy(model, folder.resolve(sound.name()), sound.sha256());
  }

  /**
   * Puts a backup in the place of a model, after its checksums and the model itself were tried.
   *
   * @throws ModelException if either fails; what is in place stays
   */
  public static Map<String, Object> restore(Path backup, Path model) throws IOException {
    Path sums = sumsOf(backup);
    if (!Files.exists(sums)) {
      throw new ModelException(
          "Cannot read model file: " + backup + " has no checksums " + sums + "; it is no backup");
    }
    if (!Files.readString(sums).equals(sums(backup))) {
      throw new ModelException(
          "Cannot read model file: "
              + backup
              + " or its card is not what was backed up, by "
              + sums
              + "; nothing was restored");
    }
    ModelFile sound = ModelFile.read(backup);
    sound.open().close();
    return copy(backup, model, sound.sha256());
  }

  private static Map<String, Object> copy(Path from, Path to, String sha256) throws IOException {
    Path aside = to.resolveSibling(to.getFileName() + ".new");
    Files.copy(from, aside, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(ModelCard.pathOf(from), ModelCard.pathOf(to), StandardCopyOption.REPLACE_EXISTING);
    Files.move(aside, to, StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(sumsOf(to), sums(to));
    Map<String, Object> done = new LinkedHashMap<>();
    done.put("model", to.toString());
    done.put("sha256", sha256);
    done.put("checksums", sumsOf(to).toString());
    return done;
  }

  private static Path sumsOf(Path model) {
    return model.resolveSibling(model.getFileName() + ".sha256");
  }

  private static String sums(Path model) throws IOException {
    StringBuilder sums = new StringBuilder();
    for (Path file : List.of(model, ModelCard.pathOf(model))) {
      sums.append(ModelFile.sha256(Files.readAllBytes(file)))
          .append("  ")
          .append(file.getFileName())
          .append('\n');
    }
    return sums.toString();
  }
}

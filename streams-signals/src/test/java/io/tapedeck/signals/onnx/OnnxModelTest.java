package io.tapedeck.signals.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tapedeck.signals.core.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxModelTest {
  private static final Path SHIPPED =
      Path.of(System.getProperty("tapedeck.root", ".."), "config", "models", "mid-move.onnx");

  @TempDir Path directory;

  @Test
  void shippedModelScoresBetweenZeroAndOneAndDependsOnItsInput() {
    try (OnnxModel model = OnnxModel.load(SHIPPED)) {
      float[] vectors = new float[3 * model.width()];
      Arrays.fill(vectors, model.width(), 2 * model.width(), 1);
      Arrays.fill(vectors, 2 * model.width(), 3 * model.width(), -1);
      float[] scores = new float[3];

      model.score(vectors, 3, scores);

      assertThat(scores[1]).isBetween(0f, 1f).isNotEqualTo(scores[0]).isNotEqualTo(scores[2]);
    }
  }

  @Test
  void batchGivesWhatSinglesGive() {
    try (OnnxModel model = OnnxModel.load(SHIPPED)) {
      int width = model.width();
      float[] vectors = new float[64 * width];
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = (i * 37 % 101 - 50) / 25f;
      }
      float[] batch = new float[64];
      model.score(vectors, 64, batch);

      float[] single = new float[1];
      for (int i = 0; i < 64; i++) {
        model.score(Arrays.copyOfRange(vectors, i * width, (i + 1) * width), 1, single);
        assertThat(batch[i]).as("to the last bit").isEqualTo(single[0]);
      }
      assertThat(model.rowsAtOnce()).isEqualTo(64);
    }
  }

  @Test
  void cardOfShippedModelBeatsItsBaselines() {
    ModelCard card = ModelCard.of(SHIPPED);

    assertThat(figure(card, "model", "auc"))
        .isGreaterThan(figure(card, "baseline_majority_class", "auc"))
        .isGreaterThan(figure(card, "baseline_last_move_goes_on", "auc"));
    assertThat(figure(card, "model", "log_loss"))
        .isLessThan(figure(card, "baseline_majority_class", "log_loss"));
  }

  private static double figure(ModelCard card, String of, String name) {
    return ((Number) ((Map<?, ?>) card.metrics().get(of)).get(name)).doubleValue();
  }

  @Test
  @Tag("A56")
  void missingFileIsNamed() {
    Path missing = directory.resolve("trading_model.onnx");

    assertThatThrownBy(() -> OnnxModel.load(missing))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Failed to load ONNX model: File not found")
        .hasMessageContaining(missing.toString())
        .hasMessageContaining("signal.model_path");
  }

  @Test
  void missingCardIsNamed() throws IOException {
    Path model = Files.copy(SHIPPED, directory.resolve("bare.onnx"));

    assertThatThrownBy(() -> OnnxModel.load(model))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("bare.card.json");
  }

  @Test
  @Tag("A80")
  void damagedFileIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(SHIPPED);
    Path truncated = directory.resolve("truncated.onnx");
    Files.write(truncated, Arrays.copyOf(whole, whole.length / 2));
    Files.copy(ModelCard.pathOf(SHIPPED), ModelCard.pathOf(truncated));

    assertThatThrownBy(() -> OnnxModel.load(truncated))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Cannot read model file")
        .hasMessageContaining("SHA-256");
  }

  @Test
  @Tag("A80")
  void fileThatIsNoModelIsRefusedEvenIfItsHashIsRight() throws IOException {
    byte[] whole = Files.readAllBytes(SHIPPED);
    Path truncated =
        withCard("half.onnx", Arrays.copyOf(whole, whole.length / 2), 11, "input", "output", 1);

    assertThatThrownBy(() -> OnnxModel.load(truncated))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Cannot read model file");
  }

  @Test
  @Tag("A57")
  void otherShapeIsRefused() throws IOException {
    Path model = withCard("narrow.onnx", Files.readAllBytes(SHIPPED), 10, "input", "output", 1);

    assertThatThrownBy(() -> OnnxModel.load(model))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Model inference error: Invalid input shape")
        .hasMessageContaining("float [any, 10]")
        .hasMessageContaining("11");
  }

  @Test
  void tooFewValuesAreRefused() {
    try (OnnxModel model = OnnxModel.load(SHIPPED)) {
      assertThatThrownBy(() -> model.score(new float[3], 1, new float[1]))
          .isInstanceOf(ModelException.class)
          .hasMessageStartingWith("Model inference error: Invalid input shape");
    }
  }

  @Test
  void columnsOfAForeignClassifierAreItsProbabilities() throws IOException {
    float[] sums = new float[2];
    for (int column = 0; column < 3; column++) {
      try (OnnxModel model = OnnxModel.load(foreign("iris-lr-model.onnx", 4, column))) {
        float[] scores = new float[2];
        model.score(new float[] {5.1f, 3.5f, 1.4f, 0.2f, 6.3f, 3.3f, 6f, 2.5f}, 2, scores);
        sums[0] += scores[0];
        sums[1] += scores[1];
      }
    }

    assertThat(sums[0]).isCloseTo(1, within(1e-5f));
    assertThat(sums[1]).isCloseTo(1, within(1e-5f));
  }

  @Test
  void columnBeyondTheOutputIsRefused() throws IOException {
    Path model = foreign("iris-lr-model.onnx", 4, 3);

    assertThatThrownBy(() -> OnnxModel.load(model))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("score_column");
  }

  @Test
  void outputWithoutColumnsIsRead() throws IOException {
    try (OnnxModel model = OnnxModel.load(foreign("example_dynamic_axes.onnx", 10, 0))) {
      float[] scores = new float[2];
      model.score(
          new float[] {1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -2}, 2, scores);

      assertThat(scores).containsExactly(36, -2);
    }
  }

  @Test
  void modelWithOtherInputTypesIsRefused() throws IOException {
    Path model = foreign("example_multitype.onnx", 4, 0);

    assertThatThrownBy(() -> OnnxModel.load(model))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Model inference error: Invalid input shape");
  }

  /** A file of the data folder with a card that claims float [any, width] of its first names. */
  private Path foreign(String name, int width, int column) throws IOException {
    Path source = Path.of(System.getProperty("tapedeck.data", "missing"), "onnx", name);
    assumeTrue(Files.exists(source), () -> "no " + source + ": set -Dtapedeck.data");
    byte[] bytes = Files.readAllBytes(source);
    String[] names = firstNames(bytes);
    return withCard(name, bytes, width, names[0], names[1], column);
  }

  private static String[] firstNames(byte[] bytes) {
    try (var options = new ai.onnxruntime.OrtSession.SessionOptions();
        var session =
            ai.onnxruntime.OrtEnvironment.getEnvironment().createSession(bytes, options)) {
      String[] outputs = session.getOutputNames().toArray(String[]::new);
      return new String[] {session.getInputNames().iterator().next(), outputs[outputs.length - 1]};
    } catch (ai.onnxruntime.OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path withCard(
      String name, byte[] bytes, int width, String input, String output, int column)
      throws IOException {
    Path path = directory.resolve(name);
    Files.write(path, bytes);
    List<String> features = IntStream.range(0, width).mapToObj(i -> "f" + i).toList();
    new ModelCard(
            name,
            ModelFile.sha256(bytes),
            features,
            input,
            output,
            column,
            null,
            "a test",
            13,
            Map.of(),
            Map.of())
        .write(path);
    return path;
  }
}

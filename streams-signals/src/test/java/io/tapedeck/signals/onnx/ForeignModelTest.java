package io.tapedeck.signals.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapedeck.signals.core.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models that others made: scikit-learn's outputs, and the reference vectors of ONNX's own tests.
 */
class ForeignModelTest {
  private static final Path BACKEND =
      Path.of(System.getProperty("tapedeck.data", "missing"), "onnx", "onnx-backend");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "forest-maps, output_probability, 1",
    "forest-named-maps, output_probability, UP",
    "forest-tensor, probabilities, "
  })
  void forestOfScikitLearnGivesItsProbabilities(
      String name, String output, @Nullable String scoreClass) throws IOException {
    JsonNode reference = new ObjectMapper().readTree(resource("reference.json"));
    Path model = card(name, resource(name + ".onnx"), 3, "float_input", output, 1, scoreClass);
    float[] vectors = new float[8 * 3];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) reference.path("inputs").path(i / 3).path(i % 3).asDouble();
    }
    float[] scores = new float[8];

    try (OnnxModel loaded = OnnxModel.load(model)) {
      loaded.score(vectors, 8, scores);

      for (int i = 0; i < 8; i++) {
        double expected = reference.path("scores").path(name).path(i).asDouble();
        assertThat(scores[i]).isCloseTo((float) expected, within(1e-6f));
      }
    }
  }

  @Test
  void labelsAreNotTakenForScores() throws IOException {
    Path model =
        card("forest", resource("forest-maps.onnx"), 3, "float_input", "output_label", 0, "1");

    assertThatThrownBy(() -> OnnxModel.load(model))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("labels are not its probabilities")
        .hasMessageContaining("output_probability");
  }

  @Test
  void mapsNeedAClassThatTheyKnow() throws IOException {
    byte[] bytes = resource("forest-maps.onnx");
    Path without = card("without", bytes, 3, "float_input", "output_probability", 0, null);
    Path wrong = card("wrong", bytes, 3, "float_input", "output_probability", 0, "UP");
    Path unknown = card("unknown", bytes, 3, "float_input", "output_probability", 0, "7");

    assertThatThrownBy(() -> OnnxModel.load(without)).hasMessageContaining("score_class");
    assertThatThrownBy(() -> OnnxModel.load(wrong)).hasMessageContaining("whole numbers");
    assertThatThrownBy(() -> OnnxModel.load(unknown)).hasMessageContaining("no class \"7\"");
  }

  @ParameterizedTest
  @CsvSource({"test_Softmax, 20, 20, 10, 1", "test_Linear_no_bias, 10, 8, 4, 3"})
  void referenceInputsGiveTheReferenceOutputs(
      String name, int width, int columns, int rows, String output) throws IOException {
    Path folder = backend("pytorch-converted/" + name);
    float[] input = tensor(folder, "input_0.pb");
    float[] expected = tensor(folder, "output_0.pb");
    byte[] bytes = Files.readAllBytes(folder.resolve("model.onnx"));
    for (int column = 0; column < columns; column++) {
      Path model = card(name + column, bytes, width, "0", output, column, null);
      try (OnnxModel loaded = OnnxModel.load(model)) {
        float[] scores = new float[rows];
        loaded.score(input, rows, scores);
        for (int row = 0; row < rows; row++) {
          assertThat(scores[row]).isCloseTo(expected[row * columns + column], within(1e-5f));
        }
        float[] few = new float[3];
        loaded.score(input, 3, few);
        assertThat(few).as("fewer rows than the model takes").isEqualTo(Arrays.copyOf(scores, 3));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pytorch-converted/test_Linear",
        "pytorch-operator/test_operator_addmm",
        "pytorch-operator/test_operator_mm"
      })
  @Tag("A64")
  void opsetThatTheRuntimeDoesNotKnowIsRefusedWithWhatToDo(String name) throws IOException {
    Path folder = backend(name);
    Path model =
        card("old", Files.readAllBytes(folder.resolve("model.onnx")), 10, "0", "3", 0, null);

    assertThatThrownBy(() -> OnnxModel.load(model))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Cannot read model file")
        .hasMessageContaining("export it again as ONNX with an opset");
  }

  @Test
  @Tag("A57")
  void inputOfFourDimensionsIsRefused() throws IOException {
    Path folder = backend("pytorch-converted/test_Sigmoid");
    Path model =
        card("sigmoid", Files.readAllBytes(folder.resolve("model.onnx")), 5, "0", "1", 0, null);

    assertThatThrownBy(() -> OnnxModel.load(model))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Model inference error: Invalid input shape")
        .hasMessageContaining("[2, 3, 4, 5]");
  }

  /** Nothing in the folder is passed over: each file is loaded, or refused for a stated reason. */
  @Test
  void everyFileOfTheFolderIsKnownToATest() throws IOException {
    Path folder = BACKEND.resolveSibling("onnx-backend").getParent();
    assumeTrue(folder != null && Files.exists(folder), "no data folder: set -Dtapedeck.data");
    try (Stream<Path> files = Files.walk(Objects.requireNonNull(folder))) {
      assertThat(files.filter(file -> file.toString().endsWith(".onnx")).count()).isEqualTo(9);
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ForeignModelTest.class.getResourceAsStream("/onnx/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static Path backend(String name) {
    Path folder = BACKEND.resolve(name);
    assumeTrue(Files.exists(folder), () -> "no " + folder + ": set -Dtapedeck.data");
    return folder;
  }

  /** The raw data of a TensorProto of floats: its field 9. */
  private static float[] tensor(Path folder, String file) throws IOException {
    ByteBuffer in =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("test_data_set_0").resolve(file)))
            .order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      int tag = (int) varint(in);
      if ((tag & 7) == 0) {
        varint(in);
        continue;
      }
      assertThat(tag & 7).isEqualTo(2);
      int length = (int) varint(in);
      if (tag >>> 3 == 9) {
        float[] values = new float[length / 4];
        in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
      }
      in.position(in.position() + length);
    }
    throw new IOException(file + " has no raw data");
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private Path card(
      String name,
      byte[] bytes,
      int width,
      String input,
      String output,
      int column,
      @Nullable String scoreClass)
      throws IOException {
    Path path = directory.resolve(name + ".onnx");
    Files.write(path, bytes);
    List<String> features = IntStream.range(0, width).mapToObj(i -> "f" + i).toList();
    new ModelCard(
            name,
            ModelFile.sha256(bytes),
            features,
            input,
            output,
            column,
            scoreClass,
            "a test",
            15,
            Map.of(),
            Map.of())
        .write(path);
    return path;
  }
}

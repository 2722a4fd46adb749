package io.tapedeck.signals.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.tapedeck.signals.core.Model;
import io.tapedeck.signals.core.ModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model file in ONNX Runtime, one thread. Loaded only if the file's hash and its input's name,
 * type and shape are those of the card. Not thread-safe; close it to free native memory.
 */
public final class OnnxModel implements Model {
  private static final String INVALID_SHAPE = "Model inference error: Invalid input shape: ";

  private final ModelCard card;
  private final OrtSession session;
  private final int columns;

  private FloatBuffer vectors = FloatBuffer.allocate(0);
  private @Nullable OnnxTensor input;
  private int inputCount;

  private OnnxModel(ModelCard card, OrtSession session, int columns) {
    this.card = card;
    this.session = session;
    this.columns = columns;
  }

  /**
   * Loads a model and its card.
   *
   * @throws ModelException if there is no such file, it cannot be read as a model, or it does not
   *     match its card
   */
  public static OnnxModel load(Path path) {
    return ModelFile.read(path).open();
  }

  static OnnxModel open(Path path, ModelCard card, byte[] bytes) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession session;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      session = environment.createSession(bytes, options);
    } catch (OrtException e) {
      throw new ModelException(
          "Cannot read model file: "
              + path
              + ": "
              + e.getMessage()
              + "; export it again as ONNX with an opset that this ONNX Runtime knows",
          e);
    }
    try {
      checkInput(path, card, session.getInputInfo());
      int columns = checkOutput(path, card, session.getOutputInfo());
      return new OnnxModel(card, session, columns);
    } catch (OrtException | ModelException e) {
      closeQuietly(session);
      throw e instanceof ModelException refused
          ? refused
          : new ModelException("Cannot read model file: " + path + ": " + e.getMessage(), e);
    }
  }

  private static void checkInput(Path path, ModelCard card, Map<String, NodeInfo> inputs) {
    String wanted =
        path + " must take float [any, " + card.features().size() + "] as \"" + card.input() + "\"";
    NodeInfo info = inputs.get(card.input());
    if (inputs.size() != 1 || info == null) {
      throw new ModelException(
          INVALID_SHAPE + wanted + " and nothing else, its inputs are " + inputs.keySet());
    }
    if (!(info.getInfo() instanceof TensorInfo tensor)
        || tensor.type != OnnxJavaType.FLOAT
        || !isBatchOf(tensor.getShape(), card.features().size())) {
      throw new ModelException(
          INVALID_SHAPE
              + wanted
              + ", it takes "
              + describe(info)
              + "; correct the card's features");
    }
  }

  private static boolean isBatchOf(long[] shape, int width) {
    return shape.length == 2 && shape[0] == -1 && (shape[1] == width || shape[1] == -1);
  }

  private static int checkOutput(Path path, ModelCard card, Map<String, NodeInfo> outputs) {
    NodeInfo info = outputs.get(card.output());
    if (info == null
        || !(info.getInfo() instanceof TensorInfo tensor)
        || tensor.type != OnnxJavaType.FLOAT) {
      throw new ModelException(
          "Cannot read model file: "
              + path
              + " has no float tensor \""
              + card.output()
              + "\" as output; its outputs are "
              + outputs.keySet());
    }
    long[] shape = tensor.getShape();
    int columns = shape.length < 2 ? 1 : (int) shape[shape.length - 1];
    if (shape.length > 2 || columns > 0 && card.scoreColumn() >= columns) {
      throw new ModelException(
          "Cannot read model file: "
              + path
              + " gives "
              + describe(info)
              + ", the card's score_column is "
              + card.scoreColumn());
    }
    return columns;
  }

  private static String describe(NodeInfo info) {
    return info.getInfo() instanceof TensorInfo tensor
        ? tensor.type + " " + Arrays.toString(tensor.getShape())
        : String.valueOf(info.getInfo());
  }

  /** The card. */
  public ModelCard card() {
    return card;
  }

  @Override
  public String sha256() {
    return card.sha256();
  }

  @Override
  public int width() {
    return card.features().size();
  }

  @Override
  public void score(float[] batch, int count, float[] scores) {
    if (batch.length < count * width()) {
      throw new ModelException(
          INVALID_SHAPE
              + batch.length
              + " values given for "
              + count
              + " vectors of "
              + width()
              + " features");
    }
    try {
      OnnxTensor tensor = tensorOf(count);
      vectors.clear();
      vectors.put(batch, 0, count * width());
      try (OrtSession.Result result =
          session.run(Map.of(card.input(), tensor), Set.of(card.output()))) {
        take((OnnxTensor) result.get(0), count, scores);
      }
    } catch (OrtException e) {
      throw new ModelException("Model inference error: " + e.getMessage(), e);
    }
  }

  private void take(OnnxTensor output, int count, float[] scores) {
    FloatBuffer values = output.getFloatBuffer();
    int width = columns > 0 ? columns : values.remaining() / count;
    if (values.remaining() != count * width || card.scoreColumn() >= width) {
      throw new ModelException(
          "Model inference error: "
              + values.remaining()
              + " values came back for "
              + count
              + " vectors");
    }
    for (int i = 0; i < count; i++) {
      scores[i] = values.get(i * width + card.scoreColumn());
    }
  }

  /** The input tensor lies over a buffer of ours, and is made again only for another count. */
  private OnnxTensor tensorOf(int count) throws OrtException {
    OnnxTensor present = input;
    if (present != null && inputCount == count) {
      return present;
    }
    if (present != null) {
      present.close();
      input = null;
    }
    int floats = count * width();
    vectors =
        ByteBuffer.allocateDirect(floats * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    OnnxTensor made =
        OnnxTensor.createTensor(
            OrtEnvironment.getEnvironment(), vectors, new long[] {count, width()});
    input = made;
    inputCount = count;
    return made;
  }

  @Override
  public void close() {
    OnnxTensor present = input;
    if (present != null) {
      present.close();
      input = null;
    }
    closeQuietly(session);
  }

  private static void closeQuietly(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new ModelException("ONNX Runtime cannot close a session: " + e.getMessage(), e);
    }
  }
}

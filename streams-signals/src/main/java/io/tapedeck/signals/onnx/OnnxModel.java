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
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model file in ONNX Runtime, one thread. Loaded only if the file's hash and its input's name,
 * type and shape are those of the card.
 *
 * <p>A score must not depend on what it is computed together with, or a replay would differ from
 * the run in its last bits. So it is tried when the model is opened: one whose batches do not give
 * bit for bit what its single vectors give is asked for one vector at a time. Not thread-safe;
 * close it to free native memory.
 */
public final class OnnxModel implements Model {
  private static final String INVALID_SHAPE = "Model inference error: Invalid input shape: ";
  private static final int MOST_ROWS = 64;
  private static final int[] TRIED_BATCHES = {2, 3, 7, 16, 33, MOST_ROWS};

  private final ModelCard card;
  private final OrtSession session;
  private final OnnxOutput output;

  /** Rows that the model takes at a time, neither more nor less; 0 for any. */
  private final int fixedRows;

  private final int width;
  private final FloatBuffer vectors;

  /** Over the buffer's first rows, by how many they are. */
  private final @Nullable OnnxTensor[] inputs;

  private final Set<String> wanted;
  private int rowsAtOnce;

  private OnnxModel(ModelCard card, OrtSession session, OnnxOutput output, int fixedRows) {
    this.card = card;
    this.session = session;
    this.output = output;
    this.fixedRows = fixedRows;
    this.width = card.features().size();
    this.wanted = Set.of(card.output());
    int most = Math.max(fixedRows, MOST_ROWS);
    this.inputs = new @Nullable OnnxTensor[most + 1];
    this.vectors =
        ByteBuffer.allocateDirect(most * width * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    this.rowsAtOnce = fixedRows > 0 ? fixedRows : 1;
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
    OrtSession session = session(path, bytes);
    try {
      int fixedRows = checkInput(path, card, session.getInputInfo());
      OnnxModel model =
          new OnnxModel(
              card, session, OnnxOutput.of(path, card, session.getOutputInfo()), fixedRows);
      model.tryBatches();
      return model;
    } catch (OrtException | ModelException e) {
      closeQuietly(session);
      throw e instanceof ModelException refused
          ? refused
          : new ModelException("Cannot read model file: " + path + ": " + e.getMessage(), e);
    }
  }

  /** A session with one thread of its own and no pool, so that a score is always summed alike. */
  static OrtSession session(Path path, byte[] bytes) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      return environment.createSession(bytes, options);
    } catch (OrtException e) {
      throw new ModelException(
          "Cannot read model file: "
              + path
              + ": "
              + e.getMessage()
              + "; export it again as ONNX with an opset that this ONNX Runtime knows",
          e);
    }
  }

  /** Returns the number of rows if it is fixed, 0 if any number goes. */
  private static int checkInput(Path path, ModelCard card, Map<String, NodeInfo> inputs) {
    int width = card.features().size();
    String wanted = path + " must take float [any, " + width + "] as \"" + card.input() + "\"";
    NodeInfo info = inputs.get(card.input());
    if (inputs.size() != 1 || info == null) {
      throw new ModelException(
          INVALID_SHAPE + wanted + " and nothing else, its inputs are " + inputs.keySet());
    }
    if (!(info.getInfo() instanceof TensorInfo tensor)
        || tensor.type != OnnxJavaType.FLOAT
        || !isBatchOf(tensor.getShape(), width)) {
      throw new ModelException(
          INVALID_SHAPE
              + wanted
              + ", it takes "
              + describe(info)
              + "; correct the card's features");
    }
    return (int) Math.max(0, tensor.getShape()[0]);
  }

  private static boolean isBatchOf(long[] shape, int width) {
    return shape.length == 2
        && shape[0] != 0
        && shape[0] <= 65_536
        && (shape[1] == width || shape[1] == -1);
  }

  static String describe(NodeInfo info) {
    return info.getInfo() instanceof TensorInfo tensor
        ? tensor.type + " " + Arrays.toString(tensor.getShape())
        : String.valueOf(info.getInfo());
  }

  /** Leaves batches on only if they give what single vectors give, to the last bit. */
  private void tryBatches() {
    if (fixedRows > 0) {
      return;
    }
    Random random = new Random(1);
    float[] trial = new float[MOST_ROWS * width];
    for (int i = 0; i < trial.length; i++) {
      trial[i] = (float) (random.nextGaussian() * (1 + i % 5 * 10));
    }
    float[] singles = new float[MOST_ROWS];
    score(trial, MOST_ROWS, singles);
    float[] together = new float[MOST_ROWS];
    boolean same = true;
    for (int size : TRIED_BATCHES) {
      rowsAtOnce = size;
      score(trial, MOST_ROWS, together);
      same &= Arrays.equals(singles, together);
    }
    rowsAtOnce = same ? MOST_ROWS : 1;
  }

  /** The card. */
  public ModelCard card() {
    return card;
  }

  /** How many vectors are computed together at most; 1 if that would change their scores. */
  public int rowsAtOnce() {
    return rowsAtOnce;
  }

  @Override
  public String sha256() {
    return card.sha256();
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void score(float[] batch, int count, float[] scores) {
    if (batch.length < count * width) {
      throw new ModelException(
          INVALID_SHAPE
              + batch.length
              + " values given for "
              + count
              + " vectors of "
              + width
              + " features");
    }
    try {
      for (int from = 0; from < count; from += rowsAtOnce) {
        int some = Math.min(rowsAtOnce, count - from);
        run(batch, from, some, scores);
      }
    } catch (OrtException e) {
      throw new ModelException("Model inference error: " + e.getMessage(), e);
    }
  }

  private void run(float[] batch, int from, int some, float[] scores) throws OrtException {
    int rows = fixedRows > 0 ? fixedRows : some;
    vectors.clear();
    vectors.put(batch, from * width, some * width);
    for (int i = some * width; i < rows * width; i++) {
      vectors.put(0);
    }
    try (OrtSession.Result result = session.run(Map.of(card.input(), tensor(rows)), wanted)) {
      output.take(result.get(0), rows, some, scores, from);
    }
  }

  private OnnxTensor tensor(int rows) throws OrtException {
    OnnxTensor present = inputs[rows];
    if (present != null) {
      return present;
    }
    vectors.clear();
    vectors.limit(rows * width);
    OnnxTensor made =
        OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), vectors, new long[] {rows, width});
    vectors.clear();
    inputs[rows] = made;
    return made;
  }

  @Override
  public void close() {
    for (int i = 0; i < inputs.length; i++) {
      OnnxTensor present = inputs[i];
      if (present != null) {
        present.close();
        inputs[i] = null;
      }
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

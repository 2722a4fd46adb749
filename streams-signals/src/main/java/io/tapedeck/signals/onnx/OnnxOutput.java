package io.tapedeck.signals.onnx;

import ai.onnxruntime.MapInfo;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import io.tapedeck.signals.core.ModelException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads scores from what a model gives back: a column of a float tensor, or what a class has in a
 * sequence of probability maps, the form that scikit-learn's converter writes by default.
 */
final class OnnxOutput {
  private final ModelCard card;

  /** Columns of the tensor; 0 if known at run time only; -1 for maps. */
  private final int columns;

  /** The class in the maps, a string or a long; null for tensors. */
  private final @Nullable Object scoreClass;

  private OnnxOutput(ModelCard card, int columns, @Nullable Object scoreClass) {
    this.card = card;
    this.columns = columns;
    this.scoreClass = scoreClass;
  }

  /**
   * The card's output among the model's.
   *
   * @throws ModelException if it is not there or holds no scores
   */
  static OnnxOutput of(Path path, ModelCard card, Map<String, NodeInfo> outputs) {
    NodeInfo info = outputs.get(card.output());
    if (info == null) {
      throw refused(
          path, "has no output \"" + card.output() + "\"; its outputs are " + outputs.keySet());
    }
    if (info.getInfo() instanceof SequenceInfo sequence && sequence.isSequenceOfMaps()) {
      return maps(path, card, sequence.mapInfo);
    }
    if (info.getInfo() instanceof TensorInfo tensor) {
      return tensor(path, card, tensor, outputs);
    }
    throw refused(path, "gives " + info.getInfo() + " as \"" + card.output() + "\"");
  }

  private static OnnxOutput maps(Path path, ModelCard card, MapInfo info) {
    String wanted = card.scoreClass();
    if (info.valueType != OnnxJavaType.FLOAT) {
      throw refused(path, "gives maps to " + info.valueType + ", wanted are floats");
    }
    if (wanted == null) {
      throw refused(
          path,
          "gives probability maps as \""
              + card.output()
              + "\"; the card's score_class must say which class is the score");
    }
    if (info.keyType == OnnxJavaType.STRING) {
      return new OnnxOutput(card, -1, wanted);
    }
    try {
      return new OnnxOutput(card, -1, Long.parseLong(wanted));
    } catch (NumberFormatException e) {
      throw new ModelException(
          "Cannot read model file: "
              + path
              + " has classes that are whole numbers, the card's score_class is \""
              + wanted
              + "\"",
          e);
    }
  }

  private static OnnxOutput tensor(
      Path path, ModelCard card, TensorInfo tensor, Map<String, NodeInfo> outputs) {
    if (tensor.type != OnnxJavaType.FLOAT) {
      throw refused(
          path,
          "gives "
              + tensor.type
              + " as \""
              + card.output()
              + "\", no float scores; a classifier's labels are not its probabilities, name the"
              + " output that holds those; its outputs are "
              + outputs.keySet());
    }
    long[] shape = tensor.getShape();
    int columns = shape.length < 2 ? 1 : (int) Math.max(0, shape[shape.length - 1]);
    if (shape.length > 2 || columns > 0 && card.scoreColumn() >= columns) {
      throw refused(
          path,
          "gives "
              + tensor.type
              + " "
              + Arrays.toString(shape)
              + ", the card's score_column is "
              + card.scoreColumn());
    }
    return new OnnxOutput(card, columns, null);
  }

  private static ModelException refused(Path path, String why) {
    return new ModelException("Cannot read model file: " + path + " " + why);
  }

  /**
   * Takes the scores of some vectors.
   *
   * @param rows how many the model was given
   * @param count how many of them are wanted, from the first
   */
  void take(OnnxValue value, int rows, int count, float[] scores, int at) throws OrtException {
    if (scoreClass == null) {
      column(((OnnxTensor) value).getFloatBuffer(), rows, count, scores, at);
      return;
    }
    List<? extends OnnxValue> maps = ((OnnxSequence) value).getValue();
    if (maps.size() != rows) {
      throw wrongCount(maps.size(), rows);
    }
    for (int i = 0; i < count; i++) {
      Object score = ((OnnxMap) maps.get(i)).getValue().get(scoreClass);
      if (!(score instanceof Float probability)) {
        throw new ModelException(
            "Model inference error: the model knows no class \"" + card.scoreClass() + "\"");
      }
      scores[at + i] = probability;
    }
  }

  private void column(FloatBuffer values, int rows, int count, float[] scores, int at) {
    int width = columns > 0 ? columns : values.remaining() / rows;
    if (values.remaining() != rows * width || card.scoreColumn() >= width) {
      throw wrongCount(values.remaining(), rows);
    }
    for (int i = 0; i < count; i++) {
      scores[at + i] = values.get(i * width + card.scoreColumn());
    }
  }

  private static ModelException wrongCount(int values, int rows) {
    return new ModelException(
        "Model inference error: " + values + " values came back for " + rows + " vectors");
  }
}

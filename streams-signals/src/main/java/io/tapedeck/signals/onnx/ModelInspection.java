package io.tapedeck.signals.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.tapedeck.signals.core.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a model file says of itself, with or without a card. */
public final class ModelInspection {
  private ModelInspection() {}

  /**
   * Reads it.
   *
   * @throws ModelException if there is no such file or ONNX Runtime cannot read it
   */
  public static Map<String, Object> of(Path path) {
    byte[] bytes = ModelFile.bytesOf(path);
    try (OrtSession session = OnnxModel.session(path, bytes)) {
      OnnxModelMetadata metadata = session.getMetadata();
      Map<String, Object> seen = new LinkedHashMap<>();
      seen.put("file", path.toString());
      seen.put("bytes", bytes.length);
      seen.put("sha256", ModelFile.sha256(bytes));
      seen.put("producer", metadata.getProducerName());
      seen.put("graph", metadata.getGraphName());
      seen.put("model_version", metadata.getVersion());
      seen.put("opsets", Opsets.of(bytes));
      seen.put("inputs", described(session.getInputInfo()));
      seen.put("outputs", described(session.getOutputInfo()));
      seen.put("runtime", ai.onnxruntime.OrtEnvironment.getEnvironment().getVersion());
      boolean carded = Files.exists(ModelCard.pathOf(path));
      seen.put("card", carded ? ModelCard.pathOf(path).toString() : "none");
      return seen;
    } catch (OrtException e) {
      throw new ModelException("Cannot read model file: " + path + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, String> described(Map<String, NodeInfo> nodes) {
    Map<String, String> described = new LinkedHashMap<>();
    nodes.forEach((name, info) -> described.put(name, OnnxModel.describe(info)));
    return described;
  }
}

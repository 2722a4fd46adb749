package io.tapedeck.signals.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tapedeck.signals.core.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is known about a model file; lies beside it as JSON, {@code model.onnx} with {@code
 * model.card.json}. A model is loaded only if file and card agree.
 *
 * @param sha256 hex hash of the model file
 * @param features names in the order of the input vector
 * @param input name of the input tensor, float [any, features]
 * @param output name of the output tensor, float [any], [any, 1] or [any, k]
 * @param scoreColumn which column of the output is the score, from 0
 * @param score what the score means, with its unit
 * @param training where the data came from and how the model was made
 * @param metrics figures on the held-out part, baselines beside them
 */
public record ModelCard(
    String name,
    String sha256,
    List<String> features,
    String input,
    String output,
    int scoreColumn,
    String score,
    int opset,
    Map<String, Object> training,
    Map<String, Object> metrics) {
  private static final String SUFFIX = ".card.json";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** Where the card of a model lies. */
  public static Path pathOf(Path model) {
    String file = String.valueOf(model.getFileName());
    int dot = file.lastIndexOf('.');
    return model.resolveSibling((dot > 0 ? file.substring(0, dot) : file) + SUFFIX);
  }

  /**
   * Reads the card of a model.
   *
   * @throws ModelException if there is none or it is no card
   */
  public static ModelCard of(Path model) {
    Path path = pathOf(model);
    if (!Files.exists(path)) {
      throw new ModelException(
          "Cannot read model file: "
              + model
              + " has no card "
              + path
              + "; a model is loaded only with a card that names its hash, features, input and"
              + " output");
    }
    try {
      return JSON.readValue(Files.readAllBytes(path), ModelCard.class);
    } catch (JsonProcessingException e) {
      throw new ModelException(
          "Cannot read model file: its card "
              + path
              + " is not as expected, line "
              + (e.getLocation() == null ? "?" : String.valueOf(e.getLocation().getLineNr()))
              + ": "
              + e.getOriginalMessage(),
          e);
    } catch (IOException e) {
      throw new ModelException("Cannot read model file: its card " + path + ": " + e, e);
    }
  }

  /** Writes the card beside its model. */
  public void write(Path model) throws IOException {
    Files.write(pathOf(model), JSON.writeValueAsBytes(this));
  }
}

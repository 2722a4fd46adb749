package io.tapedeck.signals.onnx;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tapedeck.signals.core.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a model file; lies beside it as JSON, {@code model.onnx} with {@code
 * model.card.json}. A model is loaded only if file and card agree. {@code docs/models.md} describes
 * every field.
 *
 * @param sha256 hex hash of the model file
 * @param features names in the order of the input vector
 * @param input name of the input tensor, float [any, features]
 * @param output name of the output: a float tensor [any], [any, 1] or [any, k], or a sequence of
 *     maps from class to float
 * @param scoreColumn which column of the tensor is the score, from 0
 * @param scoreClass which class of the maps is the score; null for tensors
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
    @Nullable String scoreClass,
    String score,
    int opset,
    Map<String, Object> training,
    Map<String, Object> metrics) {
  private static final String SUFFIX = ".card.json";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private static final Set<String> TEXTS = Set.of("name", "sha256", "input", "output", "score");
  private static final Set<String> OTHERS =
      Set.of("features", "score_column", "score_class", "opset", "training", "metrics");

  /** Where the card of a model lies. */
  public static Path pathOf(Path model) {
    String file = String.valueOf(model.getFileName());
    int dot = file.lastIndexOf('.');
    return model.resolveSibling((dot > 0 ? file.substring(0, dot) : file) + SUFFIX);
  }

  /**
   * Reads the card of a model.
   *
   * @throws ModelException if there is none, or it is no card; all that is wrong with it is named
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
      JsonNode card = JSON.readTree(Files.readAllBytes(path));
      List<String> problems = problems(card);
      if (!problems.isEmpty()) {
        throw new ModelException(
            "Cannot read model file: its card "
                + path
                + " is not as expected: "
                + String.join("; ", problems));
      }
      return JSON.treeToValue(card, ModelCard.class);
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

  private static List<String> problems(JsonNode card) {
    List<String> problems = new ArrayList<>();
    if (!card.isObject()) {
      return List.of("it is no JSON object");
    }
    for (String field : new TreeSet<>(TEXTS)) {
      if (!card.path(field).isTextual() || card.path(field).asText().isBlank()) {
        problems.add("\"" + field + "\" must be a text");
      }
    }
    JsonNode features = card.path("features");
    boolean named = features.isArray() && !features.isEmpty();
    for (JsonNode feature : features) {
      named &= feature.isTextual();
    }
    if (!named) {
      problems.add("\"features\" must be a list of names");
    }
    JsonNode column = card.path("score_column");
    boolean ofMaps = card.path("score_class").isTextual();
    if (!ofMaps && (!column.isInt() || column.asInt() < 0)) {
      problems.add("\"score_column\" must be a column from 0 on, or \"score_class\" a class");
    }
    if (!card.path("opset").isInt()) {
      problems.add("\"opset\" must be a whole number");
    }
    for (String field : List.of("metrics", "training")) {
      if (!card.path(field).isObject()) {
        problems.add("\"" + field + "\" must be an object");
      }
    }
    card.fieldNames()
        .forEachRemaining(
            field -> {
              if (!TEXTS.contains(field) && !OTHERS.contains(field)) {
                problems.add("\"" + field + "\" is unknown");
              }
            });
    return problems;
  }

  /** The same for another file that scores alike. */
  public ModelCard withFile(String newSha256, int newOpset) {
    return new ModelCard(
        name,
        newSha256,
        features,
        input,
        output,
        scoreColumn,
        scoreClass,
        score,
        newOpset,
        training,
        metrics);
  }

  /** Writes the card beside its model. */
  public void write(Path model) throws IOException {
    Files.write(pathOf(model), JSON.writeValueAsBytes(this));
  }
}

package io.tapedeck.launcher.backtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tapedeck.launcher.Settings;
import io.tapedeck.runtime.config.ConfigLoader;
import io.tapedeck.signals.SignalsConfig;
import io.tapedeck.signals.StrategyConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The strategies of a run: those of the config by name, or a type with its defaults; parameters
 * over them. Checked like the config file itself.
 */
public final class StrategyChoice {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Set<String> TYPES =
      Set.of("threshold", "market_maker", "moving_average_cross");
  private static final String ACCOUNT = "main";

  private final Settings settings;
  private final JsonNode configured;

  /** Chooses among the strategies of a config file. */
  public StrategyChoice(Settings settings) {
    this.settings = settings;
    try {
      this.configured = YAML.readTree(settings.file().toFile()).path("signal").path("strategies");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + settings.file(), e);
    }
  }

  /**
   * Chooses.
   *
   * @param names of configured strategies, or types; empty for all that are configured
   * @param parameters keys of a strategy's config, {@code cross.fast} for those within a section;
   *     laid over every chosen strategy
   * @throws IllegalArgumentException if a name is neither
   * @throws io.tapedeck.runtime.config.ConfigException if a parameter is unknown or its value wrong
   */
  public List<StrategyConfig> choose(List<String> names, Map<String, String> parameters) {
    ArrayNode chosen = YAML.createArrayNode();
    if (names.isEmpty()) {
      configured.forEach(one -> chosen.add(one.deepCopy()));
    }
    for (String name : names) {
      chosen.add(named(name));
    }
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "no strategy is configured; name a type: --strategy " + String.join("|", TYPES));
    }
    for (JsonNode strategy : chosen) {
      parameters.forEach((key, value) -> put((ObjectNode) strategy, key, value));
    }
    return bind(chosen);
  }

  private ObjectNode named(String name) {
    List<String> known = new ArrayList<>();
    for (JsonNode one : configured) {
      known.add(one.path("name").asText());
      if (one.path("name").asText().equals(name)) {
        return one.deepCopy();
      }
    }
    if (!TYPES.contains(name)) {
      throw new IllegalArgumentException(
          "no strategy is called "
              + name
              + ": configured are "
              + known
              + ", and the types are "
              + TYPES.stream().sorted().toList());
    }
    return YAML.createObjectNode().put("name", name).put("type", name).put("account", ACCOUNT);
  }

  private static void put(ObjectNode strategy, String key, String value) {
    ObjectNode section = strategy;
    String[] path = key.split("\\.", -1);
    for (int i = 0; i < path.length - 1; i++) {
      JsonNode next = section.get(path[i]);
      section = next instanceof ObjectNode there ? there : section.putObject(path[i]);
    }
    section.put(path[path.length - 1], value);
  }

  private List<StrategyConfig> bind(ArrayNode chosen) {
    ObjectNode root = YAML.createObjectNode();
    root.putObject("signal").set("strategies", chosen);
    try {
      return new ConfigLoader(Map.of("signal", SignalsConfig.class))
          .loadText(
              "chosen strategies", YAML.writeValueAsString(root), settings.environment(), List.of())
          .section(SignalsConfig.class)
          .strategies();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strategies cannot be written as YAML", e);
    }
  }
}

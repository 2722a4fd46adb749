package io.tapedeck.launcher.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.limits.LimitsProblems;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.launcher.Settings;
import io.tapedeck.runtime.config.ConfigException;
import io.tapedeck.runtime.config.ConfigProblem;
import io.tapedeck.runtime.config.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The first version of the limits: {@code risk-limits.yaml}, a map of scope to limit names and
 * values; 'tapedeck limits names' lists them.
 */
public final class LimitsFile {
  private LimitsFile() {}

  /** The limits file that stands beside a config file. */
  public static Path beside(Settings settings) {
    return settings.file().resolveSibling("risk-limits.yaml");
  }

  /**
   * Reads the scopes.
   *
   * @throws ConfigException naming every unknown limit and every value that cannot be used
   */
  public static List<RiskLimits> read(Path file) {
    if (!Files.exists(file)) {
      throw problem(file, 1, 1, "", "Config file not found: " + file);
    }
    JsonNode root;
    try {
      root = new YAMLMapper().readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw problem(
          file,
          e.getLocation().getLineNr(),
          e.getLocation().getColumnNr(),
          "",
          "YAML syntax error: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    List<String> lines = lines(file);
    List<ConfigProblem> problems = new ArrayList<>();
    List<RiskLimits> limits = new ArrayList<>();
    for (Map.Entry<String, JsonNode> scope : root.properties()) {
      limits.add(scope(file, lines, scope.getKey(), scope.getValue(), problems));
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return limits;
  }

  /**
   * Limits with some of everyone's changed.
   *
   * @param others by name: limits and settings of the scope {@code *}
   * @throws ConfigException naming every one that is unknown or cannot be used
   */
  public static List<RiskLimits> over(List<RiskLimits> limits, Map<String, String> others) {
    ObjectNode changed = new YAMLMapper().createObjectNode();
    others.forEach(changed::put);
    List<ConfigProblem> problems = new ArrayList<>();
    Path here = Path.of("chosen limits");
    RiskLimits news = scope(here, List.of(), RiskLimits.EVERYONE, changed, problems);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    List<RiskLimits> all = new ArrayList<>();
    for (RiskLimits scope : limits) {
      boolean everyone = scope.scope().equals(RiskLimits.EVERYONE);
      all.add(everyone ? merged(scope, news) : scope);
    }
    return all;
  }

  private static RiskLimits merged(RiskLimits before, RiskLimits news) {
    TreeMap<String, Long> values = new TreeMap<>(before.values());
    values.putAll(news.values());
    TreeMap<String, String> settings = new TreeMap<>(before.settings());
    settings.putAll(news.settings());
    return new RiskLimits(
        before.scope(),
        before.version(),
        before.changedBy(),
        before.approvedBy(),
        before.why(),
        before.atNanos(),
        values,
        settings);
  }

  private static RiskLimits scope(
      Path file, List<String> lines, String scope, JsonNode node, List<ConfigProblem> problems) {
    TreeMap<String, Long> values = new TreeMap<>();
    TreeMap<String, String> settings = new TreeMap<>();
    for (Map.Entry<String, JsonNode> limit : node.properties()) {
      String name = limit.getKey();
      if (Limit.named(name) != null) {
        number(limit.getValue())
            .ifPresentOrElse(
                value -> values.put(name, value),
                () ->
                    problems.add(
                        at(
                            file,
                            lines,
                            scope,
                            name,
                            "'" + limit.getValue().asText() + "' is no decimal of 9 places")));
      } else {
        settings.put(name, text(limit.getValue()));
      }
    }
    RiskLimits limits =
        new RiskLimits(scope, 1, "risk-limits.yaml", "", "first version", 0, values, settings);
    LimitsProblems.of(limits)
        .forEach(fault -> problems.add(at(file, lines, scope, fault.name(), fault.message())));
    return limits;
  }

  private static Optional<Long> number(JsonNode node) {
    try {
      return Optional.of(FixedPoint.parse(node.asText()));
    } catch (ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** A list is written as its items with commas between. */
  private static String text(JsonNode node) {
    if (!node.isArray()) {
      return node.asText();
    }
    List<String> items = new ArrayList<>();
    node.forEach(item -> items.add(item.asText()));
    return String.join(",", items);
  }

  private static ConfigProblem at(
      Path file, List<String> lines, String scope, String name, String message) {
    int line = lineOf(lines, name);
    return new ConfigProblem(Origin.file(file.toString(), line, 1), scope + "." + name, message);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static int lineOf(List<String> lines, String name) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().startsWith(name + ":")) {
        return i + 1;
      }
    }
    return 1;
  }

  private static ConfigException problem(
      Path file, int line, int column, String path, String message) {
    return new ConfigException(
        List.of(new ConfigProblem(Origin.file(file.toString(), line, column), path, message)));
  }
}

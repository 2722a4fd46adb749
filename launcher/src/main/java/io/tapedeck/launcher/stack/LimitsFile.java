package io.tapedeck.launcher.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.launcher.Settings;
import io.tapedeck.risk.Limits;
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
import java.util.TreeMap;

/**
 * The first version of the limits: {@code risk-limits.yaml}, a map of scope ({@code "*"} or an
 * account) to limit names and values.
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
   * @throws ConfigException naming every unknown limit and every value that is no positive decimal
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
      TreeMap<String, Long> values = new TreeMap<>();
      for (Map.Entry<String, JsonNode> limit : scope.getValue().properties()) {
        value(file, lines, scope.getKey(), limit, values, problems);
      }
      limits.add(
          new RiskLimits(scope.getKey(), 1, "risk-limits.yaml", "", "first version", 0, values));
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return limits;
  }

  private static void value(
      Path file,
      List<String> lines,
      String scope,
      Map.Entry<String, JsonNode> limit,
      Map<String, Long> values,
      List<ConfigProblem> problems) {
    String name = limit.getKey();
    int line = lineOf(lines, name);
    String path = scope + "." + name;
    if (!Limits.names().contains(name)) {
      problems.add(
          new ConfigProblem(
              Origin.file(file.toString(), line, 1),
              path,
              "unknown limit; known: " + Limits.names()));
      return;
    }
    try {
      long value = FixedPoint.parse(limit.getValue().asText());
      if (value <= 0) {
        throw new NumberFormatException("not above zero");
      }
      values.put(name, value);
    } catch (ArithmeticException | NumberFormatException e) {
      problems.add(
          new ConfigProblem(
              Origin.file(file.toString(), line, 1),
              path,
              "'" + limit.getValue().asText() + "' is no positive decimal: " + e.getMessage()));
    }
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

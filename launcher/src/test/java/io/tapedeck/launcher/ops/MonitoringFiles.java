package io.tapedeck.launcher.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the files under {@code ops/} for Prometheus and Grafana say. */
public final class MonitoringFiles {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABELS =
      Pattern.compile("\\{[^}]*}|\\[[^]]*]|\\b(by|on|group_left|ignoring)\\s*\\([^)]*\\)");

  /** Words of the query language, and what Prometheus itself adds. */
  private static final Set<String> NOT_OURS =
      Set.of("or", "and", "unless", "offset", "bool", "up", "scrape_samples_scraped", "e");

  private MonitoringFiles() {}

  /** The rules, in order. */
  public static List<JsonNode> alerts(Path root) throws IOException {
    List<JsonNode> alerts = new ArrayList<>();
    new YAMLMapper()
        .readTree(root.resolve("ops/prometheus/rules/tapedeck.yml").toFile())
        .get("groups")
        .forEach(group -> group.get("rules").forEach(alerts::add));
    return alerts;
  }

  /** Every metric that an alert, a panel or the runbook asks for. */
  public static Set<String> metricNames(Path root) throws IOException {
    Set<String> names = new TreeSet<>();
    for (JsonNode alert : alerts(root)) {
      names.addAll(namesIn(alert.get("expr").asText()));
    }
    for (Path dashboard : dashboards(root)) {
      JsonNode tree = new ObjectMapper().readTree(dashboard.toFile());
      tree.findValuesAsText("expr").forEach(expr -> names.addAll(namesIn(expr)));
    }
    Matcher grepped =
        Pattern.compile("/metrics \\| grep (\\w+)")
            .matcher(Files.readString(root.resolve("docs/troubleshooting.md")));
    while (grepped.find()) {
      names.add(grepped.group(1));
    }
    return names;
  }

  static List<Path> dashboards(Path root) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("ops/grafana/dashboards"))) {
      return files.sorted().toList();
    }
  }

  static Set<String> namesIn(String expression) {
    String bare = LABELS.matcher(expression).replaceAll(" ");
    Set<String> names = new TreeSet<>();
    Matcher name = NAME.matcher(bare);
    while (name.find()) {
      boolean function = bare.substring(name.end()).stripLeading().startsWith("(");
      boolean number = name.start() > 0 && Character.isDigit(bare.charAt(name.start() - 1));
      if (!function && !number && !NOT_OURS.contains(name.group())) {
        names.add(name.group());
      }
    }
    return names;
  }
}

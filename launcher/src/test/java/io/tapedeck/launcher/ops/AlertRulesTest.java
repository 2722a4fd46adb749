package io.tapedeck.launcher.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tapedeck.launcher.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alert rules by themselves; that their metrics exist is DemoIT's to say. */
class AlertRulesTest {
  private static final Path ROOT = Settings.root();
  private static final Path PROMETHEUS = ROOT.resolve("ops/prometheus");
  private static final Pattern ALERT = Pattern.compile("alertname=\"(\\w+)\"");

  @TempDir Path folder;

  private static List<Path> ruleTests() throws IOException {
    try (Stream<Path> files = Files.list(PROMETHEUS.resolve("tests"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void eachAlertSaysHowBadItIsWhatToDoAndWhereToRead() throws IOException {
    Set<String> names = new TreeSet<>();
    for (JsonNode alert : MonitoringFiles.alerts(ROOT)) {
      String name = alert.get("alert").asText();
      assertThat(names.add(name)).as("%s is there twice", name).isTrue();
      assertThat(alert.at("/labels/severity").asText())
          .as("severity of %s", name)
          .isIn("critical", "warning");
      assertThat(alert.at("/annotations/summary").asText()).as(name).isNotBlank();
      assertThat(alert.at("/annotations/action").asText()).as(name).isNotBlank();
      if (alert.at("/labels/breaker").asText().equals("trip")) {
        assertThat(alert.at("/labels/severity").asText()).as(name).isEqualTo("critical");
      }
    }
    assertThat(names)
        .as("what operators of py_rt know")
        .contains(
            "ServiceDown",
            "CircuitBreakerTriggered",
            "MaxDailyLossExceeded",
            "WebSocketDisconnected",
            "ExecutionAPIDown",
            "MarketDataStale",
            "HighOrderLatency",
            "MLInferenceFailure",
            "RiskCheckFailures",
            "RiskLimitBreach",
            "HighSlippage",
            "LowFillRate",
            "APIRateLimitHit",
            "ElevatedMarketDataLatency",
            "QueueBacklog",
            "RetryEscalation",
            "LowMessageThroughput",
            "PositionSizeExceeded",
            "PortfolioDrawdown",
            "TooManyOpenPositions",
            "HighMemoryUsage",
            "HighCPUUsage",
            "LowDiskSpace",
            "PrometheusScrapeFailing");
  }

  @Test
  void eachAlertIsTestedSilentAndFiring() throws IOException {
    Map<String, Set<Integer>> expected = new HashMap<>();
    for (Path file : ruleTests()) {
      for (JsonNode test : new YAMLMapper().readTree(file.toFile()).get("tests")) {
        for (JsonNode check : test.get("promql_expr_test")) {
          Matcher alert = ALERT.matcher(check.get("expr").asText());
          assertThat(alert.find()).as(check.toString()).isTrue();
          expected
              .computeIfAbsent(alert.group(1), name -> new TreeSet<>())
              .add(check.at("/exp_samples/0/value").asInt());
        }
      }
    }
    for (JsonNode alert : MonitoringFiles.alerts(ROOT)) {
      assertThat(expected.get(alert.get("alert").asText()))
          .as(alert.get("alert").asText())
          .contains(0, 1);
    }
  }

  @Test
  void dashboardsAreWholeAndAskOfTheirSource() throws IOException {
    assertThat(MonitoringFiles.dashboards(ROOT)).isNotEmpty();
    for (Path file : MonitoringFiles.dashboards(ROOT)) {
      JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
      assertThat(dashboard.get("uid").asText()).as(file.toString()).isNotBlank();
      assertThat(dashboard.get("title").asText()).as(file.toString()).isNotBlank();
      assertThat(dashboard.get("panels").size()).as(file.toString()).isPositive();
      for (JsonNode panel : dashboard.get("panels")) {
        if (!panel.get("type").asText().equals("row")) {
          assertThat(panel.at("/datasource/uid").asText())
              .as(panel.toString())
              .isEqualTo("tapedeck");
          assertThat(panel.get("targets").size()).as(panel.toString()).isPositive();
        }
      }
    }
  }

  @Test
  @Tag("F33")
  void promtoolTakesRulesAndTheirTests() throws Exception {
    assumeTrue(installed("promtool"), "promtool is not installed (Debian package prometheus)");
    for (String config : List.of("prometheus.yml", "local.yml")) {
      run("promtool", "check", "config", PROMETHEUS.resolve(config).toString());
    }
    List<String> tests = new ArrayList<>(List.of("promtool", "test", "rules"));
    ruleTests().forEach(file -> tests.add(file.toString()));
    run(tests.toArray(String[]::new));
  }

  @Test
  void amtoolTakesTheRoutes() throws Exception {
    assumeTrue(
        installed("amtool"), "amtool is not installed (Debian package prometheus-alertmanager)");
    try (Stream<Path> files = Files.list(ROOT.resolve("ops/alertmanager"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yml")).toList()) {
        run("amtool", "check-config", file.toString());
      }
    }
  }

  private boolean installed(String command) throws Exception {
    try {
      return new ProcessBuilder(command, "--version")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("version").toFile())
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void run(String... command) throws Exception {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue())
        .as("%s%n%s", String.join(" ", command), Files.readString(output))
        .isZero();
  }
}

package io.tapedeck.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggingTest {
  private static final String RECORD = "^\\d{4}-\\d\\d-\\d\\dT.*";

  @TempDir Path folder;

  private List<String> linesOf(Map<String, String> environment) throws Exception {
    Path errors = folder.resolve("err");
    Path output = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            LogProbe.class.getName());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("LOG_") || name.startsWith("TAPEDECK_LOG"));
    builder.environment().putAll(environment);
    builder.redirectError(errors.toFile()).redirectOutput(output.toFile());
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    assertThat(Files.readString(output)).as("standard output is for data").isEmpty();
    return Files.readAllLines(errors);
  }

  @Test
  @Tag("A73")
  void levelComesFromEnvironmentAndChangesAtRunTime() throws Exception {
    List<String> byDefault = linesOf(Map.of());
    List<String> debug = linesOf(Map.of("LOG_LEVEL", "debug"));
    List<String> perLogger =
        linesOf(Map.of("LOG_LEVEL", "warn", "TAPEDECK_LOG_LEVELS", "io.tapedeck.other=DEBUG"));

    assertThat(byDefault).noneMatch(line -> line.contains("debug-line"));
    assertThat(byDefault).anyMatch(line -> line.contains("debug-after-change"));
    assertThat(debug).anyMatch(line -> line.contains(" - debug-line"));
    assertThat(perLogger).anyMatch(line -> line.contains("other-debug-line"));
    assertThat(perLogger).noneMatch(line -> line.matches("^\\S+Z INFO .*"));
  }

  @Test
  void textLinesShowNoSecretAndNoForgedRecord() throws Exception {
    List<String> lines = linesOf(Map.of());

    assertThat(String.join("\n", lines))
        .contains("message ***")
        .contains("argument *** and wrapper ***")
        .contains("[account=***")
        .contains("inner ***")
        .contains("hello\\r\\n2026")
        .contains("\\u001b[31m")
        .doesNotContain("canary")
        .doesNotContain("unregistered")
        .doesNotContain("abcdefghijkl");
    assertThat(lines.stream().filter(line -> line.matches(RECORD))).hasSize(7);
    assertThat(lines)
        .filteredOn(line -> !line.matches(RECORD))
        .allMatch(line -> line.startsWith("    "));
  }

  @Test
  void jsonLinesShowNoSecret() throws Exception {
    List<String> lines = linesOf(Map.of("LOG_FORMAT", "json"));

    assertThat(String.join("\n", lines)).doesNotContain("canary").doesNotContain("unregistered");
    assertThat(lines).hasSize(7);
    for (String line : lines) {
      JsonNode record = new JsonMapper().readTree(line);
      assertThat(record.path("logger_name").asText()).isEqualTo("io.tapedeck.probe");
      assertThat(record.path("account").asText()).isEqualTo("***");
    }
  }

  @Test
  void fileHoldsTheSameScrubbedLines() throws Exception {
    Path file = folder.resolve("logs/ingest.log");

    List<String> console = linesOf(Map.of("TAPEDECK_LOG_FILE", file.toString()));

    assertThat(Files.readAllLines(file)).isEqualTo(console);
  }

  @Test
  void unknownLevelIsRefused() {
    assertThatThrownBy(() -> LogLevels.set("ROOT", "loud"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use TRACE, DEBUG");
  }

  @Test
  void currentLevelsAreListed() throws IOException {
    LogLevels.set("io.tapedeck.listed", "error");

    assertThat(LogLevels.current())
        .containsEntry("io.tapedeck.listed", "ERROR")
        .containsKey("ROOT");
  }
}

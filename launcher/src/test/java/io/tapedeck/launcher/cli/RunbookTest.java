package io.tapedeck.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.ops.MonitoringFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages that operators read: their commands are commands, their links lead somewhere. */
class RunbookTest {
  private static final Path DOCS = Settings.root().resolve("docs");
  private static final Path RUNBOOK = DOCS.resolve("troubleshooting.md");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern INLINE = Pattern.compile("`(?:\\./)?(tapedeck [^`]+)`");

  private static List<String> commands(Path page) throws IOException {
    List<String> commands = new ArrayList<>();
    for (String line : Files.readAllLines(page)) {
      if (line.startsWith("./tapedeck ")) {
        commands.add(line.substring("./".length()));
      }
    }
    return commands;
  }

  static Stream<String> commandsOfTheRunbook() throws IOException {
    return commands(RUNBOOK).stream();
  }

  @ParameterizedTest
  @MethodSource("commandsOfTheRunbook")
  void everyCommandIsOne(String command) {
    assertThatCode(() -> Tapedeck.commandLine().parseArgs(words(command)))
        .as(command)
        .doesNotThrowAnyException();
  }

  private static String[] words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command.substring("tapedeck ".length()));
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return words.toArray(String[]::new);
  }

  private static Set<String> anchors(Path page) throws IOException {
    Set<String> anchors = new TreeSet<>();
    for (String line : Files.readAllLines(page)) {
      if (line.startsWith("#")) {
        anchors.add(
            line.replaceFirst("^#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9 _-]", "")
                .replace(' ', '-'));
      }
    }
    return anchors;
  }

  @Test
  void everyAlertLeadsToItsPlace() throws IOException {
    Set<String> anchors = anchors(RUNBOOK);
    for (JsonNode alert : MonitoringFiles.alerts(Settings.root())) {
      String url = alert.at("/annotations/runbook_url").asText();
      assertThat(url).as(alert.get("alert").asText()).startsWith("docs/troubleshooting.md#");
      assertThat(anchors)
          .as(alert.get("alert").asText())
          .contains(url.substring(url.indexOf('#') + 1));
    }
  }

  @Test
  @Tag("A6")
  void everyKnownErrorLeadsToItsCauseAndItsPlace() throws IOException {
    String page = Files.readString(RUNBOOK);
    Matcher link = Pattern.compile("\\]\\(#([^)]+)\\)").matcher(page);
    Set<String> anchors = anchors(RUNBOOK);
    int links = 0;
    while (link.find()) {
      assertThat(anchors).contains(link.group(1));
      links++;
    }
    assertThat(links).isGreaterThan(20);
    assertThat(page)
        .as("the patterns that py_rt's guide names")
        .contains(
            "Connection refused",
            "WebSocket",
            "Risk check failed",
            "rejected",
            "timeout",
            "Parse error");
  }

  @Test
  void whatAlertsSayToDoCanBeDone() throws IOException {
    for (JsonNode alert : MonitoringFiles.alerts(Settings.root())) {
      Matcher command =
          Pattern.compile("tapedeck ((?:[a-z]+)(?: [a-z]+)?)")
              .matcher(alert.at("/annotations/action").asText());
      while (command.find()) {
        assertThat(Tapedeck.commandLine().getSubcommands())
            .as(alert.get("alert").asText())
            .containsKey(command.group(1).split(" ")[0]);
      }
    }
  }

  @Test
  @Tag("A6")
  void theGuideForMigrationNamesCommandsThatExist() throws IOException {
    Matcher command = INLINE.matcher(Files.readString(DOCS.resolve("migration.md")));
    int found = 0;
    while (command.find()) {
      String text = command.group(1).replaceAll("[A-Z]{2,}[A-Z_=]*", "x").replace("...", "");
      List<String> problems = new ArrayList<>();
      try {
        Tapedeck.commandLine().parseArgs(words(text));
      } catch (picocli.CommandLine.MissingParameterException e) {
        // named without its arguments
      } catch (picocli.CommandLine.ParameterException e) {
        problems.add(text + ": " + e.getMessage());
      }
      assertThat(problems).isEmpty();
      found++;
    }
    assertThat(found).isGreaterThan(30);
  }
}

package io.tapedeck.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.tapedeck.launcher.broken.risk.core.DecidesByTheClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {
  private static final String BROKEN = "io.tapedeck.launcher.broken..";
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.tapedeck");

  @TestFactory
  Stream<DynamicTest> rulesHold() {
    return ArchitectureRules.all().entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(ALL)));
  }

  @Test
  void seesAllModules() {
    for (String module :
        List.of(
            "domain",
            "schemas",
            "runtime",
            "localstack",
            "simulator",
            "ingest",
            "signals",
            "risk",
            "executor",
            "replay",
            "console",
            "launcher")) {
      assertThat(ALL.stream().anyMatch(c -> c.getPackageName().startsWith("io.tapedeck." + module)))
          .as(module)
          .isTrue();
    }
  }

  @Test
  void aDeliberateBreachIsCaughtAndTheMessageSaysHowToMendIt() {
    JavaClasses broken = new ClassFileImporter().importClasses(DecidesByTheClock.class);

    assertThatThrownBy(() -> ArchitectureRules.coresArePure(BROKEN).check(broken))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("DecidesByTheClock")
        .hasMessageContaining("pass the value in");
    assertThatThrownBy(() -> ArchitectureRules.noClockOrChance(BROKEN).check(broken))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("currentTimeMillis")
        .hasMessageContaining("read the clock at the edge");
  }

  @Test
  void everyPackageSaysWhatItIsAndIsNullMarked() throws IOException {
    Path root = Path.of(System.getProperty("tapedeck.root"));
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> packages =
          files
              .filter(
                  p -> p.toString().contains("/src/main/java/") && p.toString().endsWith(".java"))
              .map(Path::getParent)
              .distinct()
              .toList();
      assertThat(packages).isNotEmpty();
      for (Path folder : packages) {
        Path info = folder.resolve("package-info.java");
        assertThat(info).exists();
        assertThat(Files.readString(info)).contains("@NullMarked").contains("/**");
      }
    }
  }

  @Test
  void everyTestClassIsOneThatTheBuildRuns() throws IOException {
    Path root = Path.of(System.getProperty("tapedeck.root"));
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> skipped =
          files
              .filter(
                  p -> p.toString().contains("/src/test/java/") && p.toString().endsWith(".java"))
              .filter(ArchitectureTest::hasTests)
              .filter(p -> !p.getFileName().toString().matches(".*(Test|IT|Contract)\\.java"))
              .toList();
      assertThat(skipped)
          .as("a test class whose name ends in neither Test nor IT is silently skipped: rename it")
          .isEmpty();
    }
  }

  @Test
  void topicNamesAreWrittenInTheCatalogueOnly() throws IOException {
    Path root = Path.of(System.getProperty("tapedeck.root"));
    List<String> names =
        io.tapedeck.schemas.Topics.ALL.stream().map(topic -> "\"" + topic.name() + "\"").toList();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file :
          files
              .filter(
                  p -> p.toString().contains("/src/main/java/") && p.toString().endsWith(".java"))
              .filter(p -> !p.endsWith("Topics.java"))
              .toList()) {
        String text = Files.readString(file);
        assertThat(names.stream().filter(text::contains).toList())
            .as("%s: use Topics instead of a literal (D17)", file)
            .isEmpty();
      }
    }
  }

  private static boolean hasTests(Path file) {
    try {
      String text = Files.readString(file);
      return text.contains("@Test\n")
          || text.contains("@Property")
          || text.contains("@TestFactory");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

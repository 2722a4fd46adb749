package io.tapedeck.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
  @TempDir Path folder;

  private record Ran(int code, String err) {}

  private static Ran run(String... arguments) {
    PrintStream before = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      return new Ran(Tapedeck.run(arguments), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }

  @Test
  void theShippedConfigIsGood() {
    assertThat(run("config", "check").code()).isZero();
  }

  @Test
  @Tag("A77")
  @Tag("B35")
  void everyProblemIsReportedAtOnceWithItsPlace() throws Exception {
    Path file = folder.resolve("tapedeck.yaml");
    Files.writeString(
        file,
        """
        kafka:
          bootstrap_servers: localhost:9092
          stream_threads: many
        topics:
          partitionss: 4
        stack: [unclosed
        """);

    Ran ran = run("config", "check", "--config", file.toString());

    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err())
        .contains(file + ":3:19")
        .contains("stream_threads")
        .contains("partitionss")
        .contains("partitions")
        .contains("YAML syntax error");
  }

  @Test
  void aBadLimitNamesFileLineAndTheKnownOnes() throws Exception {
    Files.writeString(folder.resolve("tapedeck.yaml"), "topics: {partitions: 2}\n");
    Path limits = folder.resolve("risk-limits.yaml");
    Files.writeString(limits, "\"*\":\n  capital: -5\n  max_ordr_value: 1\n");

    Ran ran = run("config", "check", "--config", folder.resolve("tapedeck.yaml").toString());

    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err())
        .contains(limits + ":2")
        .contains(limits + ":3")
        .contains("max_order_value");
  }

  @Test
  @Tag("A78")
  void aSoundConfigIsBackedUpAndABrokenOneReplacedByIt() throws Exception {
    Path root = io.tapedeck.launcher.Settings.root().resolve("config");
    Path file = Files.copy(root.resolve("tapedeck.yaml"), folder.resolve("tapedeck.yaml"));
    Path limits = Files.copy(root.resolve("risk-limits.yaml"), folder.resolve("risk-limits.yaml"));
    String sound = Files.readString(file);
    String soundLimits = Files.readString(limits);
    String[] restore = {"config", "restore", "--config", file.toString()};
    assertThat(run(restore).code()).as("nothing to restore").isEqualTo(1);

    assertThat(run("config", "backup", "--config", file.toString()).code()).isZero();
    Files.writeString(file, "kafka: [broken");
    Files.writeString(limits, "also: [broken");
    assertThat(run("config", "backup", "--config", file.toString()).code())
        .as("what is broken is not backed up")
        .isEqualTo(3);

    assertThat(run(restore).code()).isZero();
    assertThat(file).hasContent(sound);
    assertThat(limits).hasContent(soundLimits);
    assertThat(folder.resolve("tapedeck.yaml.before-restore")).hasContent("kafka: [broken");

    Files.writeString(folder.resolve("tapedeck.yaml.bak"), "kafka: [damaged");
    assertThat(run(restore).code()).as("a damaged backup is not restored").isEqualTo(3);
    assertThat(file).hasContent(sound);
  }
}

package io.tapedeck.launcher.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.launcher.stack.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
  @TempDir Path folder;

  private List<LogFiles.Event> read(LogFiles.Wanted wanted) {
    return LogFiles.read(new Home(folder), wanted);
  }

  private void write(String part, String... lines) throws Exception {
    Files.createDirectories(folder.resolve("run"));
    Files.write(folder.resolve("run").resolve(part + ".log"), List.of(lines));
  }

  @Test
  void textAndJsonOfSeveralPartsInTheOrderOfTheirTimes() throws Exception {
    write("risk", "2026-01-01T00:00:02.000Z WARN  [t] io.x - second");
    write(
        "ingest",
        "{\"@timestamp\":\"2026-01-01T01:00:01.000+01:00\",\"level\":\"ERROR\",\"logger_name\":\"l\","
            + "\"message\":\"first\",\"stack_trace\":\"at x\"}");

    assertThat(read(new LogFiles.Wanted(0, "TRACE", null, null, 9)))
        .extracting(LogFiles.Event::part, LogFiles.Event::level, LogFiles.Event::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("ingest", "ERROR", "first\nat x"),
            org.assertj.core.groups.Tuple.tuple("risk", "WARN", "second"));
  }

  @Test
  void aStackTraceBelongsToItsEventAndWhatBeginsInTheMiddleIsPassedOver() throws Exception {
    write(
        "risk",
        "\tat lost.from.before(X.java:1)",
        "2026-01-01T00:00:02.000Z ERROR [a thread] io.x account=a - it failed",
        "java.lang.IllegalStateException: why",
        "\tat x.Y.z(Y.java:7)",
        "2026-01-01T00:00:03.000Z INFO  [t] io.x - later");

    List<LogFiles.Event> errors = read(new LogFiles.Wanted(0, "ERROR", null, null, 9));
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0).text())
        .isEqualTo(
            "account=a - it failed\njava.lang.IllegalStateException: why\n\tat x.Y.z(Y.java:7)");
    assertThat(read(new LogFiles.Wanted(0, "INFO", null, "ILLEGALstate", 9))).hasSize(1);
  }

  @Test
  void theNewestSoManySinceATime() throws Exception {
    write(
        "risk",
        "2026-01-01T00:00:01.000Z INFO  [t] io.x - one",
        "2026-01-01T00:00:02.000Z INFO  [t] io.x - two",
        "2026-01-01T00:00:03.000Z INFO  [t] io.x - three");
    long second = java.time.Instant.parse("2026-01-01T00:00:02Z").toEpochMilli();

    assertThat(read(new LogFiles.Wanted(second, "INFO", null, null, 9))).hasSize(2);
    assertThat(read(new LogFiles.Wanted(0, "INFO", null, null, 1)))
        .extracting(LogFiles.Event::text)
        .containsExactly("three");
  }

  @Test
  void halfACharacterOfAKilledProcessIsNoError() throws Exception {
    Files.createDirectories(folder.resolve("run"));
    byte[] cut = "2026-01-01T00:00:01.000Z INFO  [t] io.x - caf\u00e9".getBytes("UTF-8");
    Files.write(folder.resolve("run/risk.log"), java.util.Arrays.copyOf(cut, cut.length - 1));

    assertThat(read(new LogFiles.Wanted(0, "INFO", null, null, 9))).hasSize(1);
  }

  @Test
  void aHomeWithoutLogsHasNone() {
    assertThat(read(new LogFiles.Wanted(0, "INFO", null, null, 9))).isEmpty();
  }
}

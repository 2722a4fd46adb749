package io.tapedeck.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ShutdownSignalsIT {
  @BeforeEach
  void needsSignals() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    assumeFalse(system.contains("windows"), "POSIX signals");
  }

  private static Process start(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SignalProbe.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static void send(Process process, String signal) throws Exception {
    int code =
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    assertThat(code).isZero();
  }

  /**
   * A process started in the background of a shell is given SIGINT as ignored, and so are its
   * children.
   */
  private static void interruptMustBeHeard(Process process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (Files.exists(status)) {
      String ignored =
          Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("SigIgn:"))
              .findFirst()
              .orElse("SigIgn: 0");
      long signals = Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16);
      boolean heard = (signals & 2) == 0;
      if (!heard) {
        process.destroyForcibly();
      }
      assumeTrue(heard, "this build runs with SIGINT ignored");
    }
  }

  private static int codeOf(Process process) throws Exception {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
    return process.exitValue();
  }

  @Test
  void termStopsInOrderWithZero() throws Exception {
    Process process = start();
    BufferedReader output = process.inputReader();
    assertThat(output.readLine()).isEqualTo("started");

    send(process, "TERM");

    assertThat(output.readLine()).isEqualTo("stopping");
    assertThat(codeOf(process)).isZero();
  }

  @Test
  void interruptStopsInOrderWith130() throws Exception {
    Process process = start();
    BufferedReader output = process.inputReader();
    assertThat(output.readLine()).isEqualTo("started");

    interruptMustBeHeard(process);
    send(process, "INT");

    assertThat(output.readLine()).isEqualTo("stopping");
    assertThat(codeOf(process)).isEqualTo(130);
  }

  @Test
  void secondSignalHalts() throws Exception {
    Process process = start("stuck");
    BufferedReader output = process.inputReader();
    assertThat(output.readLine()).isEqualTo("started");
    interruptMustBeHeard(process);
    send(process, "INT");
    assertThat(output.readLine()).isEqualTo("stopping");

    send(process, "INT");

    assertThat(codeOf(process)).isEqualTo(130);
  }
}

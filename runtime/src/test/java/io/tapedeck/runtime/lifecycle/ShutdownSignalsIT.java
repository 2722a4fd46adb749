package io.tapedeck.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
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

    send(process, "INT");

    assertThat(output.readLine()).isEqualTo("stopping");
    assertThat(codeOf(process)).isEqualTo(130);
  }

  @Test
  void secondSignalHalts() throws Exception {
    Process process = start("stuck");
    BufferedReader output = process.inputReader();
    assertThat(output.readLine()).isEqualTo("started");
    send(process, "INT");
    assertThat(output.readLine()).isEqualTo("stopping");

    send(process, "INT");

    assertThat(codeOf(process)).isEqualTo(130);
  }
}

package io.tapedeck.risk.fault;

import io.tapedeck.localstack.process.ProcessShell;
import io.tapedeck.risk.RiskApp;
import io.tapedeck.risk.RiskConfig;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.lifecycle.ServiceRunner;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/** A risk service in a JVM of its own. It says that it is ready when it decides. */
final class RiskChild {
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
  private static final Duration READY_WITHIN = Duration.ofSeconds(80);

  private RiskChild() {}

  public static void main(String[] arguments) {
    ProcessShell.run(arguments, RiskChild::start);
  }

  private static AutoCloseable start(Path file) throws Exception {
    Properties given = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      given.load(reader);
    }
    Platform platform =
        RiskStand.platform(
            given.getProperty("bootstrap"),
            given.getProperty("registry"),
            given.getProperty("prefix"),
            given.getProperty("state"),
            given.getProperty("instance"));
    ServiceRunner runner =
        new ServiceRunner(
            "risk",
            RiskApp.services(new RiskConfig(given.getProperty("application")), platform),
            STOP_WITHIN);
    runner.start();
    Thread end = new Thread(() -> Runtime.getRuntime().halt(runner.awaitTermination()), "end");
    end.setDaemon(true);
    end.start();
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (runner.healthChecks().stream().anyMatch(check -> !check.check().up())) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("risk was not ready within " + READY_WITHIN);
      }
      Thread.sleep(20);
    }
    return () -> {
      runner.requestStop("told to");
      runner.awaitStopped(STOP_WITHIN); // in good order: what it leaves on disk counts as whole
    };
  }
}

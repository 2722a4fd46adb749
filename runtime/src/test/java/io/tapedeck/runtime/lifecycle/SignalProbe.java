package io.tapedeck.runtime.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A process of its own for {@link ShutdownSignalsIT}; with an argument it never finishes stopping.
 */
final class SignalProbe {
  private SignalProbe() {}

  public static void main(String[] arguments) {
    Service service =
        Service.of(
            "probe",
            () -> System.out.println("started"),
            timeout -> {
              System.out.println("stopping");
              if (arguments.length > 0) {
                blockForever();
              }
            });
    ServiceRunner runner = new ServiceRunner("probe", List.of(service), Duration.ofSeconds(5));
    System.exit(runner.run());
  }

  private static void blockForever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

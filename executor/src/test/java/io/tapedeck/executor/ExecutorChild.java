package io.tapedeck.executor;

import io.tapedeck.executor.crash.CrashPoints;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.lifecycle.ServiceRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An executor in a JVM of its own, to be killed at the point that CRASH_AT names. */
final class ExecutorChild {
  private ExecutorChild() {}

  /** Arguments: bootstrap servers, registry, topic prefix, REST, WebSocket, home. */
  public static void main(String[] args) {
    Platform platform = Rig.platform(args[0], args[1], args[2]);
    ExecutionService service =
        ExecutorApp.service(
            Rig.config(args[3], args[4], Path.of(args[5]), List.of()),
            platform,
            CrashPoints.of(System.getenv()));
    int code = new ServiceRunner("executor-child", List.of(service), Duration.ofSeconds(5)).run();
    Runtime.getRuntime().halt(code);
  }
}

package io.tapedeck.runtime.lifecycle;

import io.tapedeck.runtime.health.HealthCheck;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Something that is started once and stopped once. {@code start} and {@code stop} are called by one
 * thread at a time; {@code stop} may come after a failed start and must then release what was
 * taken.
 */
public interface Service {
  /** Unique within the process, lower-case, hyphenated. */
  String name();

  /**
   * Starts and returns; long-running work goes to threads of its own.
   *
   * @throws Exception if the service cannot start; the runner then stops everything
   */
  void start() throws Exception;

  /** Stops within the time given and returns; never throws for work that could not be finished. */
  void stop(Duration timeout);

  /** What to ask about this service; valid from before start to after stop. */
  default List<HealthCheck> healthChecks() {
    return List.of();
  }

  /** Gives the listener for failures after start; called once, before start. */
  default void onFailure(FailureListener listener) {}

  /** A service from two actions. */
  static Service of(String name, StartAction start, Consumer<Duration> stop) {
    return new Service() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void start() throws Exception {
        start.run();
      }

      @Override
      public void stop(Duration timeout) {
        stop.accept(timeout);
      }
    };
  }

  /** What {@link #start} does. */
  @FunctionalInterface
  interface StartAction {
    void run() throws Exception;
  }
}

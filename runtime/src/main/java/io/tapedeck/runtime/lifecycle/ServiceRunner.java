package io.tapedeck.runtime.lifecycle;

import io.tapedeck.runtime.health.HealthCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts services in order and stops them in reverse order, once: on a signal, on {@link
 * #requestStop}, or when one of them fails. Never ends the JVM itself; the launcher does, with the
 * code from {@link #run}. Thread-safe.
 */
public final class ServiceRunner {
  /** All services stopped as asked. */
  public static final int EXIT_OK = 0;

  /** A service could not start, or failed while running. */
  public static final int EXIT_FAILED = 1;

  /** Stopped by Ctrl-C. */
  public static final int EXIT_INTERRUPTED = 130;

  private static final Logger LOG = LoggerFactory.getLogger(ServiceRunner.class);

  private final String name;
  private final List<Service> services;
  private final Duration stopTimeout;
  private final StateMachine state;
  private final Map<String, StateMachine> states = new LinkedHashMap<>();
  private final List<Service> started = new ArrayList<>();
  private final CountDownLatch stopRequested = new CountDownLatch(1);
  private final CountDownLatch terminated = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final AtomicInteger requestedCode = new AtomicInteger(EXIT_OK);

  /**
   * A runner.
   *
   * @param name of the process, for logs
   * @param services in the order they start
   * @param stopTimeout given to each service when it stops
   */
  public ServiceRunner(String name, List<Service> services, Duration stopTimeout) {
    this.name = name;
    this.services = List.copyOf(services);
    this.stopTimeout = stopTimeout;
    this.state = new StateMachine(name);
    for (Service service : this.services) {
      if (states.put(service.name(), new StateMachine(service.name())) != null) {
        throw new IllegalArgumentException("Two services are called " + service.name());
      }
    }
  }

  /** Starts, waits for a reason to stop, stops, and returns the exit code. */
  public int run() {
    try (ShutdownSignals signals = ShutdownSignals.install(this)) {
      start();
      return awaitTermination();
    }
  }

  /**
   * Starts all services in order. When one fails, those started are stopped before this returns,
   * and {@link #awaitTermination} gives a non-zero code.
   */
  public void start() {
    state.become(ServiceState.STARTING);
    for (Service service : services) {
      if (stopRequested.getCount() == 0) {
        return;
      }
      if (!startOne(service)) {
        awaitTermination();
        return;
      }
    }
    if (state.tryBecome(ServiceState.RUNNING)) {
      LOG.info("{} is running: {}", name, states.keySet());
    }
  }

  /** Asks for an orderly stop; returns at once. */
  public void requestStop(String reason) {
    requestStop(reason, EXIT_OK);
  }

  void requestStop(String reason, int code) {
    requestedCode.compareAndSet(EXIT_OK, code);
    if (stopRequested.getCount() > 0) {
      LOG.info("{} stops: {}", name, reason);
    }
    stopRequested.countDown();
  }

  /** Waits for a reason to stop, stops all services in reverse order, and returns the exit code. */
  public int awaitTermination() {
    try {
      stopRequested.await();
    } catch (InterruptedException e) {
      requestStop("the waiting thread was interrupted");
      Thread.currentThread().interrupt();
    }
    stopAll();
    return exitCode();
  }

  /** Waits at most this long for everything to be stopped; tells whether it is. */
  public boolean awaitStopped(Duration timeout) throws InterruptedException {
    return terminated.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  public ServiceState state() {
    return state.state();
  }

  /** The state of one service. */
  public ServiceState state(String service) {
    StateMachine machine = states.get(service);
    if (machine == null) {
      throw new IllegalArgumentException("No service is called " + service);
    }
    return machine.state();
  }

  /** Why the process fails, if it does. */
  public @Nullable Throwable failure() {
    return failure.get();
  }

  /** The checks of all services, and one for the runner itself. */
  public List<HealthCheck> healthChecks() {
    List<HealthCheck> checks = new ArrayList<>();
    checks.add(HealthCheck.ready("lifecycle", this::lifecycleCheck));
    services.forEach(service -> checks.addAll(service.healthChecks()));
    return checks;
  }

  private HealthCheck.Result lifecycleCheck() {
    return new HealthCheck.Result(state() == ServiceState.RUNNING, state().toString());
  }

  private boolean startOne(Service service) {
    StateMachine machine = machineOf(service);
    machine.become(ServiceState.STARTING);
    synchronized (started) {
      started.add(service);
    }
    service.onFailure(cause -> fail(service, cause));
    try {
      long begin = System.nanoTime();
      service.start();
      machine.tryBecome(ServiceState.RUNNING);
      LOG.info("{} started in {} ms", service.name(), (System.nanoTime() - begin) / 1_000_000);
      return true;
    } catch (Exception e) { // the lifecycle's one handler: whatever it is, the process ends with it
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      fail(service, e);
      return false;
    }
  }

  private void fail(Service service, Throwable cause) {
    machineOf(service).tryBecome(ServiceState.FAILED);
    if (failure.compareAndSet(null, cause)) {
      LOG.error("{} failed: {}", service.name(), cause.toString(), cause);
    }
    requestStop(service.name() + " failed");
  }

  private synchronized void stopAll() {
    if (state.state().isFinal()) {
      return;
    }
    if (!state.tryBecome(ServiceState.STOPPING)) {
      state.become(ServiceState.STOPPED);
      terminated.countDown();
      return;
    }
    List<Service> toStop;
    synchronized (started) {
      toStop = new ArrayList<>(started);
    }
    for (int i = toStop.size() - 1; i >= 0; i--) {
      stopOne(toStop.get(i));
    }
    state.become(failure.get() == null ? ServiceState.STOPPED : ServiceState.FAILED);
    LOG.info("{} is {}", name, state.state());
    terminated.countDown();
  }

  private void stopOne(Service service) {
    StateMachine machine = machineOf(service);
    machine.tryBecome(ServiceState.STOPPING);
    try {
      service.stop(stopTimeout);
      machine.tryBecome(ServiceState.STOPPED);
    } catch (RuntimeException e) {
      // The others must still be stopped.
      fail(service, e);
    }
  }

  private StateMachine machineOf(Service service) {
    StateMachine machine = states.get(service.name());
    if (machine == null) {
      throw new IllegalStateException("Service changed its name to " + service.name());
    }
    return machine;
  }

  private int exitCode() {
    return failure.get() == null ? requestedCode.get() : EXIT_FAILED;
  }
}

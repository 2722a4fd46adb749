package io.tapedeck.runtime.lifecycle;

import io.tapedeck.runtime.health.HealthCheck;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a {@link Role} on a thread of its own, as a service. */
public final class RoleThread implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(RoleThread.class);

  private final Role role;
  private final Duration rest;
  private volatile boolean running;
  private volatile @Nullable Thread thread;
  private volatile FailureListener failures = cause -> {};

  /**
   * A thread for a role.
   *
   * @param rest how long to pause after a turn that did nothing; zero for a role that blocks itself
   */
  public RoleThread(Role role, Duration rest) {
    this.role = role;
    this.rest = rest;
  }

  @Override
  public String name() {
    return role.roleName();
  }

  @Override
  public void onFailure(FailureListener listener) {
    this.failures = listener;
  }

  @Override
  public void start() {
    if (thread != null) {
      throw new IllegalStateException(name() + " was already started");
    }
    running = true;
    Thread started = new Thread(this::loop, role.roleName());
    thread = started;
    started.start();
  }

  @Override
  public void stop(Duration timeout) {
    running = false;
    Thread stopping = thread;
    if (stopping == null || stopping == Thread.currentThread()) {
      return;
    }
    role.wakeUp();
    LockSupport.unpark(stopping);
    try {
      // Half the time for a clean end, the other half after an interrupt.
      stopping.join(Math.max(1, timeout.toMillis() / 2));
      if (stopping.isAlive()) {
        stopping.interrupt();
        stopping.join(Math.max(1, timeout.toMillis() / 2));
      }
      if (stopping.isAlive()) {
        LOG.error("{} did not stop within {}", name(), timeout);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public List<HealthCheck> healthChecks() {
    return List.of(HealthCheck.live(name(), this::alive));
  }

  private boolean alive() {
    Thread present = thread;
    return present == null || present.isAlive();
  }

  private void loop() {
    try {
      role.onStart();
      while (running) {
        if (role.doWork() == 0 && !rest.isZero()) {
          LockSupport.parkNanos(this, TimeUnit.NANOSECONDS.convert(rest));
        }
      }
    } catch (InterruptedException e) {
      if (running) {
        failures.failed(e);
      }
    } catch (Exception | Error e) { // the thread's one handler: a dead role ends the process
      failures.failed(e);
    } finally {
      close();
    }
  }

  private void close() {
    try {
      role.onClose();
    } catch (RuntimeException e) {
      failures.failed(e);
    }
  }
}

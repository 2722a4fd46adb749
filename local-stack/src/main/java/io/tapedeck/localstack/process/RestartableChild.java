package io.tapedeck.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A child that is started, killed, paused and started again on the same directory and ports.
 * Thread-safe: one call at a time takes effect.
 */
public final class RestartableChild {
  private static final int START_ATTEMPTS = 3;

  private final ChildSpec spec;
  private final StickyPorts ports;
  private final Supplier<Map<String, String>> configuration;
  private @Nullable ChildJvm child;

  /**
   * @param configuration asked at each start, after the ports are chosen
   */
  public RestartableChild(
      ChildSpec spec, StickyPorts ports, Supplier<Map<String, String>> configuration) {
    this.spec = spec;
    this.ports = ports;
    this.configuration = configuration;
  }

  /**
   * Starts it and returns when it serves.
   *
   * @throws PortTakenException if a configured port is held
   */
  public synchronized void start() {
    if (isRunning()) {
      throw new LocalStackException("The " + spec.name() + " is already running as pid " + pid());
    }
    for (int attempt = 1; !isRunning(); attempt++) {
      ChildJvm.requireNone(spec);
      ports.choose();
      writeConfiguration();
      try {
        child = ChildJvm.start(spec);
      } catch (LocalStackException e) {
        // An automatic port may be lost between its choice and the child's bind; then choose anew.
        if (attempt == START_ATTEMPTS || ports.allFree()) {
          throw e;
        }
      }
    }
  }

  /** Takes over what another process left running in this directory. */
  public synchronized boolean attach() {
    if (!isRunning()) {
      child = ChildJvm.find(spec).orElse(null);
    }
    return child != null;
  }

  public synchronized boolean isRunning() {
    return child != null && child.isAlive();
  }

  public synchronized long pid() {
    return started().pid();
  }

  /** SIGKILL. */
  public synchronized void kill() {
    started().kill();
  }

  /** SIGSTOP. */
  public synchronized void pause() {
    started().pause();
  }

  /** SIGCONT. */
  public synchronized void resume() {
    started().resume();
  }

  /** SIGTERM and a wait; does nothing if it does not run. */
  public synchronized void stop() {
    if (child != null) {
      child.stop();
    }
  }

  private ChildJvm started() {
    if (child == null) {
      throw new LocalStackException(
          "The " + spec.name() + " of " + spec.directory() + " was not started");
    }
    return child;
  }

  private void writeConfiguration() {
    Properties properties = new Properties();
    properties.putAll(configuration.get());
    try (Writer writer = Files.newBufferedWriter(spec.configuration())) {
      properties.store(writer, "Written at each start of the " + spec.name() + "; do not edit");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + spec.configuration(), e);
    }
  }
}

package io.tapedeck.runtime.lifecycle;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns Ctrl-C and SIGTERM into an orderly stop, and a second one into a halt. A JVM shutdown hook
 * covers every other way the JVM may end. The JDK's signal class is reached by reflection: naming
 * it is a compiler warning that cannot be switched off.
 */
final class ShutdownSignals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShutdownSignals.class);
  private static final int SIGNAL_BASE = 128;
  private static final Duration HOOK_PATIENCE = Duration.ofSeconds(30);

  private final ServiceRunner runner;
  private final AtomicInteger received = new AtomicInteger();
  private final List<Restore> restores = new ArrayList<>();
  private final Thread hook;

  private ShutdownSignals(ServiceRunner runner) {
    this.runner = runner;
    this.hook = new Thread(this::stopFromHook, "shutdown-hook");
  }

  static ShutdownSignals install(ServiceRunner runner) {
    ShutdownSignals signals = new ShutdownSignals(runner);
    Runtime.getRuntime().addShutdownHook(signals.hook);
    signals.handle("INT", ServiceRunner.EXIT_INTERRUPTED);
    signals.handle("TERM", ServiceRunner.EXIT_OK);
    return signals;
  }

  @Override
  public void close() {
    for (Restore restore : restores) {
      try {
        restore.run();
      } catch (ReflectiveOperationException e) {
        LOG.debug("Signal handler not restored", e);
      }
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("The JVM is already ending", e);
    }
  }

  private void handle(String signal, int code) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      InvocationHandler onSignal =
          (proxy, method, arguments) ->
              switch (method.getName()) {
                case "handle" -> {
                  received(signal, code);
                  yield null;
                }
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == arguments[0];
                default -> "tapedeck signal handler";
              };
      Object handler =
          Proxy.newProxyInstance(
              getClass().getClassLoader(), new Class<?>[] {handlerType}, onSignal);
      Object described = signalType.getConstructor(String.class).newInstance(signal);
      Object before =
          signalType.getMethod("handle", signalType, handlerType).invoke(null, described, handler);
      restores.add(
          () ->
              signalType
                  .getMethod("handle", signalType, handlerType)
                  .invoke(null, described, before));
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      LOG.debug("SIG{} is left to the JVM", signal, e);
    }
  }

  private void received(String signal, int code) {
    if (received.incrementAndGet() > 1) {
      Runtime.getRuntime().halt(SIGNAL_BASE + (signal.equals("INT") ? 2 : 15));
    }
    runner.requestStop("received SIG" + signal + ", a second one halts", code);
  }

  private void stopFromHook() {
    runner.requestStop("the JVM is ending");
    try {
      if (!runner.awaitStopped(HOOK_PATIENCE)) {
        LOG.error("Not all services stopped within {}", HOOK_PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @FunctionalInterface
  private interface Restore {
    void run() throws ReflectiveOperationException;
  }
}

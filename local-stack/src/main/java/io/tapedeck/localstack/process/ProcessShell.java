package io.tapedeck.localstack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a child process, seen from inside: start the service, say so in the ready file, serve
 * until SIGTERM, a {@code q} on standard input or the end of the parent, then close the service.
 */
public final class ProcessShell {
  static final String WATCH_STDIN = "watch-stdin";
  static final String IGNORE_STDIN = "ignore-stdin";

  private static final Logger LOG = LoggerFactory.getLogger(ProcessShell.class);
  private static final int ARGUMENTS = 3;
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);
  private static final int OK = 0;
  private static final int FAILED = 1;

  private ProcessShell() {}

  /** Starts a service from its configuration file; returns when the service serves. */
  @FunctionalInterface
  public interface Service {
    AutoCloseable start(Path configuration) throws Exception;
  }

  /**
   * Runs until told to end; never returns.
   *
   * @param arguments configuration file, ready file, {@code watch-stdin} or {@code ignore-stdin}
   */
  public static void run(String[] arguments, Service service) {
    if (arguments.length != ARGUMENTS) {
      throw new IllegalArgumentException(
          "Expected: <configuration file> <ready file> " + WATCH_STDIN + "|" + IGNORE_STDIN);
    }
    Path ready = Path.of(arguments[1]);
    // The one handler of this process: whatever goes wrong is logged and ends it.
    try {
      Running running = new Running(service.start(Path.of(arguments[0])), ready);
      Runtime.getRuntime().addShutdownHook(new Thread(running::close, "shutdown"));
      ReadyFile.ofThisProcess().write(ready);
      if (arguments[2].equals(WATCH_STDIN)) {
        awaitEndOfInput();
      } else {
        new CountDownLatch(1).await();
      }
      haltLater();
      running.close();
      halt(OK);
    } catch (Throwable failure) {
      LOG.error("Ending on a failure", failure);
      halt(FAILED);
    }
  }

  private static void awaitEndOfInput() throws IOException {
    int read = System.in.read();
    while (read != -1 && read != 'q') {
      read = System.in.read();
    }
    LOG.info("Ending: {}", read == 'q' ? "told to" : "the parent is gone");
  }

  /** With the parent gone nobody insists on the end of a service that hangs while closing. */
  private static void haltLater() {
    Thread watchdog =
        new Thread(
            () -> {
              LockSupport.parkNanos(CLOSE_WITHIN.toNanos());
              LOG.error("Not closed within {}", CLOSE_WITHIN);
              halt(FAILED);
            },
            "shutdown-watchdog");
    watchdog.setDaemon(true);
    watchdog.start();
  }

  /** A thread that a failed start left behind must not keep the process, and its port, alive. */
  private static void halt(int status) {
    Runtime.getRuntime().halt(status);
  }

  /** Closed once, whether a signal or the end of the input comes first. */
  private static final class Running {
    private final AutoCloseable service;
    private final Path ready;
    private boolean closed;

    Running(AutoCloseable service, Path ready) {
      this.service = service;
      this.ready = ready;
    }

    synchronized void close() {
      if (closed) {
        return;
      }
      closed = true;
      try {
        Files.deleteIfExists(ready);
        service.close();
        LOG.info("Ended");
      } catch (Exception e) {
        LOG.error("Not closed cleanly", e);
      }
    }
  }
}

package io.tapedeck.runtime.kafka;

import io.tapedeck.runtime.lifecycle.FailureListener;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what a dead stream thread means: passing faults (broker gone, timeout, fenced) replace
 * the thread, at most a few times in a row; everything else ends the client.
 */
final class ThreadFaults implements StreamsUncaughtExceptionHandler {
  /** More replacements than this within the window end the client. */
  static final int MAX_REPLACEMENTS = 5;

  static final long WINDOW_NANOS = 60_000_000_000L;

  private static final Logger LOG = LoggerFactory.getLogger(ThreadFaults.class);

  private final String name;
  private final FailureListener failures;
  private int replacements;
  private long windowStart = System.nanoTime();

  ThreadFaults(String name, FailureListener failures) {
    this.name = name;
    this.failures = failures;
  }

  @Override
  public synchronized StreamThreadExceptionResponse handle(Throwable fault) {
    if (isPassing(fault) && mayReplace()) {
      LOG.error(
          "{} thread died ({} of {}), replacing it", name, replacements, MAX_REPLACEMENTS, fault);
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    LOG.error("{} cannot go on and stops", name, fault);
    failures.failed(fault);
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private boolean mayReplace() {
    long now = System.nanoTime();
    if (now - windowStart > WINDOW_NANOS) {
      windowStart = now;
      replacements = 0;
    }
    replacements++;
    return replacements <= MAX_REPLACEMENTS;
  }

  /** Looks through the wrappers for a cause that may be gone on the next try. */
  static boolean isPassing(Throwable fault) {
    @Nullable Throwable cause = fault;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
        return false;
      }
      if (cause instanceof RetriableException
          || cause instanceof ProducerFencedException
          || cause instanceof TaskMigratedException
          || cause instanceof TaskCorruptedException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}

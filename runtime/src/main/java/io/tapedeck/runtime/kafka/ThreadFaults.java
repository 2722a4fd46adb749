package io.tapedeck.runtime.kafka;

import io.tapedeck.runtime.lifecycle.FailureListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
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

  /**
   * A batch that expired while the broker was away, met when other tasks of the thread commit. The
   * client gives it no class of its own, only these words.
   */
  private static boolean isAbortable(Throwable cause) {
    String message = cause.getMessage();
    return cause instanceof KafkaException
        && message != null
        && message.contains("safe to abort the transaction and continue");
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
          || cause instanceof TransactionAbortableException
          // the coordinator's timeout overtook the commit (KAFKA-20785): what it led to is on the
          // log
          || cause instanceof InvalidTxnStateException
          || cause instanceof TaskMigratedException
          || cause instanceof TaskCorruptedException
          || isAbortable(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}

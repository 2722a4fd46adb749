package io.tapedeck.executor.venue.wire;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Connects again and again until closed; waits grow after failures and are jittered. */
public final class KeptConnection implements AutoCloseable {
  private static final long FIRST_WAIT_MILLIS = 250;
  private static final long LONGEST_WAIT_MILLIS = 10_000;

  private final Attempt attempt;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** One connection from start to end. */
  @FunctionalInterface
  public interface Attempt {
    /** Returns when it is over; true if it worked at some time. */
    boolean connectOnce() throws InterruptedException;
  }

  public KeptConnection(String threadName, Attempt attempt) {
    this.attempt = attempt;
    this.thread = new Thread(this::keepConnected, threadName);
    thread.setDaemon(true);
  }

  /** Once. */
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }

  private void keepConnected() {
    long wait = FIRST_WAIT_MILLIS;
    try {
      while (closing.getCount() > 0) {
        boolean worked = attempt.connectOnce();
        wait = worked ? FIRST_WAIT_MILLIS : Math.min(wait * 2, LONGEST_WAIT_MILLIS);
        long jittered = wait / 2 + ThreadLocalRandom.current().nextLong(wait);
        if (closing.await(jittered, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.tapedeck.ingest.venue;

import java.util.Collection;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between socket and worker. Its policy is to block: when it is full the socket
 * is not read, and the venue's own buffers and TCP hold what comes. Nothing is ever dropped.
 */
public final class FeedQueue {
  private final ArrayBlockingQueue<FeedSignal> signals;

  public FeedQueue(int capacity) {
    this.signals = new ArrayBlockingQueue<>(capacity);
  }

  /** Signals waiting. */
  public int depth() {
    return signals.size();
  }

  void put(FeedSignal signal) throws InterruptedException {
    signals.put(signal);
  }

  /** Waits for one signal, then takes all that are there up to a number. */
  void take(Collection<FeedSignal> into, int most, long millis) throws InterruptedException {
    @Nullable FeedSignal first = signals.poll(millis, TimeUnit.MILLISECONDS);
    if (first != null) {
      into.add(first);
      signals.drainTo(into, most - 1);
    }
  }
}

package io.tapedeck.ingest.venue;

import io.tapedeck.domain.market.MarketEvent;
import java.util.Collection;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between socket and worker. When it is full the socket is not read, and the
 * venue's own buffers and TCP hold what comes: nothing is ever dropped from it. With {@link
 * Policy#CONFLATE} the worker, once the queue is well filled, keeps only the last of several quotes
 * of an instrument, so that it catches up.
 */
public final class FeedQueue {
  private final ArrayBlockingQueue<FeedSignal> signals;
  private final Policy policy;
  private final int conflateAbove;

  /** What happens when more comes than is written. */
  public enum Policy {
    /** Everything is written; a full queue stops the reading of the socket. */
    BLOCK,
    /** Quotes that a newer one overtakes while waiting are left out, and counted; trades never. */
    CONFLATE
  }

  public FeedQueue(int capacity, Policy policy) {
    this.signals = new ArrayBlockingQueue<>(capacity);
    this.policy = policy;
    this.conflateAbove = capacity / 4;
  }

  /** Signals waiting. */
  public int depth() {
    return signals.size();
  }

  /** Whether quotes should be conflated now. */
  boolean pressed() {
    return policy == Policy.CONFLATE && signals.size() > conflateAbove;
  }

  void put(FeedSignal signal) throws InterruptedException {
    signals.put(signal);
  }

  /** Puts what was learnt beside the socket in line; blocks while the queue is full. */
  public void put(MarketEvent event) throws InterruptedException {
    signals.put(FeedSignal.event(event));
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

package io.tapedeck.executor.lane;

import io.tapedeck.domain.id.IntentId;
import java.util.HashSet;
import java.util.Set;

/**
 * Counts what leaves against what risk approved, apart from the protocol that should make any
 * difference impossible: each approval pays for one send. Thread-safe.
 */
public final class OrdersOut {
  private final Set<IntentId> approved = new HashSet<>();
  private long in;
  private long out;

  /** An approved command was read and is to be claimed; read again, it counts once. */
  public synchronized void in(IntentId intent) {
    if (approved.add(intent)) {
      in++;
    }
  }

  /** It will not be sent. */
  public synchronized void dropped(IntentId intent) {
    if (approved.remove(intent)) {
      in--;
    }
  }

  /** Whether it may leave; once. */
  public synchronized boolean out(IntentId intent) {
    boolean paid = approved.remove(intent);
    if (paid) {
      out++;
    }
    return paid && out <= in;
  }

  /** Approved commands to be sent, sent ones included. */
  public synchronized long in() {
    return in;
  }

  /** Sent commands. */
  public synchronized long out() {
    return out;
  }
}

package io.tapedeck.risk.core;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import java.util.HashSet;
import java.util.Set;

/**
 * Which parts of an account changed since the last look, so that a step writes those and not the
 * whole. Bookkeeping of the shell: no decision depends on it. Not thread-safe.
 */
public final class AccountChanges {
  /** Expired intents are looked for once in so many nanoseconds of event time. */
  private static final long SWEEP_NANOS = 1_000_000_000L;

  final Set<InstrumentId> instruments = new HashSet<>();
  final Set<IntentId> orders = new HashSet<>();
  final Set<IntentId> intents = new HashSet<>();
  private long sweptNanos = Long.MIN_VALUE;

  /** Forgets what was looked at. */
  public void clear() {
    instruments.clear();
    orders.clear();
    intents.clear();
  }

  boolean expiryDue(long nowNanos) {
    if (sweptNanos != Long.MIN_VALUE && nowNanos - sweptNanos < SWEEP_NANOS) {
      return false;
    }
    sweptNanos = nowNanos;
    return true;
  }
}

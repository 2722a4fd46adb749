package io.tapedeck.executor.core;

import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.OrderEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an event: at most one journal entry, the order events to publish with it in one
 * transaction, and what to do after its commit.
 */
public record Step(@Nullable ClaimEntry entry, List<OrderEvent> events, Action action) {
  /** What to do once the entry is committed. */
  public enum Action {
    SEND,
    QUERY,
    NOTHING
  }

  static final Step NONE = new Step(null, List.of(), Action.NOTHING);

  /** Copies the list. */
  public Step {
    events = List.copyOf(events);
  }
}

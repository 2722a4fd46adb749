package io.tapedeck.signals.core;

import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.order.OrderAction;

/** Takes a strategy's wishes at a tick. */
public interface Orders {
  /** Wants something done; the id names the intent from now on. */
  IntentId want(OrderAction action);
}

package io.tapedeck.risk.core;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Side;

/**
 * An approved order that is not known to have ended: it counts against limits at once.
 *
 * @param quantity total, positive
 * @param filled so far
 * @param reservedPrice at which it counts
 */
public record WorkingOrder(
    IntentId intent,
    InstrumentId instrument,
    Side side,
    Quantity quantity,
    Quantity filled,
    Price reservedPrice) {

  /** What may still execute. */
  public Quantity leaves() {
    return quantity.minus(filled);
  }
}

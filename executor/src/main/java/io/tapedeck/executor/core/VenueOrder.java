package io.tapedeck.executor.core;

import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Side;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order as the venue shows it.
 *
 * @param clientOrderId as the venue echoes it, null if it has none
 * @param instrument null where the venue's message did not name it
 * @param side null where the venue's message did not name it
 * @param quantity the total asked for, null where the message did not say
 * @param filled executed so far
 * @param reason why it ended, empty if it did not or the venue does not say
 * @param venueNanos the venue's time of this state
 * @param executions ids of its executions, as far as the message lists them
 */
public record VenueOrder(
    VenueOrderId id,
    @Nullable ClientOrderId clientOrderId,
    @Nullable InstrumentId instrument,
    @Nullable Side side,
    Status status,
    @Nullable Quantity quantity,
    @Nullable Price limitPrice,
    Quantity filled,
    String reason,
    long venueNanos,
    List<ExecutionId> executions) {
  /** Where it stands. */
  public enum Status {
    WORKING,
    FILLED,
    CANCELED,
    EXPIRED
  }

  /** Copies the list. */
  public VenueOrder {
    executions = List.copyOf(executions);
  }

  /** True if nothing more can happen to it. */
  public boolean ended() {
    return status != Status.WORKING;
  }
}
